"""The tracks at work: clips through devices and faders into groups, returns and the mix, all on time."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Literal

from mixing.analysis.added import Added
from mixing.audio import RATE_HZ, Audio
from mixing.chain import Chain
from mixing.clips import Lane, PlacedClip
from mixing.crossfades import crossfaded
from mixing.delays import Delay, silence
from mixing.devices import clip_chain, track_chain
from mixing.envelopes import Automation
from mixing.fader import Fader
from mixing.materials import Material
from mixing.project import Clip, Id, Project
from mixing.routing import Routes, in_order

TapPlace = Literal["dry", "wet", "post"]


@dataclass
class Mixed:
    """A block of the mix, float32 (2, samples), and what it is the sum of; None is silence."""

    total: Audio
    parts: dict[Id, Audio | None]
    tapped: Audio | None = None


class Mixer:
    """Every track that runs. Blocks are asked for in order, each a whole number of cells of the control grid.

    With a source in the routes, that one is listened to: before its devices (dry), after them with nothing dry
    left (wet), or as it leaves its fader (post).
    """

    def __init__(
        self,
        project: Project,
        routes: Routes,
        clips: Mapping[Id, Clip],
        materials: Mapping[Id, Material],
        *,
        tap: TapPlace = "post",
        pool: Executor | None = None,
    ) -> None:
        builder = _Builder(project, routes, clips, materials, tap)
        self._branches, self._returns = builder.branches, builder.returns
        self._pool = pool
        self.end_samples = max((strip.end_samples for strip in (*self._branches, *self._returns)), default=0)
        onward = [strip for strip in (*self._branches, *self._returns) if strip.key in routes.onward]
        self._late = max(strip.late_samples for strip in (*self._branches, *self._returns)) if builder.count else 0
        self._ways = {strip.key: Delay(self._late - strip.late_samples) for strip in onward}
        self.parts = list(self._ways)
        self.added = builder.added
        self._tap = builder.tap
        self._tap_way = Delay(self._late - self._tap.late_samples if self._tap else 0)
        self._at = 0
        if self._late:
            self._next(self._late)

    def next(self, samples: int) -> Mixed:
        """The next block, on time whatever the devices' latency."""
        return self._next(samples)

    def _next(self, samples: int) -> Mixed:
        at = self._at
        self._at += samples

        def run(branch: _Strip) -> _Sent:
            return _Sent.of(branch, at, samples)

        done = list(self._pool.map(run, self._branches)) if self._pool else [run(one) for one in self._branches]
        for strip in self._returns:
            strip.feed([sent.sends.get(strip.key) for sent in done])
            done.append(run(strip))
        parts = {
            sent.key: self._ways[sent.key].following(sent.sound, samples) for sent in done if sent.key in self._ways
        }
        total = _total([part for part in parts.values() if part is not None], samples)
        tapped = self._tap_way.following(self._tap.take(), samples) if self._tap else None
        return Mixed(total, parts, tapped)


def _total(parts: list[Audio], samples: int) -> Audio:
    """A sum of its own, whatever there is to add."""
    if len(parts) < 2:
        return parts[0].copy() if parts else silence(samples)
    total: Audio = parts[0] + parts[1]
    for part in parts[2:]:
        total += part
    return total


@dataclass
class _Tap:
    place: TapPlace
    late_samples: int = 0
    _heard: Audio | None = None

    def hear(self, place: TapPlace, block: Audio | None) -> None:
        if place == self.place:
            self._heard = block

    def take(self) -> Audio | None:
        heard, self._heard = self._heard, None
        return heard


@dataclass
class _SendWay:
    target: Id
    pre: bool
    fader: Fader
    delay: Delay  # set when it is known how late the return's other sources are
    late_samples: int


@dataclass
class _Sent:
    """What a branch gives: its own sound, and what it sends to each return."""

    key: Id
    sound: Audio | None
    sends: dict[Id, Audio]

    @staticmethod
    def of(branch: "_Strip", at: int, samples: int) -> "_Sent":
        sends: dict[Id, Audio] = {}
        return _Sent(branch.key, branch.run(at, samples, sends), sends)


@dataclass
class _Strip:
    """A track, group or return: what comes in, its devices, its fader and its sends."""

    key: Id
    lane: Lane | None
    children: "list[tuple[_Strip, Delay]]"
    chain: Chain
    fader: Fader
    sends: list[_SendWay]
    late_samples: int  # of what comes out
    end_samples: int  # when it has rung out, in the project
    tap: _Tap | None = None
    _fed: Audio | None = None
    _inputs: list[Audio] = field(default_factory=list)

    def feed(self, blocks: Iterable[Audio | None]) -> None:
        """What is sent to a return, for its next block."""
        for block in blocks:
            if block is not None:
                if self._fed is None:
                    self._fed = block
                else:
                    self._fed += block

    def run(self, at: int, samples: int, sends: dict[Id, Audio]) -> Audio | None:
        sound = self._incoming(at, samples, sends)
        if self.tap:
            self.tap.hear("dry", sound)
        if self.chain:
            sound = self.chain.process(silence(samples) if sound is None else sound)
        if self.tap:
            self.tap.hear("wet", sound)
        self._send(sound, samples, sends, pre=True)
        if sound is None:
            self.fader.skip(samples)
        else:
            sound = self.fader.process(sound)
        if self.tap:
            self.tap.hear("post", sound)
        self._send(sound, samples, sends, pre=False)
        return sound

    def _incoming(self, at: int, samples: int, sends: dict[Id, Audio]) -> Audio | None:
        if self.lane is not None:
            return self.lane.block(at, samples)
        fed, self._fed = self._fed, None
        for child, delay in self.children:
            sound = delay.following(child.run(at, samples, sends), samples)
            if sound is not None:
                fed = silence(samples) if fed is None else fed
                fed += sound
        return fed

    def _send(self, sound: Audio | None, samples: int, sends: dict[Id, Audio], *, pre: bool) -> None:
        for way in self.sends:
            if way.pre != pre:
                continue
            sent: Audio | None = None
            if sound is None:
                way.fader.skip(samples)
            else:
                sent = way.fader.faded(sound)
            sent = way.delay.following(sent, samples)
            if sent is not None:
                if way.target in sends:
                    sends[way.target] += sent
                else:
                    sends[way.target] = sent


