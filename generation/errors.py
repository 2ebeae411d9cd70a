"""The root of every error that a person can mend: one clear line that says what to do."""


class EngineError(ValueError):
    """Bad input; the message is one line for people and says what to do."""
