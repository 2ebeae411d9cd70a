"""The awareness messages of y-protocols, as far as a relay has to understand them: whose they are, and a farewell.

An update is a count, then for each client its id, its clock and its state as JSON, all in variable-length form.
"""

MESSAGE = 1  # the type byte before an awareness message
MOST_CLIENTS = 1000


class MalformedAwareness(ValueError):
    """Bytes that are no awareness message."""


def clocks(message: bytes) -> dict[int, int]:
    """Client id → clock of a whole awareness message, its type byte first."""
    body, _ = _bytes(message, 1)
    count, at = _number(body, 0)
    if count > MOST_CLIENTS:
        raise MalformedAwareness("too many clients")
    found = {}
    for _ in range(count):
        client, at = _number(body, at)
        found[client], at = _number(body, at)
        _, at = _bytes(body, at)
    return found


def farewell(left: dict[int, int]) -> bytes:
    """The message that takes these clients (id → last clock) off everybody's list."""
    body = _varint(len(left))
    for client, clock in left.items():
        body += _varint(client) + _varint(clock + 1) + _varint(4) + b"null"
    return bytes([MESSAGE]) + _varint(len(body)) + body


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise MalformedAwareness("a number does not end")
        value |= (data[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 0x80:
            return value, at


def _bytes(data: bytes, at: int) -> tuple[bytes, int]:
    length, at = _number(data, at)
    if at + length > len(data):
        raise MalformedAwareness("it ends too early")
    return data[at : at + length], at + length


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
