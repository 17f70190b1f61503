"""Writes docs/permissions.md: who may do what, from the rooms' own tables. `python -m scripts.permission_matrix`."""

import importlib
import sys
from pathlib import Path

from linli.kernel.actors import Role

ROOT = Path(__file__).resolve().parents[1]
ROOMS = sorted(table.parent.name for table in ROOT.glob("linli/domains/*/permissions.py"))
TARGET = ROOT / "docs" / "permissions.md"
HEAD = """# Roles and permissions

Made by `python -m scripts.permission_matrix` from the tables in `linli/domains/*/permissions.py`; a test holds it
up to date, another tries every operation in every role. ● may, ◐ may where the words beside it hold, blank may not.
Whoever acts in a role acts within its scope only: an estate, a company's estates, a region, the city.
A role that is not in a room's table may do nothing there. Staff need a second factor.

"""


def page() -> str:
    """The whole page."""
    return HEAD + "\n".join(_room(name) for name in ROOMS)


def _room(name: str) -> str:
    module = importlib.import_module(f"linli.domains.{name}.permissions")
    roles = [
        role for role in Role if any(role in may.roles for mays in module.GRANTS.values() for may in mays)
    ]
    lines = [
        f"## {name}\n",
        "| act | " + " | ".join(role.title for role in roles) + " | where |",
        "| --- |" + " :-: |" * len(roles) + " --- |",
    ]
    for act, mays in module.GRANTS.items():
        marks = [_mark([may for may in mays if role in may.roles]) for role in roles]
        words = "；".join(dict.fromkeys(may.when for may in mays if may.when))
        lines.append(f"| `{act}` | " + " | ".join(marks) + f" | {words} |")
    return "\n".join(lines) + "\n"


def _mark(mays: list) -> str:
    if not mays:
        return ""
    return "●" if any(may.test is None for may in mays) else "◐"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}\n")
