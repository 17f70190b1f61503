"""Money and area are whole numbers: no float comes near them, nor near what is counted from them."""

import ast

import pytest

from tests.support import sources
from tests.support.sources import Source

EXACT = (
    "linli/kernel/fen.py",
    "linli/kernel/area.py",
    "linli/domains/fees/",
    "linli/domains/payments/",
    "linli/domains/voting/",
    "linli/verify",
)


def test_no_float_near_money_area_or_a_count():
    exact = [source for source in sources.python("linli") if source.name.startswith(EXACT)]
    assert [place for source in exact for place in floats(source)] == []


@pytest.mark.parametrize(
    "line", ["x = 0.5", "x = float(y)", "def f(x: float): ...", "x = a / b", "x /= b", "x = 1e3"]
)
def test_a_float_is_found(line):
    assert list(floats(Source("x.py", line))) == ["x.py:1"]


@pytest.mark.parametrize("line", ["x = a // b", "x = Fraction(a, b)", "x = 3", "f'{x:.2f}'"])
def test_whole_numbers_are_not_found(line):
    assert list(floats(Source("x.py", line))) == []


def floats(source):
    for node in ast.walk(source.tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        named = isinstance(node, ast.Name) and node.id == "float"
        divided = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
        if literal or named or divided:
            yield source.at(node)
