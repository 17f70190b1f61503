"""Real components a test may need: a missing one skips the test and is named, or fails where it is required.

`LINLI_TEST_REQUIRE=browser,postgres` requires them. A pytest plug-in: the closing summary names, for each
missing component, why it is missing and how many tests it cost.
"""

import os
from collections import Counter
from collections.abc import Callable

import pytest

from tests.support import browser, paper, postgres

_WHY_MISSING: dict[str, Callable[[], str | None]] = {
    "browser": browser.why_missing,
    "postgres": postgres.why_missing,
    "papers": paper.why_missing,
}
_MARK = "missing component "


def required() -> frozenset[str]:
    """The components that must be there, from LINLI_TEST_REQUIRE."""
    named = frozenset(
        name.strip() for name in os.environ.get("LINLI_TEST_REQUIRE", "").split(",") if name.strip()
    )
    if strange := named - _WHY_MISSING.keys():
        raise pytest.UsageError(f"LINLI_TEST_REQUIRE names {sorted(strange)}; known: {sorted(_WHY_MISSING)}")
    return named


def need(component: str) -> None:
    """Go on only where the component is there: else skip this test, or fail it where it is required."""
    why = _WHY_MISSING[component]()
    if why is None:
        return
    sentence = f"{_MARK}{component}: {why}"
    if component in required():
        pytest.fail(f"{sentence} (LINLI_TEST_REQUIRE)", pytrace=False)
    pytest.skip(sentence)


def pytest_configure(config: pytest.Config) -> None:
    required()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was not tried for want of a component."""
    lost = Counter(
        sentence
        for report in terminalreporter.stats.get("skipped", [])
        if _MARK
        in (sentence := str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr))
    )
    if lost:
        terminalreporter.section("not tried: a component is missing", yellow=True)
        for sentence, count in sorted(lost.items()):
            terminalreporter.line(f"{count} tests skipped: {sentence.partition(_MARK)[2]}")
