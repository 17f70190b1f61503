"""Reads every Jinja template: its grammar, and that the templates it names are there.

Filters and tests belong to the app, so a wrong one of those is found by the tests that load it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta

ROOT = Path(__file__).resolve().parent.parent
READER = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)


def folders() -> list[Path]:
    return sorted(path for path in (ROOT / "linli").rglob("templates") if path.is_dir())


def faults(templates: dict[str, Path]) -> Iterator[str]:
    for path in templates.values():
        try:
            tree = READER.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as fault:
            yield f"{path.relative_to(ROOT)}:{fault.lineno}: {fault.message}"
            continue
        for name in meta.find_referenced_templates(tree):
            if name is not None and name not in templates:
                yield f"{path.relative_to(ROOT)}: names a template that is not there: {name}"


def main() -> int:
    templates: dict[str, Path] = {}
    twice = []
    for folder in folders():
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file():
                if name in templates:
                    twice.append(f"two templates are called {name}: only one is ever shown")
                templates[name] = path
    found = [*twice, *faults(templates)]
    print("\n".join(found) or f"{len(templates)} templates, all readable")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
