"""Other programs doing the nearest equal work to the session, where they are installed: what the engine is held to."""

from mixing.bench.peers.csound import Csound, CsoundAtTheRate
from mixing.bench.peers.ffmpeg import Ffmpeg
from mixing.bench.peers.peer import Peer
from mixing.bench.peers.sox import Sox

PEERS: dict[str, type[Peer]] = {"csound": Csound, "ffmpeg": Ffmpeg, "sox": Sox}

LESSER: dict[str, type[Peer]] = {"csound_at_the_rate": CsoundAtTheRate}
"""Doing less than the engine does: told for comparison, and no measure of it."""
