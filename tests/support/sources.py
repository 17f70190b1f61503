"""The project's own source files, read once, for the tests that hold the rules of the house."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("linli", "config", "tests", "scripts", "bench", "drills", "migrations")
NOT_OURS = {"vendor", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python file: where it is, what it says, what that means."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def python(*folders: str) -> tuple[Source, ...]:
    """Every Python file of ours under the folders (or all of them), in order."""
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in files("py", *folders)
    )


def files(suffix: str, *folders: str) -> list[Path]:
    """The files of ours with this suffix, without what was taken from others."""
    top = sorted(ROOT.glob(f"*.{suffix}")) if not folders else []
    return top + [
        path
        for folder in folders or OURS
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
        if not NOT_OURS & set(path.parts)
    ]
