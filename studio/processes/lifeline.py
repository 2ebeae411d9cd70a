"""Ties a process to the one that started it: when that dies, however it dies, this one is killed."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 1.0


def die_with(parent_id: int) -> None:
    """Called in the child, between fork and exec or in a forked worker; `parent_id` is the process that forked it.

    On Linux the kernel sends SIGKILL, and keeps the promise over exec. Elsewhere a thread watches for the parent,
    which exec ends: there only forked Python processes are covered.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent_id:  # it died before we asked
            os.kill(os.getpid(), signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent_id,), name="lifeline", daemon=True).start()


def _watch(parent_id: int) -> None:
    while os.getppid() == parent_id:
        time.sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
