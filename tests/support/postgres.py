"""One throw-away PostgreSQL for a whole test session, shared by all its processes.

It runs as an unprivileged user in a temporary folder, answers on a Unix socket only, and is gone at the
end whatever happens: the session stops it, and a watchdog does where the session was killed.
A pytest plug-in; outside pytest use `temporary()`. Databases belong to an ordinary role, no superuser, so
that row-level security bites.
"""

import atexit
import fcntl
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import pytest

FOLDER = "LINLI_TEST_CLUSTER"  # where this session's cluster is, or will be, told to all its processes
OWNER = "linli"  # owns the test databases; may log in and nothing more
ADMIN = "postgres"
WATCHDOG = Path(__file__).with_name("watchdog.py")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "off",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: where it lives, and what can be done with it."""

    folder: Path
    programs: Path

    def url(self, name: str, *, role: str = OWNER) -> str:
        """The address of a database, as LINLI_DATABASE_URL takes it."""
        return f"postgresql+psycopg://{role}@/{name}?host={self.folder}"

    def conninfo(self, name: str, *, role: str = OWNER) -> str:
        """The same address for psycopg, psql, pgbench and pg_dump."""
        return f"host={self.folder} user={role} dbname={name}"

    def program(self, name: str) -> str:
        """The path of pgbench, psql, pg_dump … of this server's own version."""
        return str(self.programs / name)

    @property
    def version(self) -> str:
        """What the server says it is, as in "15.18"."""
        with self._admin() as connection:
            shown = connection.execute("SHOW server_version").fetchone()
        return str(shown[0]).split()[0] if shown else ""

    def create_database(self, name: str, template: str | None = None) -> str:
        """A database that the ordinary role owns, empty or a copy of `template`; returns its address.

        A copy needs the template at rest: whoever is still connected to it is shown out.
        """
        _refuse_strange(name)
        copied = ""
        if template is not None:
            _refuse_strange(template)
            copied = f' TEMPLATE "{template}"'
        for patience in range(20, -1, -1):
            try:
                with self._admin() as connection:
                    if template is not None:
                        connection.execute(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                            [template],
                        )
                    connection.execute(f'CREATE DATABASE "{name}" OWNER "{OWNER}"{copied}')
                break
            except psycopg.errors.ObjectInUse:
                if patience == 0:
                    raise
                time.sleep(0.1)  # another process copies the same template
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, showing out whoever is connected; one that is not there is no fault."""
        _refuse_strange(name)
        with self._admin() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def kill(self) -> None:
        """SIGKILL to the postmaster, as when memory runs out; returns when its other processes are gone too."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text(encoding="ascii").split()
        os.kill(postmaster, signal.SIGKILL)
        while any(Path(f"/proc/{pid}").exists() for pid in [str(postmaster), *children]):
            time.sleep(0.02)

    def start(self) -> None:
        """Start the server again after a kill; it recovers from its log first."""
        data, log = str(self.folder / "data"), str(self.folder / "log")
        _as_server(self.folder, [self.program("pg_ctl"), "-D", data, "-l", log, "-t", "60", "-w", "start"])

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(self.conninfo("postgres", role=ADMIN), autocommit=True)


