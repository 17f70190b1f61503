"""Everything `make check` looks at, one after the other, to the end; fails when one of them does."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    ("lint", (str(BIN / "ruff"), "check", "--quiet", ".")),
    ("types", (str(BIN / "mypy"), "--no-error-summary")),
    ("storeys and floors", (str(BIN / "lint-imports"), "--no-cache")),
    ("house rules", (str(BIN / "pytest"), "-q", "-p", "no:xdist", "tests/architecture")),
    ("links in the docs", (sys.executable, "scripts/check_links.py")),
    ("templates", (sys.executable, "scripts/check_templates.py")),
    ("features", (str(BIN / "pytest"), "--features", "-q", "-p", "no:xdist")),
)


def main() -> int:
    failed = [name for name, command in STEPS if not _holds(name, command)]
    print(f"check: {', '.join(failed)} failed" if failed else "check: all good")
    return 1 if failed else 0


def _holds(name: str, command: tuple[str, ...]) -> bool:
    """Run one step; what it says is shown only when it fails."""
    started = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    good = result.returncode == 0
    print(f"{'ok  ' if good else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not good:
        print(result.stdout + result.stderr, flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
