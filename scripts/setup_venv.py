"""Make .venv from a hashed lock file, or leave it alone when it already is what the lock says.

Run by the Makefile with the system's Python: `python3 scripts/setup_venv.py run|dev`. Standard library
only, and readable by old Pythons, so that an unfit machine is told plainly what it lacks.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
OLDEST = (3, 11)

LAUNCHER = """\
#!/bin/sh
# The command line of linli, from anywhere. Written by scripts/setup_venv.py.
exec "$(dirname "$(readlink -f "$0")")/python" -P -c \\
  'import sys; sys.argv[0] = "linli"; from linli.cli import main; sys.exit(main())' "$@"
"""


def main(arguments):
    if sys.version_info < OLDEST:
        return _fail(
            "linli needs Python 3.11 or later; this is {}.{}. Name another: make PYTHON=python3.12 …".format(
                *sys.version_info[:2]
            )
        )
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        return _fail("usage: python3 scripts/setup_venv.py run|dev")
    purpose = arguments[0]
    with (ROOT / ".venv.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two makes at once: the second waits, then finds it done
        if _is_current(purpose):
            return 0
        try:
            _make_venv()
            _install(LOCKS[purpose])
        except subprocess.CalledProcessError as failed:
            return _fail("setting up .venv failed at: {}".format(" ".join(map(str, failed.cmd))))
        _make_importable()
        _stamp(purpose).write_text(_wanted(purpose))
    return 0


def _is_current(purpose):
    """True when the last install was of this very lock, by a Python that is still there.

    What checks need includes what running needs, so a stamp for `dev` also serves `run`.
    """
    if not PYTHON.exists() or not (VENV / "bin" / "linli").exists():
        return False
    return any(
        _stamp(name).exists() and _stamp(name).read_text() == _wanted(name)
        for name in ({purpose, "dev"} if purpose == "run" else {purpose})
    )


def _stamp(purpose):
    return VENV / (".installed-" + purpose)


def _wanted(purpose):
    """What decides whether an install is still good: the locks, this script, and where the tree lies."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (ROOT / "requirements.txt", ROOT / LOCKS[purpose], Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _make_venv():
    """An environment with pip in it; Debian ships venv and pip apart, so there are three ways."""
    if PYTHON.exists() and _run_quietly(PYTHON, "-m", "pip", "--version"):
        return
    version = "{}.{}".format(*sys.version_info[:2])
    _say("making .venv with Python " + version)
    if _run_quietly(sys.executable, "-c", "import ensurepip, venv"):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        return
    if shutil.which("uv"):
        subprocess.run(
            ["uv", "venv", "--quiet", "--clear", "--seed", "--python", sys.executable, str(VENV)], check=True
        )
        return
    shutil.rmtree(str(VENV), ignore_errors=True)
    sys.exit(
        _fail(
            "this Python cannot make environments. Install what is missing and try again:\n"
            f"    sudo apt-get install -y python{version}-venv"
        )
    )


def _install(lock):
    """Exactly what the lock names, each file checked against its hash; nothing else is resolved."""
    _say("installing " + lock)
    subprocess.run(
        [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--require-hashes",
            "--no-deps",
            "-r",
            str(ROOT / lock),
        ],
        check=True,
        cwd=str(ROOT),
    )


def _make_importable():
    """`import linli` and the command `linli` in this environment, without building a package."""
    found = subprocess.run(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    (Path(found.stdout.strip()) / "linli-tree.pth").write_text(str(ROOT) + "\n")
    launcher = VENV / "bin" / "linli"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


def _run_quietly(*command):
    return (
        subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
        == 0
    )


def _say(sentence):
    print("setup: " + sentence, flush=True)


def _fail(sentence):
    print("setup: " + sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
