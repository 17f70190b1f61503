"""The steps round every view: the door, what was brought, the effect once, what goes out."""

import hashlib
import inspect
from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from flask import Response, current_app, g, jsonify, request
from flask_wtf.csrf import validate_csrf
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Forbidden, Invalid, Unauthenticated, Unknown
from linli.kernel.text import BadText
from linli.platform import idempotency, readonly
from linli.platform.manner import manner
from linli.platform.ports import use
from linli.platform.transactions import narrow
from linli.platform.web.forms import typed
from linli.platform.web.identity import Identity
from linli.platform.web.json_body import BadJson, read_json
from linli.platform.web.marks import Entrance, Operation

SAFE = {"GET", "HEAD", "OPTIONS"}
ONCE = "once"


class AskAgain(Exception):
    """The request met another with the same key; run it again from the start."""


class ForeignPage(Forbidden):
    """A page of another site, or a form without its token, tried to act for the person."""

    code, sentence = "csrf", "页面停留太久或来源不对，请刷新页面后再提交。"


class ReadOnlyCredentials(Forbidden):
    """A token that may only read was used to change something."""

    code, sentence = "read_only_token", "这个令牌只能读取，不能修改。"


def enter(operation: Operation, ids: dict[str, Any]) -> tuple[Actor | None, Any]:
    """Pass the door: who acts, and on what. The refusals of the doorway are raised here.

    Raises ReadOnly, Unauthenticated, Unknown (also for what is out of the actor's reach) and Forbidden.
    """
    identity = use(Identity)
    g.actor = actor = identity.actor()
    if manner().writes:
        readonly.refuse_if_on()
    if operation.entrance is Entrance.PUBLIC:
        _check_offered(identity, ids)
        return actor, operation.on(**ids) if operation.on else None
    if actor is None:
        raise Unauthenticated
    if request.method not in SAFE:
        _check_sender(identity)
    if operation.entrance is Entrance.SIGNED_IN:
        return actor, operation.on(**ids) if operation.on else None
    estate_id = ids.get("estate_id")
    if isinstance(estate_id, UUID):
        if not identity.reaches(actor, estate_id):
            raise Unknown
        narrow(estate_id)
    _check_offered(identity, ids)
    subject = operation.on(**ids) if operation.on else None
    if operation.act is None or operation.table is None:
        raise TypeError("a granted door without an act")
    if not permits(operation.table, actor, operation.act, subject):
        raise Forbidden
    return actor, subject


def _check_offered(identity: Identity, ids: Mapping[str, Any]) -> None:
    """What the estate has switched off is as though it never was (AO-03)."""
    estate_id = ids.get("estate_id")
    if isinstance(estate_id, UUID) and not identity.offers(estate_id):
        raise Unknown


def _check_sender(identity: Identity) -> None:
    if not identity.may_write():
        raise ReadOnlyCredentials
    origin = request.headers.get("Origin")
    if origin and origin.rstrip("/") not in {
        request.host_url.rstrip("/"),
        *current_app.config["LINLI_ORIGINS"],
    }:
        raise ForeignPage
    if request.path.startswith("/api/") and identity.came_by_cookie():
        try:
            validate_csrf(request.headers.get("X-CSRF-Token"))
        except Exception:  # noqa: BLE001 - every reason is the same "no"
            raise ForeignPage from None


def bring(operation: Operation) -> dict[str, Any]:
    """What the request brings, checked: `body` and `query`. Raises ValidationError, BadJson."""
    brought: dict[str, Any] = {}
    if operation.query is not None:
        sent = typed(request.args, _list_fields(operation.query))
        if not request.path.startswith("/api/"):  # an empty box of a form's query asks for nothing
            sent = {name: value for name, value in sent.items() if value != ""}
        brought["query"] = operation.query.load(sent)
    if operation.body is not None:
        brought["body"] = load(operation.body, raw_body(operation))
    return brought


def raw_body(operation: Operation) -> Mapping[str, Any]:
    """The body as plain values, before its schema has seen it."""
    if operation.body is None:
        return {}
    if request.path.startswith("/api/") and not operation.files:
        if request.mimetype != "application/json":
            raise UnsupportedMediaType
        value = read_json(_whole_body())
        if not isinstance(value, dict):
            raise ValidationError({"_schema": ["请求内容应为一个 JSON 对象。"]})
        return value
    if operation.files and request.path.startswith("/api/") and request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    lists = _list_fields(operation.body)
    values = typed(request.form, lists)
    values.pop(ONCE, None)
    _refuse_nul(values)
    if operation.files:
        for name in request.files:
            uploads = [upload for upload in request.files.getlist(name) if upload.filename]
            for upload in uploads:
                upload.stream.seek(0)  # the request may be run a second time
            if uploads:
                values[name] = uploads if name in lists else uploads[0]
    return values


