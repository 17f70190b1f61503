"""Fetches the front end's few npm parts at their locked versions and keeps what linli uses of them.

Run it only to change a version or add an icon: `python scripts/vendor_front_end.py`. What it makes is kept in the
repository, so running or testing linli needs no npm.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = json.loads((Path(__file__).parent / "vendor.json").read_text())
TABLER = ROOT / "linli/web/static/vendor/tabler"
AXE = ROOT / "tests/support"

SPACER = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')
INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def main() -> None:
    """Downloads, checks the integrity of, and unpacks each part."""
    with tempfile.TemporaryDirectory() as folder:
        icons = fetch("@tabler/icons", Path(folder))
        TABLER.mkdir(parents=True, exist_ok=True)
        (TABLER / "sprite.svg").write_text(sprite(icons / "icons"))
        (TABLER / "LICENSE").write_bytes((icons / "LICENSE").read_bytes())
        axe = fetch("axe-core", Path(folder))
        AXE.mkdir(parents=True, exist_ok=True)
        (AXE / "axe.min.js").write_bytes((axe / "axe.min.js").read_bytes())
        (AXE / "axe.LICENSE").write_bytes((axe / "LICENSE").read_bytes())


def fetch(name: str, folder: Path) -> Path:
    """Unpacks one npm package and answers its folder; stops when the bytes are not the locked ones."""
    part = WANTED[name]
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{part['version']}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / packed.stdout.strip().splitlines()[-1]
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != part["integrity"]:
        raise SystemExit(f"{name}: integrity is {found}, locked is {part['integrity']}")
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def sprite(icons: Path) -> str:
    """One SVG of all icons in use; filled ones are called NAME-filled."""
    part = WANTED["@tabler/icons"]
    symbols = [symbol(icons / "outline" / f"{name}.svg", name, "") for name in part["outline"]]
    symbols += [
        symbol(icons / "filled" / f"{name}.svg", f"{name}-filled", ' fill="currentColor" stroke="none"')
        for name in part["filled"]
    ]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def symbol(file: Path, name: str, paint: str) -> str:
    """One icon without the wrapping that each file repeats."""
    inner = INNER.search(SPACER.sub("", file.read_text()))
    if inner is None:
        raise SystemExit(f"{file.name} is not an SVG as expected")
    paths = re.sub(r"\s*\n\s*", "", inner.group(1)).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24"{paint}>{paths}</symbol>'


if __name__ == "__main__":
    main()
