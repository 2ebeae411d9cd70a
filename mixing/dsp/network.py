"""A feedback delay network of sixteen lines: dense, even late reverberation with a decay set at two frequencies.

Sources: J.-M. Jot, A. Chaigne, "Digital delay networks for designing artificial reverberators", AES 90 (1991),
for the absorption (each line's filter takes away what its length costs at each frequency); M. R. Schroeder
(1962) for the allpasses that scatter the input; J. Dattorro, "Effect Design 1", JAES 45 (1997), for their
lengths. The lines are read through slowly moving fractions of a sample, so that no mode rings by itself.

Lines are longer than a stretch of samples, so that the work goes line by line over a stretch. Stretches lie on
a grid in the stream's time: the division into blocks changes nothing.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.effect import CONTROL_SAMPLES
from mixing.kernel import kernel

LINES = 16
HIGH_HZ = 4_000.0  # where the second decay is set

_LENGTHS = np.array([1523, 1747, 1951, 2203, 2437, 2659, 2861, 3083, 3307, 3547, 3779, 4001, 4219, 4441, 4663, 4889])
_SCATTER = np.array([[210, 158, 561, 410], [223, 173, 587, 433]])  # samples at 44.1 kHz, left and right
_SCATTER_GAINS = np.array([0.75, 0.75, 0.625, 0.625])
_RATE_HZ = 44_100
_STRETCH = 64
_STAIR = 8  # samples between steps while settings move
_DARKEST = 0.75  # a stronger pole would darken 500 Hz as well
_LEVEL = 5.0
_LEAST_ENERGY = 0.2  # of a room so short that little comes back: it may be softer
_SILENT = np.float32(1e-15)


@dataclass(frozen=True)
class Room:
    """What may move while sound runs."""

    decay_seconds: float  # RT60 at low and middle frequencies
    high_share: float  # RT60 at HIGH_HZ as a share of it
    diffusion: float  # 0 … 1
    depth_samples: float  # by how much the lines' lengths wander
    width: float  # 0 … 1
    gain: float


class Network:
    """Float32 (2, n) in, the reverberation alone out. `size` scales the lines."""

    def __init__(self, room: Room, size: float, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._lengths = np.round(_LENGTHS * size * rate_hz / _RATE_HZ).astype(np.int64)
        longest = int(self._lengths.max()) + 2 * _STRETCH
        self._lines = np.zeros((LINES, 1 << longest.bit_length()), np.float32)
        lengths = np.round(_SCATTER * rate_hz / _RATE_HZ).astype(np.int64)
        self._scatter_lengths = np.maximum(lengths, _STRETCH)
        self._scatter = np.zeros((2, 4, 2048 * (1 + rate_hz // 88_200)), np.float32)
        self._damped = np.zeros(LINES, np.float32)
        self._time = np.zeros(1, np.int64)
        random = np.random.default_rng(16)
        self._motion = np.stack([random.uniform(0.11, 0.73, LINES) / rate_hz, random.uniform(0.0, 1.0, LINES)])
        self._signs = random.choice(np.array([-0.25, 0.25], np.float32), (3, LINES))
        # The sides hear the lines with signs that are orthogonal: they share no more than chance.
        self._signs[2] = self._signs[1] * np.where(np.arange(LINES) // 2 % 2, -1, 1)
        self._glide = Glide(self._values(room))

    def update(self, room: Room) -> None:
        """Move to another decay and the like."""
        self._glide.to(self._values(room))

    def process(self, block: Audio) -> Audio:
        """The next block of the reverberation."""
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        glide = self._glide
        _network(
            block,
            out,
            (self._lines, self._lengths, self._damped),
            (self._scatter, self._scatter_lengths),
            self._motion,
            self._signs,
            (glide.start, glide.target),
            glide.at,
            self._time,
        )
        glide.passed(block.shape[1])
        return out

    def _values(self, room: Room) -> Doubles:
        """Each line's gain and pole, then diffusion, depth, what each side takes of itself and of the other."""
        seconds = self._lengths / self._rate_hz
        low = 10.0 ** (-3.0 * seconds / room.decay_seconds)
        ratio = 10.0 ** (-3.0 * seconds / room.decay_seconds * (1.0 / room.high_share - 1.0))
        poles = np.minimum(_pole(ratio, 2.0 * math.pi * HIGH_HZ / self._rate_hz), _DARKEST)
        # A longer decay holds more energy: taken back, so that the level hardly depends on it.
        energy = [float(np.mean(gain**2 / (1.0 - gain**2))) for gain in (low, low * ratio)]
        even = 1.0 / math.sqrt(max(sum(energy) / 2.0, _LEAST_ENERGY))
        own, other = (1.0 + room.width) / 2.0, (1.0 - room.width) / 2.0
        power = room.gain * even * _LEVEL / math.hypot(own, other)
        tail = [room.diffusion, room.depth_samples, own * power, other * power]
        return np.concatenate([low * (1.0 - poles), poles, tail])


