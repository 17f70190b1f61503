"""The JSON API described from the marks of its views: what is not marked is not there, what is there is described.

`GET /api/v1/openapi.json` is for programs (OpenAPI 3.1), `/docs/api` and `/docs/errors` for people.
"""

import re
from collections.abc import Iterator
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response, current_app, jsonify, render_template
from marshmallow import Schema, fields
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule

from linli.kernel.refusals import Refusal
from linli.platform.transactions import transaction
from linli.platform.web import versions
from linli.platform.web.blueprints import Api
from linli.platform.web.marks import Entrance, Operation, gives, public, summary
from linli.platform.web.problems import SENTENCES, TITLES, status_of
from linli.platform.web.schemas import Day, Moment
from linli.platform.web.steps import SAFE

VERSION = "1"
PROBLEM = "application/problem+json"
_KINDS: dict[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "default": {"type": "string", "minLength": 1},
    "string": {"type": "string", "minLength": 1},
    "path": {"type": "string", "minLength": 1},
}
_METHODS = {"get", "post", "put", "patch", "delete"}
_ERRORS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 503)
_ABOUT = """邻礼通的 JSON 接口。登录后用 `Authorization: Bearer` 令牌，或用浏览器的会话 cookie 加 `X-CSRF-Token`。

金额是以分为单位的整数（`…_fen`），面积是以 0.01 平方米为单位的整数（`…_area`），时刻是带时区的 RFC 3339。
列表用 `limit` 和 `cursor` 翻页。出错时一律回答 `application/problem+json`，`code` 供程序判断，`detail` 给人看。"""

documents = Api("openapi", __name__, tag="接口说明")


@documents.get("/openapi.json")
@public
@gives(None, media_type="application/json")
@summary("全部接口的 OpenAPI 说明")
def openapi(_actor: object) -> Response:
    """The description of the API."""
    return jsonify(description())


def describe(app: Flask) -> None:
    """Give the application its description for programs and for people; after all blueprints."""
    app.register_blueprint(documents)
    versions.tell(app)
    app.add_url_rule("/docs/api", "docs_api", _api_page)
    app.add_url_rule("/docs/api/<tag>", "docs_api_of", _api_page_of)
    app.add_url_rule("/docs/errors", "docs_errors", _errors_page)


def description() -> dict[str, Any]:
    """The OpenAPI document of the current application, made once."""
    known = current_app.extensions
    if "linli.openapi" not in known:
        known["linli.openapi"] = _describe(current_app)
    made: dict[str, Any] = known["linli.openapi"]
    return made


def api_rules(app: Flask) -> Iterator[tuple[Rule, str, Any]]:
    """Every route of the API, with each of its methods and its view."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule.startswith("/api/"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, app.view_functions[rule.endpoint]


def refusal_codes() -> list[tuple[str, int, str]]:
    """Every code a program can meet, with its status and its sentence."""
    found = {kind.code: (kind.code, status_of(kind.__new__(kind)), kind.sentence) for kind in _kinds(Refusal)}
    found |= {
        code: (code, status, SENTENCES[status])
        for code, status in (
            ("bad_request", 400),
            ("method_not_allowed", 405),
            ("too_large", 413),
            ("unsupported_media_type", 415),
            ("internal", 500),
        )
    }
    return sorted(found.values())


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def _api_page() -> str:
    with transaction(writes=False, sees=""):
        return render_template("docs/api.html", about=_ABOUT, tags=_by_tag())


def _api_page_of(tag: str) -> str:
    with transaction(writes=False, sees=""):
        if (found := _by_tag().get(tag)) is None:
            raise NotFound
        return render_template("docs/api_of.html", tag=tag, operations=found, titles=TITLES)


def _by_tag() -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Path, method and description of each operation, by its tag."""
    found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in description()["paths"].items():
        for method, said in operations.items():
            if method in _METHODS:
                found.setdefault(said["tags"][0], []).append((path, method, said))
    return dict(sorted(found.items()))


def _errors_page() -> str:
    with transaction(writes=False, sees=""):
        return render_template("docs/errors.html", codes=refusal_codes())


class _Names:
    """A name for every schema: its class's, with the room's before it where two rooms use the same."""

    def __init__(self) -> None:
        self._taken: dict[str, type[Schema]] = {}

    def __call__(self, schema: Schema | type[Schema]) -> str:
        kind = schema if isinstance(schema, type) else type(schema)
        room = ["", *kind.__module__.split(".")][-2].title()
        for name in (kind.__name__, f"{room}{kind.__name__}", f"{kind.__module__}.{kind.__name__}"):
            if self._taken.setdefault(name, kind) is kind:
                return name
        raise ValueError(f"two schemas are called {kind.__module__}.{kind.__name__}")