def _refuse_strange(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise ValueError(f"not a name for a test database: {name!r}")


@cache
def find_programs() -> Path | None:
    """The folder of PostgreSQL's server programs: on the PATH, or where Debian keeps the newest."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0),
    )
    return versions[-1].parent if versions else None


def why_missing() -> str | None:
    """Why there is no PostgreSQL, with what to do; None where there is one."""
    if find_programs() is None:
        return "no PostgreSQL server found (initdb); `apt-get install postgresql`"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`"
    return None


def cluster() -> Cluster | None:
    """This session's server, started by whichever of its processes asks first; None where there is none."""
    programs = find_programs()
    if why_missing() is not None or programs is None:
        return None
    if FOLDER not in os.environ:  # not under the plug-in: a shell, a script
        os.environ[FOLDER] = str(_make_folder())
        atexit.register(_stop, Path(os.environ[FOLDER]))
    folder = Path(os.environ[FOLDER])
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        ready = folder / "ready.json"
        if not ready.exists():
            owner = int(os.environ.get(f"{FOLDER}_OWNER", str(os.getpid())))
            _start(folder, programs, durable=False, owner=owner)
            ready.write_text(json.dumps({"programs": str(programs)}))
    return Cluster(folder, programs)


@contextmanager
def temporary(*, durable: bool = True, **settings: str) -> Iterator[Cluster]:
    """A server of one's own for the length of a block; durable as in production unless told otherwise."""
    programs = find_programs()
    if (why := why_missing()) or programs is None:
        raise RuntimeError(why)
    folder = _make_folder()
    try:
        _start(folder, programs, durable=durable, owner=os.getpid(), settings=settings)
        yield Cluster(folder, programs)
    finally:
        _stop(folder)


def _unprivileged() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _make_folder() -> Path:
    """A short-named folder, because a socket's path may have 107 bytes, that the server's user can enter."""
    inside = next(
        (base for base in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")) if _is_open(base)),
        None,
    )
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-", dir=inside))
    user = _unprivileged()
    if user is not None and os.geteuid() == 0:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def _is_open(base: Path) -> bool:
    """May a stranger walk to this folder?"""
    return base.is_dir() and all(
        path.stat().st_mode & 0o001 for path in (base.resolve(), *base.resolve().parents)
    )


def _start(
    folder: Path, programs: Path, *, durable: bool, owner: int, settings: dict[str, str] | None = None
) -> None:
    """Make a server in the folder, start it, set the watchdog on it, and make the ordinary role."""
    _watch(folder, owner)
    data = folder / "data"
    _as_server(
        folder,
        [
            *(str(programs / "initdb"), "-D", str(data), "-U", ADMIN, "--auth=trust", "--encoding=UTF8"),
            *("--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        ],
    )
    chosen = SETTINGS | ({} if durable else NOT_DURABLE) | {"unix_socket_directories": str(folder)}
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.writelines(f"{name} = '{value}'\n" for name, value in (chosen | (settings or {})).items())
    _as_server(
        folder,
        [str(programs / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-t", "60", "-w", "start"],
    )
    with psycopg.connect(f"host={folder} user={ADMIN} dbname=postgres", autocommit=True) as connection:
        connection.execute(
            f'CREATE ROLE "{OWNER}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION'
        )


def _as_server(folder: Path, command: list[str]) -> None:
    """Run one of PostgreSQL's programs as the server's user; a failure tells what it and the log said."""
    user = _unprivileged()
    root = os.geteuid() == 0 and user is not None
    # The server would keep a pipe open for as long as it lives, so what is said goes to a file.
    with (folder / "said").open("w+", encoding="utf-8", errors="replace") as said:
        result = subprocess.run(
            command,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
            **({"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if root and user else {}),
        )
        if result.returncode != 0:
            said.seek(0)
            log = folder / "log"
            more = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{Path(command[0]).name} failed:\n{said.read()}\n{more}")


def _watch(folder: Path, owner: int) -> None:
    """Set a process of its own session beside the server, which outlives even a kill -9 of ours."""
    subprocess.run(
        [sys.executable, str(WATCHDOG), str(owner), str(folder)],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _stop(folder: Path) -> None:
    from tests.support.watchdog import clear_away

    clear_away(folder)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder before other processes of this session start, so that all find the same server."""
    if not hasattr(config, "workerinput") and why_missing() is None:
        folder = _make_folder()
        os.environ[FOLDER] = str(folder)
        os.environ[f"{FOLDER}_OWNER"] = str(os.getpid())
        config.add_cleanup(lambda: _leave(folder))


def _leave(folder: Path) -> None:
    _stop(folder)
    os.environ.pop(FOLDER, None)
    os.environ.pop(f"{FOLDER}_OWNER", None)
