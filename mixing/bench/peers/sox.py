"""SoX: a pass for each clip, one for each group, one for the hall, one for the master. It has no envelopes."""

from typing import ClassVar

from mixing.bench.peers.peer import GAIN, GROUPS, Peer, Played

_CHAINS = {
    "noise": "",
    "babbling": "overdrive 3 10 compand 0.0091,0.132 -90,-90,-42,-42,0,-14.5",
    "cloud": "highpass 354 equalizer 426 1q 4 lowpass 1227",
}
_HALL = "reverb -w 80 90 100 gain -6"
_MASTER = (
    "bass 1.8 278 0.7q equalizer 429 0.67q -1.8 equalizer 2914 0.67q -3.2 treble 2.4 3129 0.7q "
    "compand 0.06,0.233 6:-90,-90,-38.7,-38.7,0,-12.9 6.1 overdrive 3 0"
)


class Sox(Peer):
    program: ClassVar[str] = "sox"

    def commands(self) -> list[list[str]]:
        commands = [_clip(number, clip) for number, clip in enumerate(self.work.clips)]
        for group in GROUPS:
            members = [_name(number) for number, clip in enumerate(self.work.clips) if clip.group == group]
            together = ["-m"] if len(members) > 1 else []
            commands.append(["sox", *together, *_each(members), *_float(f"{group}.wav"), *_CHAINS[group].split()])
        commands.append(
            ["sox", "cloud.wav", *_float("hall-sox.wav"), *["reverb", "-w", "80", "90", "100"], "gain", "-6"]
        )
        parts = ["noise.wav", "babbling.wav", "cloud.wav", "hall-sox.wav"]
        length = ["pad", "0", "30", "trim", "0", f"{self.work.seconds}"]
        gain = ["vol", f"{GAIN:.6f}"]
        commands.append(["sox", "-m", *_each(parts), "-b", "16", self.output.name, *gain, *_MASTER.split(), *length])
        return commands


def _clip(number: int, clip: Played) -> list[str]:
    mixed = [",".join(f"{channel + 1}v{gain:.6f}" for channel, gain in enumerate(row)) for row in clip.gains.tolist()]
    fades = ["fade", "t", f"{clip.fade_in_seconds:.4f}", f"{clip.seconds:.4f}", f"{clip.fade_out_seconds:.4f}"]
    return ["sox", clip.path.name, *_float(_name(number)), "remix", *mixed, *fades, "pad", f"{clip.start_seconds:.4f}"]


def _name(number: int) -> str:
    return f"placed-{number}.wav"


def _float(name: str) -> list[str]:
    return ["-e", "floating-point", "-b", "32", name]


def _each(names: list[str]) -> list[str]:
    """Added as they are: left alone SoX divides by how many there are."""
    return [word for name in names for word in ("-v", "1", name)]
