"""The relay's understanding of awareness messages, against an independent implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Awareness, Doc, create_awareness_message, read_message

from studio.collaboration import awareness


def message_of(client: Awareness) -> bytes:
    return create_awareness_message(client.encode_awareness_update([client.client_id]))


def test_the_clients_of_a_message_are_known_and_can_be_taken_off() -> None:
    here, there = Awareness(Doc()), Awareness(Doc())
    here.set_local_state({"name": "ada", "cursor": 12})
    message = message_of(here)
    assert list(awareness.clocks(message)) == [here.client_id]
    there.apply_awareness_update(message_body(message), "test")
    assert here.client_id in there.states
    there.apply_awareness_update(message_body(awareness.farewell(awareness.clocks(message))), "test")
    assert here.client_id not in there.states


def message_body(message: bytes) -> bytes:
    return read_message(message[1:])


@given(st.binary(max_size=60))
def test_any_bytes_are_understood_or_refused(content: bytes) -> None:
    try:
        found = awareness.clocks(b"\x01" + content)
    except awareness.MalformedAwareness:
        return
    assert all(client >= 0 and clock >= 0 for client, clock in found.items())


@given(st.dictionaries(st.integers(0, 2**32), st.integers(0, 2**31), max_size=5))
def test_a_farewell_counts_the_clock_on(clocks: dict[int, int]) -> None:
    assert awareness.clocks(awareness.farewell(clocks)) == {client: clock + 1 for client, clock in clocks.items()}


def test_a_message_that_ends_early_is_refused() -> None:
    client = Awareness(Doc())
    client.set_local_state({"name": "ada"})
    with pytest.raises(awareness.MalformedAwareness):
        awareness.clocks(message_of(client)[:-3])
