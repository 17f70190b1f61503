"""Every file says why it exists, and nothing is left undone without an issue that says so."""

import ast
import re

import pytest

from tests.support import sources
from tests.support.sources import Source

# Spelled in halves, or this very file would be found.
WORDS = "|".join(first + second for first, second in (("TO", "DO"), ("FIX", "ME"), ("X", "XX"), ("HA", "CK")))
UNDONE = re.compile(rf"\b({WORDS})\b(?!.*#\d+)")
READ_BY_PEOPLE = ("py", "html", "js", "css", "sql", "yml", "toml", "sh")


def test_every_module_and_package_says_why_it_exists():
    assert [source.name for source in sources.python() if not reason(source)] == []


def test_every_package_can_say_why_it_exists():
    """A folder of modules is a package with a first page; folders of tests need none."""
    bare = {
        path.parent.relative_to(sources.ROOT).as_posix()
        for path in sources.files("py", "linli", "config")
        if not (path.parent / "__init__.py").exists()
    }
    assert bare == set()


def test_nothing_is_left_undone_without_an_issue():
    found = [
        f"{path.relative_to(sources.ROOT)}:{number}"
        for suffix in READ_BY_PEOPLE
        for path in sources.files(suffix)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNDONE.search(line) and not path.name.endswith(".min.js")
    ]
    assert found == []


@pytest.mark.parametrize("text", ["x = 1", '""" """', "# a comment is none"])
def test_a_file_without_a_reason_is_found(text):
    assert not reason(Source("x.py", text))


def test_undone_work_is_found_unless_an_issue_is_named():
    word = WORDS.partition("|")[0]
    assert UNDONE.search(f"# {word}: later")
    assert not UNDONE.search(f"# {word}: later, see #12")
    assert not UNDONE.search("todo_list = []")


def reason(source):
    """The first line of a file's docstring; an empty file that only makes a folder a package needs one too."""
    return (ast.get_docstring(source.tree) or "").strip().partition("\n")[0]