def _pole(ratio: Doubles, omega: float) -> Doubles:
    """The pole of (1 - p) / (1 - p z⁻¹) whose gain at `omega` is `ratio`."""
    square = np.minimum(ratio**2, 1.0 - 1e-12)
    half = 1.0 - square * math.cos(omega)
    pole: Doubles = (half - np.sqrt(half**2 - (1.0 - square) ** 2)) / (1.0 - square)
    return pole


@kernel
def _audible(x: np.float32) -> np.float32:
    """Numbers so small that they would slow whatever computes with them are as good as silence."""
    return x if abs(x) > _SILENT else np.float32(0.0)


@kernel
def _copy(source: NDArray[np.float32], target: NDArray[np.float32]) -> None:
    for k in range(target.shape[0]):
        target[k] = source[k]


@kernel
def _read(line: NDArray[np.float32], begin: int, samples: NDArray[np.float32]) -> None:
    """Copy from a ring whose length is a power of two."""
    first = begin & (line.shape[0] - 1)
    whole = min(samples.shape[0], line.shape[0] - first)
    _copy(line[first:], samples[:whole])
    _copy(line, samples[whole:])


@kernel
def _write(line: NDArray[np.float32], begin: int, samples: NDArray[np.float32]) -> None:
    first = begin & (line.shape[0] - 1)
    whole = min(samples.shape[0], line.shape[0] - first)
    _copy(samples, line[first : first + whole])
    _copy(samples[whole:], line[: samples.shape[0] - whole])


@kernel
def _scattered(
    sound: NDArray[np.float32],
    ring: NDArray[np.float32],
    length: int,
    time: int,
    gain: np.float32,
    held: NDArray[np.float32],
) -> None:
    """One allpass, in place; `held` is room to work in."""
    _read(ring, time - length, held)
    for k in range(sound.shape[0]):
        y = held[k] - gain * sound[k]
        held[k] = _audible(sound[k] + gain * y)
        sound[k] = y
    _write(ring, time, held)


@kernel
def _diffused(
    sound: NDArray[np.float32],
    rings: Audio,
    lengths: NDArray[np.int64],
    time: int,
    diffusion: float,
    held: NDArray[np.float32],
) -> None:
    """The four allpasses of a side, in place."""
    for stage in range(4):
        gain = np.float32(diffusion * _SCATTER_GAINS[stage])
        _scattered(sound, rings[stage], lengths[stage], time, gain, held)


@kernel
def _wandering(
    line: NDArray[np.float32],
    begin: int,
    fraction: float,
    slope: float,
    samples: NDArray[np.float32],
    around: NDArray[np.float32],
) -> None:
    """Read between samples, `fraction` of one earlier than `begin` and moving.

    `around` is room to work in, three samples longer, for where the ring begins anew: reading at once what was just
    written there, and not in step with it, makes a processor wait.
    """
    first = (begin - 2) & (line.shape[0] - 1)
    if first + around.shape[0] <= line.shape[0]:
        _between(line[first : first + around.shape[0]], np.float32(fraction), np.float32(slope), samples)
    else:
        _read(line, first, around)
        _between(around, np.float32(fraction), np.float32(slope), samples)


