"""Fades: linear in amplitude, as Web Audio's linearRampToValueAtTime draws them."""

from mixing.kernel import kernel


def fitted(fade_in_seconds: float, fade_out_seconds: float, duration_seconds: float) -> tuple[float, float]:
    """The two fades as they sound: where together they are longer than the clip, both shrink until they meet."""
    both = fade_in_seconds + fade_out_seconds
    scale = min(1.0, duration_seconds / both) if both > 0.0 else 1.0
    return fade_in_seconds * scale, fade_out_seconds * scale


@kernel
def fade_gain(position: float, length: float, fade_in: float, fade_out: float) -> float:
    """The gain at a position in a clip; all four in samples. 0 at the start of a fade-in, 0 after the last sample."""
    gain = 1.0
    if position < fade_in:
        gain = position / fade_in
    if length - position < fade_out:
        gain *= (length - position) / fade_out
    return gain
