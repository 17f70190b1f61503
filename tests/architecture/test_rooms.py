"""A room shows a face to the others; its tables and rules stay inside."""

import ast
from pathlib import PurePosixPath

import pytest

from tests.support import sources
from tests.support.sources import Source

# `rules` only for pure types, such as a state that another room must name.
# `facts` are figures over all estates, made to be read by the rooms above.
FACE = {"operations", "queries", "events", "errors", "rules", "facts"}
FILES = FACE | {"__init__", "models", "permissions", "ports", "reactions", "jobs"}


def test_rooms_meet_only_face_to_face():
    assert [reach for source in sources.python("linli/domains") for reach in reaches(source)] == []


def test_rooms_have_the_same_furniture():
    """Whoever knows one room finds everything in the next; a large part of a room may be a package in it."""
    strange = [
        source.name
        for source in sources.python("linli/domains")
        if len(parts := PurePosixPath(source.name).parts) == 4 and parts[3].removesuffix(".py") not in FILES
    ]
    assert strange == []


@pytest.mark.parametrize(
    "line",
    [
        "from linli.domains.people.models import Person",
        "from linli.domains.people import models",
        "import linli.domains.people.models",
        "from linli.domains.people.permissions import GRANTS",
    ],
)
def test_a_reach_past_the_face_is_found(line):
    assert len(list(reaches(Source("linli/domains/voting/operations.py", line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from linli.domains.people import queries",
        "from linli.domains.voting.models import Vote",
        "import linli.kernel",
    ],
)
def test_what_is_allowed_is_not_found(line):
    assert list(reaches(Source("linli/domains/voting/operations.py", line))) == []


def reaches(source):
    """Imports that reach past another room's face, as `where -> room.what`."""
    inside = PurePosixPath(source.name).parts
    home = inside[2] if len(inside) > 3 else None
    for node in ast.walk(source.tree):
        for module, names in _imports(node):
            if not module.startswith("linli.domains."):
                continue
            _, _, room, *rest = module.split(".")
            touched = set(rest[:1]) or names
            if room != home and touched - FACE:
                yield f"{source.at(node)} -> {room}.{','.join(sorted(touched - FACE))}"


def _imports(node):
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        if node.module == "linli.domains":
            return [(f"linli.domains.{alias.name}", {"__init__"}) for alias in node.names]
        return [(node.module, {alias.name for alias in node.names})]
    if isinstance(node, ast.Import):
        return [(alias.name, {"__init__"}) for alias in node.names]
    return []