class _Builder:
    """Makes the strips from the leaves on, so that each knows how late its sources are."""

    def __init__(
        self,
        project: Project,
        routes: Routes,
        clips: Mapping[Id, Clip],
        materials: Mapping[Id, Material],
        tap: TapPlace,
    ) -> None:
        self._project, self._routes, self._materials = project, routes, materials
        self._automation = Automation(project)
        self._clips: dict[Id, dict[Id, Clip]] = {}
        for key, clip in clips.items():
            self._clips.setdefault(clip.track, {})[key] = clip
        self.added: dict[Id, Added] = {}  # what exciters did, by device
        self.tap = _Tap(tap) if routes.source else None
        running = routes.running(project)
        self._children: dict[Id, list[Id]] = {}
        roots: list[Id] = []
        for key in in_order(project, running):
            parent = project.tracks[key].parent
            if key in routes.onward and parent in running:
                self._children.setdefault(parent, []).append(key)
            elif project.tracks[key].role != "return":
                roots.append(key)
        self._sending: dict[Id, list[tuple[_SendWay, int]]] = {}
        self.branches = [strip for key in roots if (strip := self._made(key)) is not None]
        self.returns = self._made_returns({key for key in running if project.tracks[key].role == "return"})
        self.count = len(self.branches) + len(self.returns)

    def _made(self, key: Id) -> _Strip | None:
        """A track or group with all that is in it; None where nothing sounds."""
        if self._project.tracks[key].role == "group":
            made = [strip for child in self._children.get(key, []) if (strip := self._made(child)) is not None]
            late = max((strip.late_samples for strip in made), default=0)
            children = [(strip, Delay(late - strip.late_samples)) for strip in made]
            return self._strip(key, late, max(s.end_samples for s in made), children=children) if made else None
        clips = self._clips.get(key)
        if not clips:
            return None
        if self._project.tracks[key].role == "audio":
            clips = crossfaded(clips)
        lane = Lane(tuple(self._placed(name, clip) for name, clip in clips.items()))
        return self._strip(key, 0, lane.end_samples, lane=lane)

    def _placed(self, key: Id, clip: Clip) -> PlacedClip:
        material = self._materials[key]
        devices = clip_chain(self._project, self._automation, key)
        return PlacedClip.of(clip, material.source, material.offset_samples, devices)

    def _made_returns(self, keys: set[Id]) -> list[_Strip]:
        """Each after those that send to it; those to which nothing is sent are left out."""
        made: list[_Strip] = []
        left = in_order(self._project, keys)
        while left:
            key = next(key for key in left if not self._awaited(key, left))
            left.remove(key)
            ways = self._sending.get(key, [])
            if not ways:
                continue
            late = max(way.late_samples for way, _ in ways)
            for way, _ in ways:
                way.delay = Delay(late - way.late_samples)
            made.append(self._strip(key, late, max(end for _, end in ways)))
        return made

    def _awaited(self, key: Id, left: list[Id]) -> bool:
        sends = (self._project.sends[name] for name in self._routes.sends)
        return any(send.target == key and send.source in left for send in sends)

    def _strip(
        self,
        key: Id,
        late: int,
        end: int,
        *,
        lane: Lane | None = None,
        children: list[tuple[_Strip, Delay]] | None = None,
    ) -> _Strip:
        listened = self.tap if key == self._routes.source else None
        wholly_wet = listened is not None and listened.place == "wet"
        placed = track_chain(self._project, self._automation, key, wholly_wet=wholly_wet)
        chain = Chain(placed, -late)
        self.added |= chain.added
        out = late + chain.latency_samples
        if listened is not None:
            listened.late_samples = late if listened.place == "dry" else out
        strip = _Strip(
            key,
            lane,
            children or [],
            chain,
            Fader.of(self._project, self._automation, key, -out),
            [],
            out,
            end + round(chain.tail_seconds * RATE_HZ),
            listened,
        )
        for name in sorted(self._routes.sends):
            send = self._project.sends[name]
            if send.source == key:
                fader = Fader.of(self._project, self._automation, name, -out)
                way = _SendWay(send.target, send.pre, fader, Delay(0), out)
                strip.sends.append(way)
                self._sending.setdefault(send.target, []).append((way, strip.end_samples))
        return strip
