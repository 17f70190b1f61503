"""What the pages' forms on homes, owners and roles take."""

from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate

from linli.blueprints.people.schemas import CHOOSE, PhotosIn, StaffIn
from linli.domains.people.errors import NotAPhone
from linli.domains.people.operations.changes import NewOwner
from linli.domains.people.rules import ClaimState, OwnerKind, phone_number
from linli.kernel.actors import NOWHERE, Role, Scope, ScopeKind, Tie
from linli.platform.web.schemas import Day, In, Text, WindowIn

_ESTATE: dict[str, Any] = {"required": "请选择小区。", "invalid_uuid": "请选择小区。"}


class Place(fields.Field[Scope]):
    """A place chosen from a list, written kind:id."""

    default_error_messages = {"required": "请选择范围。", "invalid": "请选择列出的一个范围。"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Scope:  # noqa: ARG002
        kind, _, place = str(value).partition(":")
        try:
            scope = Scope(ScopeKind(kind), fields.UUID().deserialize(place) if place else None)
        except (ValueError, ValidationError):
            raise self.make_error("invalid") from None
        if scope == NOWHERE:
            raise self.make_error("invalid")
        return scope


class Buyers(fields.Field[list[NewOwner]]):
    """New owners as an officer types them, one a line: name, phone, share; the last two may be missing."""

    default_error_messages = {
        "required": "请填写新业主。",
        "empty": "请填写新业主，一人一行。",
        "many": "最多 20 位。",
        "line": "第 {line} 行看不懂，请写成：姓名 手机号 份额。",
        "phone": "第 {line} 行的手机号不对。",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[NewOwner]:  # noqa: ARG002
        text = Text(most=2000, least=0).deserialize(value)
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            raise self.make_error("empty")
        if len(lines) > 20:  # noqa: PLR2004 - a household, not a crowd
            raise self.make_error("many")
        return [self._line(line, number) for number, line in enumerate(lines, 1)]

    def _line(self, line: str, number: int) -> NewOwner:
        words = line.replace("，", " ").replace(",", " ").replace("、", " ").split()
        phones = [word for word in words[1:] if word.isascii() and word.isdecimal() and len(word) > 6]  # noqa: PLR2004
        rest = [word for word in words[1:] if word not in phones]
        if len(rest) > 1 or len(words[0]) > 60:  # noqa: PLR2004
            raise self.make_error("line", line=number)
        try:
            checked = tuple(phone_number(phone) for phone in phones)
        except NotAPhone:
            raise self.make_error("phone", line=number) from None
        kind = (
            OwnerKind.COMPANY if words[0].endswith(("公司", "中心", "厂", "社", "局")) else OwnerKind.PERSON
        )
        return NewOwner(words[0], kind, checked, rest[0] if rest else "")


class RosterForm(In):
    """A claim by the register."""

    estate_id = fields.UUID(required=True, error_messages=_ESTATE)
    unit = Text(most=60, required=True)
    name = Text(most=60, required=True)


class PaperForm(RosterForm, PhotosIn):
    """A claim by photographed papers."""

    tie = fields.Enum(Tie, by_value=True, load_default=Tie.OWNER, error_messages=CHOOSE)


class CodeForm(In):
    """An invitation code and the guest's name."""

    code = Text(most=20, required=True)
    name = Text(most=60, required=True)


class CodeIn(In):
    """A link or a QR code brings the invitation along; other words are left alone."""

    class Meta:
        """Marshmallow's settings."""

        unknown = "exclude"

    code = Text(most=20, least=0, load_default="")


class GuestForm(In):
    """Whom an owner invites: family, a tenant, or a co-owner of the register."""

    guest = fields.String(required=True, error_messages={"required": "请选择邀请谁。"})


class SearchForm(WindowIn):
    """A search by name or room number."""

    search = Text(most=60, least=0, load_default="")


class RevealForm(In):
    """Why the full number is needed."""

    reason = Text(most=200, least=4, required=True)


class ClaimsForm(WindowIn):
    """Which claims are shown."""

    state = fields.Enum(ClaimState, by_value=True, load_default=ClaimState.PENDING, error_messages=CHOOSE)


class DecisionForm(In):
    """Yes or no with a reason, and which owner the person is."""

    approved = fields.String(
        required=True,
        validate=validate.OneOf(("yes", "no"), error="请选择通过或不通过。"),
        error_messages={"required": "请选择通过或不通过。"},
    )
    reason = Text(most=200, required=True)
    owner_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOOSE)


class AreaForm(In):
    """An area in square metres with at most two decimals, and its source."""

    floor_area = Text(most=20, required=True)
    area_source = fields.String(
        required=True,
        validate=validate.OneOf(("register", "survey", "contract"), error="请选择面积的来源。"),
        error_messages={"required": "请选择面积的来源。"},
    )


class SaleForm(In):
    """A sale: to whom, from which day, on what proof."""

    buyers = Buyers(required=True)
    since_on = Day(required=True)
    reason = Text(most=200, required=True)


class GrantForm(In):
    """A role for somebody who has an account."""

    @pre_load
    def _no_blank_day(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        """An empty date field of a form means no date."""
        return {name: value for name, value in sent.items() if name != "until" or value}

    who = Text(most=64, required=True)
    role = fields.Enum(Role, by_value=True, required=True, error_messages=CHOOSE)
    place = Place(required=True)
    until = Day(load_default=None, allow_none=True)


class OpenForm(In):
    """A new staff account with its first role."""

    username = StaffIn._declared_fields["username"]  # noqa: SLF001 - the same rule on page and API
    name = Text(most=60, required=True)
    role = fields.Enum(Role, by_value=True, required=True, error_messages=CHOOSE)
    place = Place(required=True)


class LeaveForm(In):
    """Who takes over."""

    successor_id = fields.UUID(
        required=True, error_messages={"required": "请选择接手的同事。", "invalid_uuid": "请选择接手的同事。"}
    )
