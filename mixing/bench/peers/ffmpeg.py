"""ffmpeg: one filter graph for the whole session. It has no envelopes; what moves stands still."""

from typing import ClassVar

from mixing.bench.peers.peer import GAIN, GROUPS, Peer, Played

_CHAINS = {
    "noise": "stereotools=slev=0.9",
    "babbling": "aexciter=freq=2500:drive=5,acompressor=threshold=0.008:ratio=1.53:attack=9.1:release=132:knee=1",
    "cloud": "highpass=354,equalizer=426:t=q:w=1:g=4,lowpass=1227",
}
_MASTER = (
    "volume={gain},bass=g=1.8:f=278:t=q:w=0.7,equalizer=429:t=q:w=0.67:g=-1.8,equalizer=2914:t=q:w=0.67:g=-3.2,"
    "treble=g=2.4:f=3129:t=q:w=0.7,"
    "acompressor=threshold=0.0116:ratio=1.5:attack=60:release=233:knee=4:makeup=2,asoftclip=type=tanh:oversample=4"
)


class Ffmpeg(Peer):
    program: ClassVar[str] = "ffmpeg"

    def commands(self) -> list[list[str]]:
        inputs = [word for clip in self.work.clips for word in ("-i", clip.path.name)]
        graph = [_clip(number, clip) for number, clip in enumerate(self.work.clips)]
        for group in GROUPS:
            members = [f"[c{number}]" for number, clip in enumerate(self.work.clips) if clip.group == group]
            graph.append(f"{''.join(members)}amix={len(members)}:normalize=0,{_CHAINS[group]}[{group}]")
        hall = len(self.work.clips)
        graph += [
            "[cloud]asplit[cloud1][cloud2]",
            f"[cloud2]apad=whole_dur={self.work.seconds}[sent];[sent][{hall}:a]afir=irfmt=input:gtype=none[hall]",
            "[noise][babbling][cloud1][hall]amix=4:normalize=0:duration=longest[mix]",
            f"[mix]{_MASTER.format(gain=f'{GAIN:.6f}')},apad=whole_dur={self.work.seconds},"
            f"atrim=end={self.work.seconds}[out]",
        ]
        (self.work.folder / "session.graph").write_text(";\n".join(graph))
        single = ["-threads", "1", "-filter_complex_threads", "1"]
        graphed = ["-filter_complex_script", "session.graph", "-map", "[out]", "-c:a", "pcm_s16le"]
        impulse = ["-i", self.work.impulse.name]
        quiet = ["ffmpeg", "-y", "-nostdin", "-v", "error"]
        return [[*quiet, *single, *inputs, *impulse, *graphed, self.output.name]]


def _clip(number: int, clip: Played) -> str:
    left, right = (
        "+".join(f"{gain:.6f}*c{channel}" for channel, gain in enumerate(row)) for row in clip.gains.tolist()
    )
    out = clip.seconds - clip.fade_out_seconds
    return (
        f"[{number}:a]pan=stereo|c0={left}|c1={right},afade=t=in:d={clip.fade_in_seconds:.4f},"
        f"afade=t=out:st={out:.4f}:d={clip.fade_out_seconds:.4f},"
        f"adelay={round(clip.start_seconds * 1000)}:all=1[c{number}]"
    )
