"""Runs the drills: kill, fault and load runs too long for the tests, each a script in drills/.

A drill prints what it did and what it found, and exits non-zero when it found a fault. Its title is the
first line of its docstring. `python scripts/drill.py [NAME …]` runs those named, or all.
"""

import ast
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "drills"


def main(wanted: list[str]) -> int:
    drills = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("_")}
    unknown = [name for name in wanted if name not in drills]
    if unknown:
        print(f"drill: there is no {', '.join(unknown)}; there are: {', '.join(drills) or 'none yet'}")
        return 2
    if not drills:
        print("drill: there are none yet")
        return 0
    outcomes = [_run(name, path) for name, path in drills.items() if not wanted or name in wanted]
    print(f"\n{sum(outcomes)} of {len(outcomes)} drills went well")
    return 0 if all(outcomes) else 1


def _run(name: str, path: Path) -> bool:
    title = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or name).splitlines()[0]
    print(f"\n== {name}: {title}", flush=True)
    started = time.monotonic()
    good = subprocess.run([sys.executable, "-m", f"drills.{name}"], cwd=ROOT, check=False).returncode == 0
    print(
        f"== {name}: {'went well' if good else 'FOUND A FAULT'} ({time.monotonic() - started:.0f} s)",
        flush=True,
    )
    return good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