def _describe(app: Flask) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=_Names())
    spec = APISpec("邻礼通", VERSION, "3.1.0", plugins=[plugin], info={"description": _ABOUT})
    plugin.map_to_openapi_type(Moment, "string", "date-time")  # type: ignore[no-untyped-call]
    plugin.map_to_openapi_type(Day, "string", "date")  # type: ignore[no-untyped-call]
    _components(spec)
    tags: set[str] = set()
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, view in api_rules(app):
        operation: Operation | None = getattr(view, "operation", None)
        if operation is None:
            raise TypeError(f"{rule.rule} has no door: register it on an Api blueprint")
        tags.add(view.tag)
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule)
        paths.setdefault(path, {})[method.lower()] = _operation(rule, method, view, operation)
    for tag in sorted(tags):
        spec.tag({"name": tag})
    for path, operations in paths.items():
        spec.path(path=path, operations=operations)
    return spec.to_dict()


def _components(spec: APISpec) -> None:
    text = {"type": "string"}
    spec.components.schema(
        "Problem",
        {
            "type": "object",
            "description": "RFC 9457",
            "required": ["type", "title", "status", "detail", "code"],
            "properties": {
                "type": {"type": "string", "format": "uri-reference"},
                "title": text,
                "status": {"type": "integer"},
                "detail": text | {"description": "给人看的一句话"},
                "code": text | {"description": "给程序用的稳定代码，见 /docs/errors"},
                "request_id": text,
                "errors": {"type": "object", "additionalProperties": {"type": "array", "items": text}},
            },
        },
    )
    for status in _ERRORS:
        answer: dict[str, Any] = {
            "description": TITLES[status],
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if status in {429, 503}:
            answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "几秒后再试"}}
        spec.components.response(f"Problem{status}", answer)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme(
        "cookie",
        {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-linli",
            "description": "浏览器登录后的会话；有改动的请求还要带 X-CSRF-Token 请求头。",
        },
    )


def _operation(rule: Rule, method: str, view: Any, operation: Operation) -> dict[str, Any]:
    many = len((rule.methods or set()) - {"HEAD", "OPTIONS"}) > 1
    said: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_") + (f"_{method.lower()}" if many else ""),
        "tags": [view.tag],
        "summary": operation.summary or (view.view.__doc__ or "").strip().split("\n")[0],
        "security": [] if operation.entrance is Entrance.PUBLIC else [{"bearer": []}, {"cookie": []}],
        "parameters": _parameters(rule, operation),
        "responses": _answers(rule, method, operation),
    }
    if operation.ending is not None:
        said["deprecated"] = True
    if operation.body is not None:
        kind = "multipart/form-data" if operation.files else "application/json"
        said["requestBody"] = {"required": True, "content": {kind: {"schema": operation.body}}}
    if operation.act is not None and operation.table is not None:
        said["x-linli-act"] = str(operation.act)
        said["x-linli-roles"] = [
            {"roles": sorted(rule.roles), **({"when": rule.when} if rule.when else {})}
            for rule in operation.table[operation.act]
        ]
    return said


def _parameters(rule: Rule, operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for kind, name in re.findall(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", rule.rule):
        schema = _KINDS.get(kind or "default", _KINDS["default"])
        found.append({"in": "path", "name": name, "required": True, "schema": schema})
    if operation.query is not None:
        found.append({"in": "query", "schema": operation.query})
    if operation.idempotent:
        found.append(
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": operation.key_required,
                "description": "同一个键和同样的内容只办一次，24 小时内回答相同。",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            }
        )
    return found


def _answers(rule: Rule, method: str, operation: Operation) -> dict[str, Any]:
    status = operation.status
    good: dict[str, Any] = {"description": "成功"}
    if operation.answer is not None:
        good |= {"content": {operation.media_type: {"schema": operation.answer}}}
    elif rule.endpoint == "openapi.openapi":
        good |= {"content": {"application/json": {"schema": {"type": "object"}}}}
    elif operation.media_type != "application/json":
        binary = {"schema": {"type": "string", "format": "binary"}}
        good |= {"content": dict.fromkeys(operation.media_type.split(", "), binary)}
    elif status == 200:  # noqa: PLR2004 - a view that gives nothing answers 204
        status = 204
    answers: dict[str, Any] = {str(status): good}
    for code in sorted(_errors(rule, method, operation)):
        answers[str(code)] = f"Problem{code}"
    return answers


def _errors(rule: Rule, method: str, operation: Operation) -> set[int]:
    codes = {503}
    if operation.entrance is not Entrance.PUBLIC or operation.limits:
        codes.add(401)  # a public door with a limit is one where somebody says who they are
    if operation.entrance is Entrance.GRANTED or method not in SAFE:
        codes.add(403)
    named = _names_things(operation.body) or _names_things(operation.query)
    if operation.on is not None or rule.arguments or named:
        codes.add(404)
    if method not in SAFE:
        codes.add(409)
    if operation.body is not None:
        codes |= {400, 413, 415}
    if operation.body is not None or operation.query is not None or operation.idempotent:
        codes.add(422)
    if operation.limits:
        codes.add(429)
    return codes


def _names_things(body: Schema | None) -> bool:
    """Whether a body names other things by their ids, which may not be there."""
    return body is not None and any(isinstance(field, fields.UUID) for field in body.fields.values())
