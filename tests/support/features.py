"""Ties tests to the rows of docs/features.csv: `@pytest.mark.feature("VO-28")` says what a test proves.

A pytest plug-in. A mark that names no row stops the run; `pytest --features` runs nothing and tells per
group how many of the M, S and C rows a test shows, and which M rows none does.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

LIST = Path(__file__).resolve().parents[2] / "docs" / "features.csv"
PRIORITIES = ("M", "S", "C")


@dataclass(frozen=True, slots=True)
class Feature:
    """One row: M is needed for the purpose, S should be there, C could."""

    id: str
    name: str
    group: str
    priority: str


def read(path: Path = LIST) -> dict[str, Feature]:
    """The rows by id, in the order of the list."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: Feature(**row) for row in csv.DictReader(lines)}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--features", action="store_true", help="run nothing; tell which features a test shows")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "feature(*ids): the rows of docs/features.csv that this test proves")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse marks that name no row; remember which rows are shown."""
    known = read()
    shown: set[str] = set()
    wrong = []
    for item in items:
        for mark in item.iter_markers("feature"):
            wrong += [
                f"{item.nodeid}: there is no feature {name!r}" for name in mark.args if name not in known
            ]
            if not mark.args:
                wrong.append(f"{item.nodeid}: a feature mark without a row")
            if _can_fail(item):
                shown.update(mark.args)
    if wrong:
        raise pytest.UsageError("\n".join(sorted(set(wrong))))
    config.stash[_SHOWN] = shown


_SHOWN = pytest.StashKey[set[str]]()


def _can_fail(item: pytest.Item) -> bool:
    """A test that is skipped for good, or expected to fail, shows nothing."""
    return item.get_closest_marker("skip") is None and item.get_closest_marker("xfail") is None


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """With --features nothing is run: that the tests pass is `make test`'s to say."""
    if not session.config.getoption("--features"):
        return None
    if session.testsfailed:
        raise session.Interrupted(f"{session.testsfailed} errors while collecting")
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--features"):
        for line in report(read().values(), config.stash.get(_SHOWN, set())):
            terminalreporter.line(line)


def report(features: Iterable[Feature], shown: set[str]) -> list[str]:
    """The table by group, its sum, then the needed rows that no test shows."""
    rows = list(features)
    lines = [f"{'':44}" + "".join(f"{priority:>10}" for priority in PRIORITIES)]
    for group in dict.fromkeys(row.group for row in rows):
        inside = [row for row in rows if row.group == group]
        lines.append(_line(f"{inside[0].id.partition('-')[0]:4}{group}", inside, shown))
    lines.append(_line("all", rows, shown))
    missing = [row for row in rows if row.priority == "M" and row.id not in shown]
    lines.append(f"\n{len(missing)} needed (M) rows are shown by no test:")
    return lines + [f"  {row.id:7}{row.name}" for row in missing]


def _line(title: str, rows: list[Feature], shown: set[str]) -> str:
    """How many of the rows are shown, by priority: "12/20"; a priority without rows stays empty."""
    cells = []
    for priority in PRIORITIES:
        ids = [row.id for row in rows if row.priority == priority]
        cells.append(f"{sum(name in shown for name in ids)}/{len(ids)}" if ids else "")
    return f"{title[:43]:44}" + "".join(f"{cell:>10}" for cell in cells)
