"""The shapes of written proxies on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from linli.blueprints.voting.aftermath_schemas import files
from linli.blueprints.voting.choices import gathered
from linli.domains.voting.rules.proxies import Powers
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, one_of


class MaybeDay(Day):
    """A day that may be left open; an empty field of a form is none."""

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


class ProxyIn(In):
    """A proxy: for which voter, to whom, what he may decide, until which day."""

    voter_no = Text(most=20, required=True)
    phone = Text(most=20, required=True)
    powers = one_of(Powers, required=True)
    choices = fields.Dict(
        keys=fields.String(validate=validate.Length(max=20)),
        values=fields.Raw(
            metadata={"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        ),
        load_default=dict,
        validate=validate.Length(max=100),
        error_messages={"invalid": "请给每一项都选一个答案。"},
    )
    until_on = MaybeDay(load_default=None, allow_none=True)

    @post_load
    def _powers(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"powers": Powers(body["powers"])}


class ProxyForm(ProxyIn):
    """The same from a form, where each item has a field of its own, as on the ballot."""

    names = fields.List(fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=2000))

    @pre_load
    def _gather(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        chosen = ("choice-", "plan-")
        rest = {
            name: value for name, value in sent.items() if not name.startswith(chosen) and name != "names"
        }
        return rest | {"choices": gathered(sent)}


class PaperProxyForm(ProxyForm):
    """A proxy on paper, with photos of it."""

    photos = files(required=True)


class RevocationIn(In):
    """Why a proxy is taken back; nobody has to say."""

    reason = Text(most=200, least=0, load_default="")


class PaperRevocationIn(In):
    """Why an organiser takes a proxy back for its owner, or out because it is not in order."""

    reason = Text(most=200, least=5, required=True)


class NewIn(In):
    """Which form of a proxy is wanted."""

    powers = Text(most=20, least=0, load_default="")
    voter = Text(most=20, least=0, load_default="")


class ProxyOut(Out):
    """A proxy: who may vote for whom, and whether he did. Never what the ballot says."""

    id = fields.UUID(required=True, attribute="proxy.id")
    voter_no = fields.String(required=True, attribute="proxy.voter_no")
    label = fields.String(required=True)
    agent = fields.String(required=True, attribute="masked")
    powers = fields.String(required=True, attribute="proxy.powers")
    standing = fields.String(required=True)
    on_paper = fields.Boolean(required=True, attribute="proxy.on_paper")
    until = Moment(required=True, allow_none=True, attribute="proxy.until")
    given_at = Moment(required=True, attribute="proxy.given_at")
    used_at = Moment(required=True, allow_none=True)
    revoked_why = fields.String(required=True, attribute="proxy.revoked_why")


class ProxiesOut(Out):
    """The proxies that an account gave."""

    items = fields.List(fields.Nested(ProxyOut), required=True)
