"""What a listener may say to a played voice."""

import pytest
from pydantic import ValidationError

from studio.wavenets import steering


def test_what_may_be_asked_is_read() -> None:
    asked = steering.read('{"type": "steer", "change": {"classes": {"rain": 1, "sea": 3}, "temperature": 0.8}}')
    assert isinstance(asked, steering.Steer)
    assert asked.change.classes == {"rain": 1.0, "sea": 3.0} and asked.change.temperature == 0.8
    again = steering.of(asked.model_dump(mode="json", exclude_none=True))
    assert again == asked
    assert isinstance(steering.read('{"type": "stop"}'), steering.Stop)
    played = steering.read('{"type": "played", "samples": 8000, "gaps": 1}')
    assert isinstance(played, steering.Played) and played.samples == 8000


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"type": "sing"}', '{"type": "steer", "change": {"temperature": 9}}',
        '{"type": "steer", "change": {"pitch_hz": 9000}}', '{"type": "steer", "change": {"classes": {"rain": -1}}}',
        '{"type": "steer", "change": {"temperature": NaN}}', '{"type": "played", "samples": -1}',
        '{"type": "stop", "more": 1}',
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        steering.read(text)
