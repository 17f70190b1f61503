"""Small enough to read at once. The numbers are the house's, not nature's."""

import ast

from tests.support import sources
from tests.support.sources import Source

LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEST_MODULE, LONGEST_LINE = 400, 50, 500, 120


def test_modules_fit_in_the_head():
    assert too_long_modules(sources.python("linli", "config", "scripts"), LONGEST_MODULE) == []


def test_test_modules_fit_in_an_evening():
    assert too_long_modules(sources.python("tests", "bench", "drills"), LONGEST_TEST_MODULE) == []


def test_functions_fit_on_a_screen():
    assert too_long_functions(sources.python("linli", "config", "scripts", "bench")) == []


def test_lines_are_not_scrolled():
    """The formatter keeps code narrower; this is for sentences, which it does not cut."""
    assert too_long_lines(sources.python("linli", "config", "scripts", "bench")) == []


def test_what_is_too_long_is_found():
    source = Source("x.py", "def f():\n" + "    pass\n" * 500 + "# " + "说" * 120)
    assert too_long_modules([source], 400) == ["x.py: 502 lines"]
    assert too_long_functions([source]) == ["x.py:1 f: 501 lines"]
    assert too_long_lines([source]) == ["x.py:502"]


def too_long_modules(files, longest):
    return [f"{source.name}: {len(source.lines)} lines" for source in files if len(source.lines) > longest]


def too_long_functions(files):
    return [
        f"{source.at(node)} {node.name}: {length} lines"
        for source in files
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    ]


def too_long_lines(files):
    return [
        f"{source.name}:{number}"
        for source in files
        for number, line in enumerate(source.lines, 1)
        if len(line) > LONGEST_LINE and "http" not in line
    ]
