"""Finds links in the documentation that lead nowhere: missing files, missing headings.

Links to other people's sites are not followed; a check must not depend on who is up today.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)


def pages() -> list[Path]:
    """The Markdown that people read here: at the top, and under docs/."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def dead_links(page: Path) -> Iterator[str]:
    text = CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
    for target in LINK.findall(text):
        if ELSEWHERE.match(target):
            continue
        path, _, heading = unquote(target).partition("#")
        there = (ROOT / path.lstrip("/") if path.startswith("/") else page.parent / path) if path else page
        if not there.exists():
            yield f"{page.relative_to(ROOT)}: no such file: {target}"
        elif heading and there.suffix == ".md" and heading.lower() not in headings(there):
            yield f"{page.relative_to(ROOT)}: no such heading: {target}"


@cache
def headings(page: Path) -> frozenset[str]:
    """The anchors a page offers, spelled as code hosts spell them."""
    anchors: dict[str, int] = {}
    found = set()
    for title in HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "")
        anchor = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        seen = anchors.get(anchor, 0)
        anchors[anchor] = seen + 1
        found.add(f"{anchor}-{seen}" if seen else anchor)
    return frozenset(found)


def main() -> int:
    dead = [complaint for page in pages() for complaint in dead_links(page)]
    print("\n".join(dead) or f"{len(pages())} pages, no dead link")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
