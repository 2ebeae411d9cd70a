"""Csound on one thread: an instrument for the clips, one for each group, the hall and the master."""

from typing import ClassVar

from mixing.bench.peers.peer import GAIN, GROUPS, Peer, Played

_ORCHESTRA = """
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 1
zakinit 10, 1

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
  ahl butterhp tanh(ahl * 5.6), 2500
  ahr butterhp tanh(ahr * 5.6), 2500
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
  xout tanh(asound * 2)
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

    def commands(self) -> list[list[str]]:
        (self.work.folder / "session.orc").write_text(_ORCHESTRA.replace("GAIN", f"{GAIN:.6f}"))
        score = [_note(clip) for clip in self.work.clips]
        score += [f"i {instrument} 0 {self.work.seconds:.6f}" for instrument in (10, 11, 12, 13, 20)]
        (self.work.folder / "session.sco").write_text("\n".join(score) + "\ne\n")
        return [["csound", "-j1", "-d", "-m0", "-W", "-s", "-o", self.output.name, "session.orc", "session.sco"]]


def _note(clip: Played) -> str:
    channels = clip.gains.shape[1]
    numbers = [clip.fade_in_seconds, clip.fade_out_seconds, *clip.gains.T.ravel().tolist()]
    bus = 2 * GROUPS.index(clip.group)
    return f'i {channels} {clip.start_seconds:.6f} {clip.seconds:.6f} "{clip.path.name}" {bus} ' + " ".join(
        f"{number:.6f}" for number in numbers
    )