@kernel
def _between(around: NDArray[np.float32], f0: np.float32, df: np.float32, samples: NDArray[np.float32]) -> None:
    """Third-order Lagrange interpolation."""
    x3, x2, x1 = around, around[1:], around[2:]
    x0 = around[3:]
    third, half = np.float32(1.0 / 6.0), np.float32(0.5)
    one, two = np.float32(1.0), np.float32(2.0)
    for k in range(samples.shape[0]):
        f = f0 + df * np.float32(np.int32(k))
        up, down, far = f + one, f - one, f - two
        inner = half * up * far
        samples[k] = (
            -third * f * down * far * x0[k] + inner * down * x1[k] - inner * f * x2[k] + third * up * f * down * x3[k]
        )


@kernel
def _absorbed(room: NDArray[np.float32], n: int, gains: Doubles, poles: Doubles, damped: NDArray[np.float32]) -> None:
    """Each line's one-pole filter; eight lines at a time, whose sums do not wait for each other."""
    g, p = gains.astype(np.float32), poles.astype(np.float32)
    for i in range(0, LINES, 8):
        g0, g1, g2, g3, g4, g5, g6, g7 = g[i], g[i + 1], g[i + 2], g[i + 3], g[i + 4], g[i + 5], g[i + 6], g[i + 7]
        p0, p1, p2, p3, p4, p5, p6, p7 = p[i], p[i + 1], p[i + 2], p[i + 3], p[i + 4], p[i + 5], p[i + 6], p[i + 7]
        y = damped[i : i + 8]
        y0, y1, y2, y3, y4, y5, y6, y7 = y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7]
        r0, r1, r2, r3 = _row(room, i), _row(room, i + 1), _row(room, i + 2), _row(room, i + 3)
        r4, r5, r6, r7 = _row(room, i + 4), _row(room, i + 5), _row(room, i + 6), _row(room, i + 7)
        for k in range(n):
            y0, y1, y2, y3 = g0 * r0[k] + p0 * y0, g1 * r1[k] + p1 * y1, g2 * r2[k] + p2 * y2, g3 * r3[k] + p3 * y3
            y4, y5, y6, y7 = g4 * r4[k] + p4 * y4, g5 * r5[k] + p5 * y5, g6 * r6[k] + p6 * y6, g7 * r7[k] + p7 * y7
            r0[k], r1[k], r2[k], r3[k] = y0, y1, y2, y3
            r4[k], r5[k], r6[k], r7[k] = y4, y5, y6, y7
        y[0], y[1], y[2], y[3] = _audible(y0), _audible(y1), _audible(y2), _audible(y3)
        y[4], y[5], y[6], y[7] = _audible(y4), _audible(y5), _audible(y6), _audible(y7)


@kernel
def _row(room: NDArray[np.float32], line: int) -> NDArray[np.float32]:
    return room[line * _STRETCH : (line + 1) * _STRETCH]


@kernel
def _mixed(room: NDArray[np.float32]) -> None:
    """The Hadamard matrix of sixteen, without its factor of a quarter; rows of _STRETCH one after the other.

    Two of its four stages at a time, which halves the ways to the memory and back.
    """
    for reach in (4 * _STRETCH, _STRETCH):
        group = 0
        while group < LINES * _STRETCH:
            r0, r1 = room[group : group + reach], room[group + reach : group + 2 * reach]
            r2, r3 = room[group + 2 * reach : group + 3 * reach], room[group + 3 * reach : group + 4 * reach]
            for k in range(reach):
                a, b, c, d = r0[k] + r2[k], r1[k] + r3[k], r0[k] - r2[k], r1[k] - r3[k]
                r0[k], r1[k], r2[k], r3[k] = a + b, a - b, c + d, c - d
            group += 4 * reach


