"""Names the process that holds a lease, so that its death is known at once where its machine is ours."""

import os
from functools import cache
from pathlib import Path


def this_process() -> str:
    """`machine:pid:start`, unique over reboots, containers and reused process ids; empty where there is no /proc."""
    start = _start(os.getpid())
    return f"{machine}:{os.getpid()}:{start}" if start and (machine := _machine()) else ""


def is_dead(holder: str) -> bool:
    """True only when the holder ran on this machine and certainly does not run any more."""
    parts = holder.split(":")
    if len(parts) != 3 or not _machine() or parts[0] != _machine():
        return False
    return _start(int(parts[1])) != parts[2]


@cache
def _machine() -> str:
    """This boot of this machine and process namespace: process ids mean nothing in another."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip().replace("-", "")
        return f"{boot}.{os.stat('/proc/self/ns/pid').st_ino}"
    except OSError:
        return ""


def _start(process_id: int) -> str:
    """When a process began, in clock ticks since boot; empty when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
