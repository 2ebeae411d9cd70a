"""What the engine keeps for the next time: sounds at its own rate, and stretched parts of them.

They are named by their content and can be made again, so the least lately used may go at any time. A file's time of
access is set here, since many disks do not note it; the time of writing stays.
"""

import os
import time
from pathlib import Path

RECENT_SECONDS = 86_400.0  # somebody may be about to use what was looked up since


def is_kept(path: Path) -> bool:
    """Whether a file is there to be used; marks it as used just now."""
    try:
        written = path.stat().st_mtime_ns
        os.utime(path, ns=(time.time_ns(), written))
    except FileNotFoundError:
        return False
    except OSError:
        return path.is_file()  # of somebody else: it can be read all the same
    return True


def trim(folder: Path, most_bytes: float, recent_seconds: float = RECENT_SECONDS) -> int:
    """Remove the least lately used files until the rest fits, but none used recently; the number of bytes removed.

    What was left half-made goes as well, once it is not recent.
    """
    before = time.time() - recent_seconds
    found = []
    for path in folder.glob("*.npy") if folder.is_dir() else ():
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((path.name.startswith("."), max(status.st_atime, status.st_mtime), status.st_size, path))
    left = removed = sum(size for _, _, size, _ in found)
    # The half-made ones first, then by when they were used.
    for half_made, used, size, path in sorted(found, key=lambda one: (not one[0], one[1])):
        if used < before and (half_made or left > most_bytes):
            path.unlink(missing_ok=True)
            left -= size
    return removed - left
