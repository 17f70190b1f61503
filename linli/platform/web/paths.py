"""Where a page may send somebody on to: own paths only (check L-4)."""

import re

_OWN = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~/?=&%+,:]*", re.ASCII)


def own_path(text: str) -> str:
    r"""The path, if it leads within this site; otherwise an empty text.

    //evil, /\\evil, %2f%2f, user@host and javascript: lead elsewhere, or may.
    """
    lowered = text.lower()
    if (
        not _OWN.fullmatch(text)
        or "%2f" in lowered
        or "%5c" in lowered
        or "//" in text.split("?", maxsplit=1)[0]
    ):
        return ""
    return text
