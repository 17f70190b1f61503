"""Names come from the field. A name that fits everything says nothing."""

import ast
import re
from pathlib import PurePosixPath

import pytest

from tests.support import sources
from tests.support.sources import Source

SAYING_NOTHING = {
    *("util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services"),
    *("data", "info", "misc", "core", "base", "stuff", "tools", "shared", "lib"),
}
EMPTY_ENDING = re.compile(r"\w+(Manager|Service|Helper|Helpers|Util|Utils|Info|Data)")


def test_modules_and_packages_have_names_that_say_something():
    assert empty_modules(sources.python()) == []


def test_classes_have_names_that_say_something():
    assert empty_classes(sources.python("linli", "config")) == []


@pytest.mark.parametrize("name", ["linli/utils.py", "linli/common/money.py", "scripts/helpers.py"])
def test_an_empty_module_name_is_found(name):
    assert empty_modules([Source(name, "")]) == [name]


def test_an_empty_class_name_is_found():
    assert empty_classes([Source("x.py", "class VoteManager: ...\nclass Vote: ...")]) == [
        "x.py:1 VoteManager"
    ]


def empty_modules(files):
    return [
        source.name
        for source in files
        if SAYING_NOTHING & {part.removesuffix(".py") for part in PurePosixPath(source.name).parts}
    ]


def empty_classes(files):
    return [
        f"{source.at(node)} {node.name}"
        for source in files
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and EMPTY_ENDING.fullmatch(node.name)
    ]
