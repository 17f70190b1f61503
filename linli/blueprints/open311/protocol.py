"""The addresses of Open311, which estate a request is about, and how it is refused."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, request

from linli.blueprints.open311 import words
from linli.domains.estates import queries as estates
from linli.kernel.refusals import Invalid, Unknown
from linli.platform.web import Foreign
from linli.platform.web.protocols import Protocol

PREFIX = "/open311"
#: The specification knows "not there", "no key" and "wrong"; what it does not speak of stays as HTTP has it.
_STATUS = {401: 403, 409: 400, 415: 400, 422: 400}
#: Our fields under the names that the caller used.
_FIELDS = {"category": "service_code", "unit_id": "address_id", "place": "address_string", "photos": "media"}


class JurisdictionMissing(Invalid):
    """The endpoint serves many estates, and the request names none."""

    code, sentence = "open311.jurisdiction_missing", "缺少 jurisdiction_id：请填写小区的编号。"


class NoSuchJurisdiction(Unknown):
    """No estate of that id takes part."""

    code, sentence = "open311.no_such_jurisdiction", "没有这个 jurisdiction_id，请核对小区的编号。"


class NoSuchKind(Unknown):
    """No kind of report has this code."""

    code, sentence = "open311.no_such_service", "没有这个 service_code，请从 services 列表里选择。"


class NoSuchRequest(Unknown):
    """No request that everybody may read has this id."""

    code, sentence = "open311.no_such_request", "没有这个编号的公开报事。"


class Open311(Foreign):
    """Requests about an estate, which `jurisdiction_id` names in the address or the form."""

    def place(self) -> dict[str, Any]:
        """The estate. Raises JurisdictionMissing and NoSuchJurisdiction."""
        if not request.path.startswith(f"{PREFIX}/v2/") or request.path.startswith(f"{PREFIX}/v2/discovery."):
            return {}
        named = request.values.get("jurisdiction_id", "")
        if not named:
            raise JurisdictionMissing
        try:
            return {"estate_id": estates.estate(estate_id=UUID(named)).id}
        except (ValueError, Unknown):
            raise NoSuchJurisdiction from None


def refuse(status: int, sentence: str, fields: Mapping[str, Sequence[str]]) -> Response:
    """A refusal in the form that was asked for, one error for each field that is wrong."""
    code = _STATUS.get(status, status)
    if status == 401:  # noqa: PLR2004
        sentence = "api_key 缺失或无效（missing or invalid api_key）。"
    told = [f"{_FIELDS.get(name, name)}：{one}" for name, said in fields.items() for one in said]
    form = "json" if request.path.endswith(".json") else "xml"
    errors = [{"code": code, "description": one} for one in told or [sentence]]
    return words.answer(form, "errors", errors, status=code)


bp = Open311("open311", __name__, protocol=Protocol(PREFIX, "api_key", refuse))


@bp.after_request
def let_everybody_read(answer: Response) -> Response:
    """Pages of other sites may read what is open to all: no cookie counts here, so nobody acts through them."""
    if request.method == "GET" and answer.status_code == 200:  # noqa: PLR2004
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
