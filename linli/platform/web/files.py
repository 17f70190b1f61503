"""Sending a stored file so that it cannot do anything in the reader's browser but be looked at.

The bytes are fetched after the view's transaction has ended, so that a slow store holds no connection
to the database.
"""

import logging
from urllib.parse import quote

from flask import Flask, Response, g

from linli.kernel.refusals import Unknown
from linli.platform.attachments import Attachment, Kind
from linli.platform.ports import use
from linli.platform.sealed import unseal_bytes
from linli.platform.storage import FileMissing, Storage
from linli.platform.web import problems

log = logging.getLogger(__name__)

_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


class FileGone(Unknown):
    """The row is there and the file is not."""

    code, sentence = "attachment.file_missing", "这个文件暂时打不开，已经记录下来，请稍后再试。"


def send(attachment: Attachment) -> Response:
    """The answer that carries a file: an image is shown, a document downloaded; never kept, never sniffed.

    The caller has already checked that the reader may see the thing the file hangs on.
    """
    g.file_to_send = attachment.storage_key
    answer = Response(mimetype=attachment.media_type)
    shown = attachment.kind == Kind.IMAGE
    name = attachment.name or f"{attachment.id}.jpg"
    answer.headers.update(
        {
            "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": _SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
    )
    return answer


def send_sealed(storage_key: str, *, name: str, media_type: str) -> Response:
    """The answer that carries a file which lies sealed in the store, as a download under `name`."""
    g.file_to_send, g.file_is_sealed = storage_key, True
    answer = Response(mimetype=media_type.partition(";")[0])
    answer.headers.update(
        {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": _SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
    )
    return answer


def fill_files(app: Flask) -> None:
    """Let this application send stored files."""
    app.after_request(_fill)


def _fill(answer: Response) -> Response:
    key, is_sealed = g.pop("file_to_send", None), g.pop("file_is_sealed", False)
    if key is None or answer.status_code != 200:  # noqa: PLR2004
        return answer
    try:
        content = use(Storage).get(key)
        answer.set_data(unseal_bytes(content) if is_sealed else content)
    except FileMissing:
        log.error("file missing", extra={"key": key})  # noqa: TRY400 - there is no more to say
        return problems.answer_refusal(FileGone())
    return answer
