"""Whoever doubts a vote runs the verifier alone: it needs Python and nothing else, of ours or others."""

import ast
import sys

import pytest

from tests.support import sources
from tests.support.sources import Source


def test_the_verifier_stands_alone():
    verifier = [source for source in sources.python("linli") if source.name.startswith("linli/verify")]
    assert [line for source in verifier for line in leanings(source)] == []


@pytest.mark.parametrize(
    "line", ["import flask", "from linli.kernel import fen", "from . import x", "import linli"]
)
def test_a_leaning_is_found(line):
    assert len(list(leanings(Source("linli/verify.py", line)))) == 1


@pytest.mark.parametrize(
    "line", ["import json", "from hashlib import sha256", "from linli.verify.chain import check"]
)
def test_standing_alone_is_not_found(line):
    assert list(leanings(Source("linli/verify/__init__.py", line))) == []


def leanings(source):
    """Imports of anything but the standard library and the verifier itself."""
    for node in ast.walk(source.tree):
        for module in _imported(node):
            if module.partition(".")[0] not in sys.stdlib_module_names and not f"{module}.".startswith(
                "linli.verify."
            ):
                yield f"{source.at(node)} {module}"


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["." * node.level + (node.module or "") if node.level else node.module]
    return []
