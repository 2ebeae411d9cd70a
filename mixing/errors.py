"""What goes wrong with a project or a file, told in one line that says what to do."""


class MixingError(ValueError):
    """The input cannot be rendered or measured; the message is meant for the person who gave it."""
