"""All of a change or none of it: only one module ends a transaction."""

import ast
import re

from tests.support import sources
from tests.support.sources import Source

ALONE = "linli/platform/transactions.py"
ENDINGS = {"commit", "rollback"}
IN_SQL = re.compile(r"\s*(commit|rollback|end)(\s+(transaction|work))?\s*;?\s*", re.IGNORECASE)


def test_only_one_module_ends_a_transaction():
    assert {where.partition(":")[0] for where in endings(sources.python("linli"))} == {ALONE}


def test_an_ending_is_found_in_python_and_in_sql():
    source = Source(
        "x.py", 'session.commit()\nexecute("COMMIT;")\nfinish = db.session.rollback\nsay("commit to it")\n'
    )
    assert endings([source]) == ["x.py:1", "x.py:2", "x.py:3"]


def endings(files):
    return sorted(source.at(node) for source in files for node in ast.walk(source.tree) if _ends(node))


def _ends(node):
    if isinstance(node, ast.Attribute):
        return node.attr in ENDINGS
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(IN_SQL.fullmatch(node.value))
    )
