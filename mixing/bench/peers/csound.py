"""Csound on one thread: an instrument for the clips, one for each group, the hall and the master.

It bends waves at as many times the rate as the engine, by the same filters: a curve at the rate itself folds what it
adds back into what is heard, and is other work. What it takes without that is told beside it.
"""

from collections.abc import Iterator
from typing import ClassVar

from mixing.bench.peers.peer import GAIN, GROUPS, Peer, Played
from mixing.dsp.oversampling import gentle_taps, steep_taps

_HEAD = """
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 1
zakinit 10, 1
"""

_AT_THE_RATE = """
opcode Excited, a, a
  asound xin
  xout tanh(asound * 5.6)
endop

opcode Late, a, a
  asound xin
  xout asound
endop

opcode Bent, a, a
  asound xin
  xout tanh(asound * 2)
endop
"""

# Sound at a higher rate is one signal for each phase, as in the engine. Tables: 1 the steep filter, 2 and 3 the
# gentle one's even and odd taps.
_OVERSAMPLED = """
opcode Twice, aa, a
  asound xin
  aeven dconv asound, 56, 1
  aodd delay asound, 27 / sr
  xout aeven * 2, aodd
endop

opcode Excited, a, a
  asound xin
  aeven, aodd Twice asound
  aback dconv tanh(aeven * 5.6), 56, 1
  amiddle delay tanh(aodd * 5.6), 28 / sr
  xout aback + amiddle * .5
endop

opcode Late, a, a
  asound xin
  alate delay asound, 55 / sr
  xout alate
endop

opcode Bent, a, a
  asound xin
  aeven, aodd Twice asound
  alate delay1 aodd
  a1 dconv alate, 6, 2
  a2 dconv aeven, 6, 3
  a3 dconv aeven, 6, 2
  a4 dconv aodd, 6, 3
  a5 delay aodd, 3 / sr
  a6 delay aeven, 2 / sr
  ap0 = tanh((a1 + a2) * 4)
  ap1 = tanh(a5 * 2)
  ap2 = tanh((a3 + a4) * 4)
  ap3 = tanh(a6 * 2)
  alate delay1 ap2
  a1 dconv alate, 6, 2
  a2 dconv ap0, 6, 3
  a3 dconv ap0, 6, 2
  a4 dconv ap2, 6, 3
  a5 delay ap1, 3 / sr
  a6 delay ap3, 3 / sr
  afirst = a1 + a2 + a5 * .5
  asecond = a3 + a4 + a6 * .5
  alate delay1 asecond
  aback dconv alate, 56, 1
  amiddle delay afirst, 28 / sr
  xout aback + amiddle * .5
endop
"""

_ORCHESTRA = """
opcode Faded, a, a
  asound xin
  afade linseg 0, p6, 1, p3 - p6 - p7, 1, p7, 0
  xout asound * afade
endop

instr 1
  a1 diskin2 p4, 1
  a1 Faded a1
  zawm a1 * p8, p5
  zawm a1 * p9, p5 + 1
endin

instr 2
  a1, a2 diskin2 p4, 1
  a1 Faded a1
  a2 Faded a2
  zawm a1 * p8 + a2 * p10, p5
  zawm a1 * p9 + a2 * p11, p5 + 1
endin

instr 10
  al zar 0
  ar zar 1
  awidth linseg 1, p3 * .042, 1, .2, -.1, p3 * .005, .99, p3 * .9, 1
  amid = (al + ar) * .5
  aside = (al - ar) * .5 * awidth
  zawm amid + aside, 6
  zawm amid - aside, 7
endin

instr 11
  al zar 2
  ar zar 3
  ahl butterhp al, 2500
  ahr butterhp ar, 2500
  ahl Excited ahl
  ahr Excited ahr
  ahl butterhp ahl, 2500
  ahr butterhp ahr, 2500
  al Late al
  ar Late ar
  al = al + ahl * .3
  ar = ar + ahr * .3
  acl compress al, al, 0, 48, 48, 1.53, .0091, .132, .002
  acr compress ar, ar, 0, 48, 48, 1.53, .0091, .132, .002
  zawm acl, 6
  zawm acr, 7
  zawm al * .08, 8
  zawm ar * .12, 9
endin

instr 12
  al zar 4
  ar zar 5
  awet linseg 0, p3 * .234, .005, p3 * .064, 1, p3 * .362, .984, p3 * .133, 0, p3 * .2, 0
  asend linseg .01, p3 * .231, .01, p3 * .072, .629, p3 * .357, .629, p3 * .002, .0127, p3 * .33, .0127
  adl pareq butterlp(butterhp(al, 354), 1227), 426, 1.585, 1
  adr pareq butterlp(butterhp(ar, 354), 1227), 426, 1.585, 1
  al = al + (adl - al) * awet
  ar = ar + (adr - ar) * awet
  zawm al, 6
  zawm ar, 7
  zawm al * asend, 8
  zawm ar * asend, 9
endin

instr 13
  al zar 8
  ar zar 9
  al, ar reverbsc al, ar, .93, 2500
  zawm al, 6
  zawm ar, 7
endin

opcode Mastered, a, a
  asound xin
  asound pareq asound * GAIN, 278, 1.23, .7, 1
  asound pareq asound, 429, .813, .67
  asound pareq asound, 2914, .692, .67
  asound pareq asound, 3129, 1.318, .7, 2
  asound compress asound, asound, 0, 44, 58, 1.5, .06, .233, .005
  asound Bent asound
  xout asound
endop

instr 20
  al zar 6
  ar zar 7
  al Mastered al
  ar Mastered ar
  outs al, ar
  zacl 0, 9
endin
"""


class Csound(Peer):
    program: ClassVar[str] = "csound"
    bending: ClassVar[str] = _OVERSAMPLED

    def commands(self) -> list[list[str]]:
        orchestra = _HEAD + self.bending + _ORCHESTRA.replace("GAIN", f"{GAIN:.6f}")
        (self.work.folder / "session.orc").write_text(orchestra)
        score = [*_tables(), *(_note(clip) for clip in self.work.clips)]
        score += [f"i {instrument} 0 {self.work.seconds:.6f}" for instrument in (10, 11, 12, 13, 20)]
        (self.work.folder / "session.sco").write_text("\n".join(score) + "\ne\n")
        return [["csound", "-j1", "-d", "-m0", "-W", "-s", "-Z", "-o", self.output.name, "session.orc", "session.sco"]]


class CsoundAtTheRate(Csound):
    """The same, but that curves are not oversampled: less work, and heard as such."""

    bending: ClassVar[str] = _AT_THE_RATE


def _tables() -> Iterator[str]:
    for number, taps in ((1, steep_taps()), (2, gentle_taps()[::2][::-1]), (3, gentle_taps()[1::2][::-1])):
        yield f"f {number} 0 -{len(taps)} -2 " + " ".join(f"{tap:.9f}" for tap in taps.tolist())


def _note(clip: Played) -> str:
    channels = clip.gains.shape[1]
    numbers = [clip.fade_in_seconds, clip.fade_out_seconds, *clip.gains.T.ravel().tolist()]
    bus = 2 * GROUPS.index(clip.group)
    return f'i {channels} {clip.start_seconds:.6f} {clip.seconds:.6f} "{clip.path.name}" {bus} ' + " ".join(
        f"{number:.6f}" for number in numbers
    )
