"""Catalogues of indicators, one file each: what is measured, how it is graded, which star a score gives.

Numbers stay text here, so that none ever becomes a float; every mapping keeps its line, so that whoever
edited the file is told where it is wrong. What a catalogue means is the rating room's affair.
"""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LINE = "__line__"
FACTS = "facts"


class _Lines(yaml.BaseLoader):
    """Reads scalars as text and notes the line of each mapping."""


def _mapping(loader: _Lines, node: yaml.MappingNode) -> dict[str, Any]:
    made: dict[str, Any] = {LINE: node.start_mark.line + 1}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in made:
            raise ValueError(f"line {key_node.start_mark.line + 1}: {key} stands here twice")
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_Lines.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def names() -> list[str]:
    """The catalogues there are."""
    return sorted(path.stem for path in FOLDER.glob("*.yml") if path.stem != FACTS)


def facts() -> frozenset[str]:
    """The names of facts that a catalogue may ask for, whether a room offers them yet or people record them."""
    return frozenset(read(FACTS)) - {LINE}


def read(name: str) -> dict[str, Any]:
    """One catalogue as it stands in its file."""
    return parse((FOLDER / f"{name}.yml").read_text("utf-8"))


def parse(text: str) -> dict[str, Any]:
    """A catalogue's text as plain mappings, lists and texts. ValueError names the line of a fault."""
    try:
        made = yaml.load(text, Loader=_Lines)  # noqa: S506 - builds nothing but dicts, lists and texts
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise ValueError(f"line {mark.line + 1 if mark else 1}: not YAML") from None
    if not isinstance(made, dict):
        raise ValueError("line 1: a catalogue is a mapping")  # noqa: TRY004 - one kind of fault for the editor
    return made
