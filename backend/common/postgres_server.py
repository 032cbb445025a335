"""A PostgreSQL server of one's own for as long as a block lasts: for tests and measurements."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW_TO_INSTALL = (
    "No PostgreSQL server is installed here (pg_ctl is neither on PATH nor in /usr/lib/postgresql). "
    "On Debian: apt-get install postgresql"
)
# The server refuses to run as root; Debian's package brings this account.
ACCOUNT = "postgres"
SECONDS_TO_START = 60


def find_binaries() -> Path | None:
    """The folder of pg_ctl and initdb: that on PATH, else the newest of Debian's."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else []
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def temporary_server(binaries: Path) -> Iterator[str]:
    """Start a server that listens on a socket file alone, and give its ``DATABASE_URL``; nothing of it is left after.

    Raises subprocess.CalledProcessError when it does not start.
    """
    as_root = os.name != "nt" and os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="likeness-pg-") as place:
        folder = Path(place) / "data"
        if as_root:
            shutil.chown(place, ACCOUNT)

        def call(name: str, *arguments: str) -> None:
            subprocess.run(
                [str(binaries / name), "-D", str(folder), *arguments],
                user=ACCOUNT if as_root else None,
                group=ACCOUNT if as_root else None,
                extra_groups=[] if as_root else None,
                cwd=place,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

        call("initdb", "--username=likeness", "--auth=trust", "--encoding=UTF8", "--no-sync")
        settings = f"-c listen_addresses= -c unix_socket_directories={place} -c fsync=off"
        log = str(Path(place) / "server.log")
        call("pg_ctl", "start", "--wait", f"--timeout={SECONDS_TO_START}", f"--log={log}", f"--options={settings}")
        try:
            yield f"postgresql://likeness@/postgres?host={place}"
        finally:
            call("pg_ctl", "stop", "--wait", "--mode=immediate")
