"""The pages of a PDF as pictures, drawn by PDFium in a process of its own, which a broken file may break or fill up.

That process runs this file and nothing else of linli, with little memory and time.
"""

import io
import resource
import struct
import subprocess
import sys
from collections.abc import Iterator

import pypdfium2

MOST_PAGES = 100
WIDTH, HEIGHT = 1240, 2000  # pixels at most: A4 at 150 dots an inch
PATIENCE = 120.0
_MEMORY, _SECONDS = 2 * 1024**3, 90
_LENGTH = struct.Struct("<I")


def drawn(raw: bytes) -> list[bytes]:
    """A JPEG of each page, first to last; nothing for what is no PDF, is locked, or has more than MOST_PAGES."""
    try:
        done = subprocess.run(  # noqa: S603 - this very file
            [sys.executable, "-I", __file__], input=raw, capture_output=True, timeout=PATIENCE, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return []
    told, pages = io.BytesIO(done.stdout), []
    while length := told.read(_LENGTH.size):
        pages.append(told.read(*_LENGTH.unpack(length)))
    return pages


def _draw(raw: bytes) -> Iterator[bytes]:
    document = pypdfium2.PdfDocument(raw)
    if len(document) > MOST_PAGES:
        return
    for page in document:
        width, height = page.get_size()
        picture = page.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil()
        made = io.BytesIO()
        picture.convert("RGB").save(made, "JPEG", quality=85)
        yield made.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    for jpeg in _draw(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(_LENGTH.pack(len(jpeg)) + jpeg)
