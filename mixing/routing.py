"""Which tracks sound, and where their sound goes: mute, solo, groups, sends and returns."""

from collections.abc import Iterable
from dataclasses import dataclass

from mixing.errors import MixingError
from mixing.links import MASTER_ID, faults
from mixing.project import Clip, Id, Project, Send

_KINDS = {"tracks": "Track", "clips": "Clip", "sends": "Send", "envelopes": "Envelope"}


@dataclass(frozen=True)
class Routes:
    """What is heard: the tracks that play into their group (or into the mix), and the sends that are open.

    `source`, if any, is a track that is listened to by itself, and plays into nothing.
    """

    onward: frozenset[Id]
    sends: frozenset[Id]
    source: Id = ""

    def running(self, project: Project) -> frozenset[Id]:
        """Every track that has to be worked out."""
        listened = {self.source} if self.source else set()
        return self.onward | {project.sends[key].source for key in self.sends} | listened


def routes(project: Project) -> Routes:
    """By mute and solo.

    Whatever is muted is silent, with everything in it and everything that it sends. A solo lets through the
    track with all that is in it, the groups around it and the returns that it feeds; a soloed return is fed
    by everything that feeds it otherwise.
    """
    opened = _opened(project, unmuted=())
    soloed = {key for key, track in project.tracks.items() if track.solo and key != MASTER_ID}
    if not soloed:
        return Routes(frozenset(opened), frozenset(_between(project, opened, opened)))
    returns = {key for key in opened if project.tracks[key].role == "return"}
    direct = {key for key in opened - returns if soloed & {key, *_around(project, key)}}
    onward = direct | {group for key in direct for group in _around(project, key)}
    backward = returns & soloed
    onward |= backward
    sends = _between(project, opened, opened)
    onward |= _reached(onward, [project.sends[key] for key in sends])
    leading = [Send(source=project.sends[key].target, target=project.sends[key].source) for key in sends]
    feeding = _reached(backward, leading)
    into = backward | (feeding & returns)
    used = {key for key in sends if project.sends[key].source in onward or project.sends[key].target in into}
    inner = _inside(project, (feeding - onward) - returns, opened)
    return Routes(frozenset(onward | inner), frozenset(used))


def routes_to(project: Project, source: Id) -> Routes:
    """What one track is made of, whether or not it is heard in the mix; solos do not count."""
    if source not in project.tracks or source == MASTER_ID:
        raise MixingError(f"There is no track {source} to bounce: choose another one.")
    opened = _opened(project, unmuted=(source, *_around(project, source)))
    onward: set[Id] = set()
    sends: set[Id] = set()
    waiting, done = [source], set[Id]()
    while waiting:
        key = waiting.pop()
        if key in done:
            continue
        done.add(key)
        inner = _inside(project, {key}, opened)
        feeding = _between(project, opened, {key})
        onward |= inner
        sends |= feeding
        waiting.extend([*inner, *(project.sends[name].source for name in feeding)])
    return Routes(frozenset(onward - {source}), frozenset(sends), source)


def sounding_clips(project: Project, by: Routes | None = None) -> dict[Id, Clip]:
    """The clips that are heard, in the order of their ids: what is added up in another order is rounded otherwise.

    Raises MixingError where that leaves nothing, or nothing that can be played.
    """
    if not project.clips:
        raise MixingError("There is nothing to render yet: put a sample on a track first.")
    for fault in faults({name: getattr(project, name) for name in _FIELDS}):
        if not fault.harmless:
            name = getattr(getattr(project, fault.field)[fault.key], "name", "") or fault.key
            raise MixingError(f"{_KINDS[fault.field]} {name} {fault.reason}: {fault.remedy}.")
    running = (by or routes(project)).running(project)
    clips = {key: clip for key, clip in sorted(project.clips.items()) if clip.track in running and not clip.mute}
    if not clips:
        raise MixingError("There is nothing to render yet: every clip or its track is muted.")
    return clips


_FIELDS = ("tracks", "clips", "devices", "sends", "envelopes", "points", "regions")


def in_order(project: Project, tracks: Iterable[Id]) -> list[Id]:
    """Tracks as their rows lie."""
    return sorted(tracks, key=lambda key: (project.tracks[key].order, key))


def _opened(project: Project, unmuted: Iterable[Id]) -> set[Id]:
    """The tracks that neither are muted nor stand in a muted group."""
    muted = {key for key, track in project.tracks.items() if track.mute} - set(unmuted)
    return {key for key in project.tracks if key != MASTER_ID and not muted & {key, *_around(project, key)}}


def _around(project: Project, key: Id) -> list[Id]:
    """The groups around a track, from the inside out."""
    found: list[Id] = []
    parent = project.tracks[key].parent
    while parent in project.tracks and parent not in found:
        found.append(parent)
        parent = project.tracks[parent].parent
    return found


def _inside(project: Project, groups: set[Id], among: set[Id]) -> set[Id]:
    return {key for key in among if groups & set(_around(project, key))}


def _between(project: Project, sources: set[Id], targets: set[Id]) -> set[Id]:
    return {
        key
        for key, send in project.sends.items()
        if not send.mute and send.source in sources and send.target in targets
    }


def _reached(start: set[Id], sends: Iterable[Send]) -> set[Id]:
    reached, size = set(start), -1
    while size != len(reached):
        size = len(reached)
        reached |= {send.target for send in sends if send.source in reached}
    return reached
