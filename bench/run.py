"""Runs the benchmarks, writes bench/results.json and prints a table: `python -m bench.run [NAME …]`.

A run of some keeps the others' results; a NAME is a benchmark's, or that of its file.
"""

import importlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench import REGISTRY, Benchmark
from tests.support import postgres

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"


def load() -> dict[str, list[str]]:
    """Import every file of this folder; which benchmarks each brought."""
    brought: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem not in {"__init__", "run"} and not path.stem.startswith("_"):
            before = set(REGISTRY)
            importlib.import_module(f"bench.{path.stem}")
            brought[path.stem] = [name for name in REGISTRY if name not in before]
    return brought


def measure(one: Benchmark) -> dict[str, Any]:
    """The medians of its pairs, in the form that contracts with the outside promise."""
    pairs = list(one.pairs())
    if not pairs:
        raise ValueError(f"{one.name} measured nothing")
    values = [value for value, _ in pairs]
    value, limit = median(values), median(limit for _, limit in pairs)
    return {
        "name": one.name,
        "value": _short(value),
        "unit": one.unit,
        "limit": _short(limit),
        "limit_is": one.limit_is,
        "ratio": _short(value / limit),
        "runs": len(pairs),
        "min": _short(min(values)),
        "max": _short(max(values)),
    }


def _short(number: float) -> float:
    """Four digits that count; more would pretend."""
    return float(f"{number:.4g}")


def machine() -> dict[str, Any]:
    return {"cpus": os.cpu_count(), "python": platform.python_version(), "database": database()}


def database() -> str:
    """The newest server that the benchmarks can start; without one, the embedded database."""
    programs = postgres.find_programs()
    if programs is None or postgres.why_missing():
        return f"sqlite {sqlite3.sqlite_version}"
    said = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return f"postgresql {said.split()[2]}"


def keep(results: list[dict[str, Any]]) -> None:
    """Put new results in the place of old ones of the same name; drop those no file measures any more."""
    old = json.loads(RESULTS.read_text(encoding="utf-8"))["results"] if RESULTS.exists() else []
    kept = {result["name"]: result for result in [*old, *results] if result["name"] in REGISTRY}
    document = {"machine": machine(), "results": [kept[name] for name in sorted(kept)]}
    RESULTS.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def table(results: list[dict[str, Any]]) -> str:
    lines = [f"{'benchmark':28}{'value':>12}{'limit':>12}  {'unit':8}{'ratio':>8}{'runs':>6}  limit is"]
    lines += [
        f"{result['name']:28}{result['value']:>12.4g}{result['limit']:>12.4g}  {result['unit']:8}"
        f"{result['ratio']:>8.3g}{result['runs']:>6}  {result['limit_is']}"
        for result in results
    ]
    return "\n".join(lines)


def main(wanted: list[str]) -> int:
    brought = load()
    chosen = [name for word in wanted or REGISTRY for name in brought.get(word, [word])]
    if unknown := [name for name in chosen if name not in REGISTRY]:
        print(f"bench: there is no {', '.join(unknown)}; there are: {', '.join(REGISTRY) or 'none yet'}")
        return 2
    results, failed = [], []
    for name in dict.fromkeys(chosen):
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            results.append(measure(REGISTRY[name]))
        except Exception as fault:  # noqa: BLE001 - one benchmark's fault must not cost the others' results
            failed.append(f"{name}: {type(fault).__name__}: {fault}")
    keep(results)
    print(table(results))
    for fault in failed:
        print(f"bench: FAILED {fault}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