@kernel
def _heard(room: NDArray[np.float32], signs: Audio, own: np.float32, other: np.float32, out: Audio) -> None:
    """What either side takes of each line; four lines at a time."""
    heard_left, heard_right = out[0], out[1]
    heard_left[:] = np.float32(0.0)
    heard_right[:] = np.float32(0.0)
    for i in range(0, LINES, 4):
        s, t = signs[1, i : i + 4], signs[2, i : i + 4]
        r0, r1, r2, r3 = _row(room, i), _row(room, i + 1), _row(room, i + 2), _row(room, i + 3)
        s0, s1, s2, s3 = (
            own * s[0] + other * t[0],
            own * s[1] + other * t[1],
            own * s[2] + other * t[2],
            own * s[3] + other * t[3],
        )
        t0, t1, t2, t3 = (
            own * t[0] + other * s[0],
            own * t[1] + other * s[1],
            own * t[2] + other * s[2],
            own * t[3] + other * s[3],
        )
        for k in range(heard_left.shape[0]):
            heard_left[k] += s0 * r0[k] + s1 * r1[k] + s2 * r2[k] + s3 * r3[k]
            heard_right[k] += t0 * r0[k] + t1 * r1[k] + t2 * r2[k] + t3 * r3[k]


@kernel
def _motions(motion: Doubles, time: int, sines: Doubles) -> None:
    for i in range(LINES):
        sines[i] = math.sin(2.0 * math.pi * (motion[0, i] * time + motion[1, i]))


@kernel
def _network(
    block: Audio,
    out: Audio,
    delays: tuple[Audio, NDArray[np.int64], NDArray[np.float32]],
    scattering: tuple[NDArray[np.float32], NDArray[np.int64]],
    motion: Doubles,
    signs: Audio,
    way: tuple[Doubles, Doubles],
    at: int,
    clock: NDArray[np.int64],
) -> None:
    lines, lengths, damped = delays
    scatter, scatter_lengths = scattering
    start, target = way
    values = target.copy()
    room = np.zeros(LINES * _STRETCH, np.float32)  # a row of _STRETCH for each line
    sound = np.empty((2, _STRETCH), np.float32)
    spare = np.empty(_STRETCH + 3, np.float32)
    time, done, quarter = clock[0], 0, np.float32(0.25)
    sines, known = np.empty((2, LINES)), np.int64(-1)  # of the lines' motion at both ends of a stretch; which one
    while done < block.shape[1]:
        moving = at + done - time % _STAIR < CONTROL_SAMPLES
        grid = _STAIR if moving else _STRETCH
        into = time % grid
        if moving:
            glided(start, target, max(at + done - into, 0), values)
        else:
            values[:] = target
        n = min(grid - into, block.shape[1] - done)
        for side in range(2):
            sound[side, :n] = block[side, done : done + n]
            _diffused(sound[side, :n], scatter[side], scatter_lengths[side], time, values[2 * LINES], spare[:n])
        base = time - time % _STRETCH
        if base != known:
            if known < 0:
                _motions(motion, base, sines[1])
            sines[0] = sines[1]
            _motions(motion, base + _STRETCH, sines[1])
            known = base
        for i in range(LINES):
            depth = values[2 * LINES + 1]
            early, late = depth * (1.0 + sines[0, i]), depth * (1.0 + sines[1, i])
            slope = (late - early) / _STRETCH
            whole = math.floor(early)
            fraction = early - whole + slope * (time - base)
            _wandering(
                lines[i],
                time - lengths[i] - int(whole),
                fraction,
                slope,
                room[i * _STRETCH : i * _STRETCH + n],
                spare[: n + 3],
            )
        _absorbed(room, n, values[:LINES], values[LINES : 2 * LINES], damped)
        _heard(
            room, signs, np.float32(values[2 * LINES + 2]), np.float32(values[2 * LINES + 3]), out[:, done : done + n]
        )
        _mixed(room)
        for i in range(LINES):
            row, entering, sign = room[i * _STRETCH :], sound[i % 2], signs[0, i]
            for k in range(n):
                row[k] = _audible(quarter * row[k] + sign * entering[k])
            _write(lines[i], time, room[i * _STRETCH : i * _STRETCH + n])
        time += n
        done += n
    clock[0] = time