def _whole_body() -> bytes:
    """The body; one of unsaid length that reaches the limit was cut off by Werkzeug without a word."""
    body = request.get_data()
    if request.content_length is None and len(body) >= (request.max_content_length or 0):
        raise RequestEntityTooLarge
    return body


def load(schema: Schema, values: Mapping[str, Any]) -> Any:
    """Values of a form or of JSON, through the schema."""
    schema.from_form = not (request.path.startswith("/api/") and request.is_json)  # type: ignore[attr-defined]
    return schema.load(values)


def once(operation: Operation, actor: Actor | None, act: Callable[[], Response]) -> Response:
    """Run `act` unless this very request was answered before; then give the same answer.

    Raises KeyMissing, KeyMalformed and KeyReused; AskAgain where a twin request took the key just now.
    """
    key = request.headers.get("Idempotency-Key", request.form.get(ONCE))
    if not operation.idempotent or actor is None or key is None:
        if operation.key_required and actor is not None and request.path.startswith("/api/"):
            raise idempotency.KeyMissing
        return act()
    key, sent = idempotency.veiled(idempotency.check_key(key), _request_hash())
    under: dict[str, Any] = {"account_id": actor.account_id, "key": key, "request_hash": sent}
    if not idempotency.claim(**under):
        earlier = idempotency.find(**under)
        if earlier is not None:
            return _replay(earlier)
        if not idempotency.claim(**under):  # its day has passed, so it is free, unless a twin was quicker
            raise AskAgain
    answer = act()
    told = (
        (answer.get_json(silent=True) or {})
        if answer.is_json
        else {"location": answer.headers.get("Location")}
    )
    idempotency.keep(account_id=actor.account_id, key=key, status=answer.status_code, answer=told)
    return answer


def _replay(earlier: idempotency.IdempotencyKey) -> Response:
    location = earlier.answer.get("location") if isinstance(earlier.answer, dict) else None
    if 300 <= earlier.status < 400 and location:  # noqa: PLR2004
        return current_app.make_response(("", earlier.status, {"Location": location}))
    answer = jsonify(earlier.answer) if earlier.status != 204 else current_app.response_class()  # noqa: PLR2004
    answer.status_code = earlier.status
    answer.headers["Idempotent-Replay"] = "true"
    return answer


def call(
    view: Callable[..., Any], operation: Operation, actor: Actor | None, subject: Any, more: dict[str, Any]
) -> Any:
    """Call a view with the actor, what its door found, and of the rest what its signature names."""
    wanted = inspect.signature(view).parameters
    given = [actor, subject] if operation.on else [actor]
    return view(*given, **{name: value for name, value in more.items() if name in wanted})


def give(operation: Operation, result: Any) -> Response:
    """What a view of the API returned, as the answer that was promised."""
    if isinstance(result, Response):
        return result
    if operation.answer is None:
        return current_app.make_response(("", operation.status if operation.status != 200 else 204))  # noqa: PLR2004
    answer = jsonify(operation.answer.dump(result))
    answer.status_code = operation.status
    return answer


def _request_hash() -> str:
    made = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.mimetype != "multipart/form-data":
        made.update(request.get_data(cache=True))
        return made.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        if name != "csrf_token":
            made.update(f"{name}={value}\n".encode())
    for name, upload in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        made.update(
            f"{name}:{hashlib.file_digest(cast('Any', upload.stream), 'sha256').hexdigest()}\n".encode()
        )
        upload.stream.seek(0)
    return made.hexdigest()


def _list_fields(schema: Schema) -> set[str]:
    return {
        field.data_key or name for name, field in schema.load_fields.items() if isinstance(field, fields.List)
    }


def _refuse_nul(values: Mapping[str, Any]) -> None:
    for value in values.values():
        for text in value if isinstance(value, list) else [value]:
            if "\x00" in text:
                raise BadText


__all__ = ["AskAgain", "BadJson", "Invalid", "bring", "call", "enter", "give", "load", "once", "raw_body"]
