"""How a refusal is worded for the outside: a problem document for programs, a page for people."""

from typing import Any

from flask import Response, current_app, g, jsonify, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from linli.kernel import refusals
from linli.platform.web import protocols
from linli.platform.web.forms import flatten
from linli.platform.web.json_body import BadJson

STATUS: tuple[tuple[type[refusals.Refusal], int], ...] = (
    (BadJson, 400),
    (refusals.Invalid, 422),
    (refusals.Unknown, 404),
    (refusals.Unauthenticated, 401),
    (refusals.Forbidden, 403),
    (refusals.Conflict, 409),
    (refusals.TooMany, 429),
    (refusals.Busy, 503),
)
TITLES = {
    400: "请求格式不对",
    401: "请先登录",
    403: "不能办理",
    404: "没有找到",
    405: "不支持这种操作",
    409: "情况已变化",
    413: "内容太大",
    414: "网址太长",
    415: "内容类型不对",
    422: "填写有误",
    429: "操作太频繁",
    431: "请求头太大",
    500: "系统出错了",
    503: "暂时繁忙",
}
SENTENCES = {
    400: "请求的格式不对，请检查后再试。",
    404: refusals.Unknown.sentence,
    405: "这个地址不支持这种操作。",
    413: "提交的内容太大：文字不超过 1 MB，文件不超过 20 MB。",
    415: "内容类型不对：接口只接受 application/json，上传文件用 multipart/form-data。",
    500: "系统出错了，已经记录下来。请稍后再试，着急的话请联系社区或物业。",
}
CODES = {400: "bad_request", 404: refusals.Unknown.code, 405: "method_not_allowed", 413: "too_large",
         415: "unsupported_media_type", 500: "internal"}  # fmt: skip


def status_of(no: refusals.Refusal) -> int:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUS if isinstance(no, kind)), 422)


def wants_json() -> bool:
    """Whether the request came to the JSON API."""
    return request.path.startswith("/api/")


def problem(
    status: int, code: str, detail: str, errors: dict[str, list[str]] | None = None, **more: Any
) -> Response:
    """An RFC 9457 problem document."""
    body = {
        "type": f"/docs/errors#{code}",
        "title": TITLES.get(status, "未能办理"),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": g.get("request_id", ""),
    }
    if errors:
        body["errors"] = errors
    answer = jsonify(body | more)
    answer.status_code = status
    answer.content_type = "application/problem+json"
    return answer


def answer_refusal(no: refusals.Refusal) -> Response:
    """The answer to a refused request."""
    status = status_of(no)
    if (protocol := protocols.spoken()) is not None:
        answer = protocol.word(status, no.sentence, no.field_errors)
    elif wants_json():
        answer = problem(status, no.code, no.sentence, no.field_errors)
    elif isinstance(no, refusals.Unauthenticated) and request.method == "GET":
        answer = current_app.make_response(
            redirect(url_for("account_pages.show_sign_in", next=request.full_path.rstrip("?")), 303)
        )
    else:
        answer = _page(status, no.sentence)
    if isinstance(no, refusals.TooMany | refusals.Busy):
        answer.headers["Retry-After"] = str(no.retry_after)
    if status == 401 and wants_json():  # noqa: PLR2004
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def answer_validation(error: ValidationError) -> Response:
    """The answer to a request whose fields do not fit the schema."""
    if (protocol := protocols.spoken()) is not None:
        return protocol.word(422, refusals.Invalid.sentence, flatten(error.messages))
    if wants_json():
        return problem(422, refusals.Invalid.code, refusals.Invalid.sentence, flatten(error.messages))
    return _page(422, refusals.Invalid.sentence)


def answer_http(error: HTTPException) -> Response:
    """The answer to what Flask itself refuses: no such address, wrong method, too large."""
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004 - redirects answer for themselves
        return current_app.make_response(error.get_response())
    sentence = SENTENCES.get(status, SENTENCES[400])
    answer = _worded(status, CODES.get(status, "refused"), sentence)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            answer.headers[name] = value
    return answer


def answer_fault(_: Exception) -> Response:
    """The answer when linli itself is wrong: an id to quote, and nothing of the inside."""
    return _worded(500, "internal", SENTENCES[500])


def _worded(status: int, code: str, sentence: str) -> Response:
    """A "no" for whoever asked: a protocol of others, a program, a person."""
    if (protocol := protocols.spoken()) is not None:
        return protocol.word(status, sentence, {})
    return problem(status, code, sentence) if wants_json() else _page(status, sentence)


def _page(status: int, sentence: str) -> Response:
    page = render_template(
        "refused.html", status=status, title=TITLES.get(status, "未能办理"), sentence=sentence,
        number=g.get("request_id", ""),
    )  # fmt: skip
    answer = current_app.make_response(page)
    answer.status_code = status
    return answer
