"""What operations on the register, homes and roles take and give. Names and phones are masked."""

from typing import Any

from marshmallow import fields, validate

from linli.domains.people.rules import ClaimState, ClaimWay, OwnerKind
from linli.kernel.actors import Role, ScopeKind, Tie
from linli.platform.web.schemas import Day, In, Moment, Out, Text, Upload, WindowIn

CHOOSE: dict[str, Any] = {
    "required": "请选择一项。",
    "unknown": "请选择列出的一项。",
    "invalid_uuid": "请选择列出的一项。",
}
_YES_NO: dict[str, Any] = {"required": "请选择通过或不通过。", "invalid": "请选择通过或不通过。"}


class OwnersIn(WindowIn):
    """The register, searched by the beginning of a name."""

    search = Text(most=60, least=0, load_default="")


class HeldOut(Out):
    """A unit that an owner has."""

    unit_id = fields.UUID(required=True)
    label = fields.String(required=True)
    share = fields.String(required=True)
    since_on = Day(required=True, allow_none=True)
    representative = fields.Boolean(required=True)


class OwnerOut(Out):
    """An owner, masked."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "个人只显示姓"})
    kind = fields.String(required=True)
    bound = fields.Boolean(required=True, metadata={"description": "是否已有账号认证"})
    phones = fields.List(fields.String(), required=True, metadata={"description": "中间四位隐去"})
    units = fields.List(fields.Nested(HeldOut), required=True)


class ReasonIn(In):
    """Why somebody has to see what is hidden."""

    reason = Text(most=200, least=4, required=True)


class RevealedOut(Out):
    """An owner's name and phones in full. Each look is written down."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phones = fields.List(fields.String(), required=True)


class OwnerThereOut(Out):
    """An owner of a unit, masked."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    share = fields.String(required=True)
    representative = fields.Boolean(required=True)
    me = fields.Boolean(required=True)


class ResidentOut(Out):
    """Family or a tenant of a unit, masked."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    tie = fields.String(required=True)
    since_on = Day(required=True)
    pays = fields.Boolean(required=True, metadata={"description": "业主同意这位租客查看、缴纳这套房的账单"})
    me = fields.Boolean(required=True)


class LetPayIn(In):
    """Whether a tenant may see and pay the unit's bills."""

    pays = fields.Boolean(required=True, error_messages=CHOOSE)


class HouseholdOut(Out):
    """Everybody who belongs to a unit today."""

    owners = fields.List(fields.Nested(OwnerThereOut), required=True)
    residents = fields.List(fields.Nested(ResidentOut), required=True)


class RepresentativeIn(In):
    """The co-owner who votes for the unit."""

    owner_id = fields.UUID(required=True, error_messages=CHOOSE)


class InvitationIn(In):
    """As what the guest comes; a co-owner says which owner of the unit they are."""

    tie = fields.Enum(Tie, by_value=True, required=True, error_messages=CHOOSE)
    owner_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOOSE)


class OwnerInvitationIn(In):
    """The owner on the register that the code is for."""

    owner_id = fields.UUID(required=True, error_messages=CHOOSE)


class InvitationOut(Out):
    """An invitation; the code itself is shown once, when it is made."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    tie = fields.String(required=True)
    made_at = Moment(required=True)
    expires_at = Moment(required=True)
    state = fields.String(required=True, metadata={"description": "open、used、revoked、expired"})


class NewInvitationOut(InvitationOut):
    """An invitation just made, with its code."""

    code = fields.String(required=True)


class InvitationsOut(Out):
    """The invitations of a unit, newest first."""

    items = fields.List(fields.Nested(InvitationOut), required=True)


class ClaimIn(In):
    """A claim: by the register (unit, name), by a code, or by paper (unit, name, then photos)."""

    way = fields.Enum(ClaimWay, by_value=True, required=True, error_messages=CHOOSE)
    unit = Text(most=60, load_default="", least=0)
    name = Text(most=60, required=True)
    code = Text(most=20, load_default="", least=0)
    tie = fields.Enum(Tie, by_value=True, load_default=Tie.OWNER, error_messages=CHOOSE)
    note = Text(most=500, least=0, load_default="")


class ClaimOut(Out):
    """A claim; to the claimant and the community."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit = fields.String(required=True)
    tie = fields.String(required=True)
    way = fields.String(required=True)
    name = fields.String(required=True)
    note = fields.String(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)
    made_at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    photos = fields.List(fields.UUID(), required=True)


class ClaimsIn(WindowIn):
    """The claims of an estate."""

    state = fields.Enum(ClaimState, by_value=True, load_default=None, error_messages=CHOOSE)


class MyClaimsOut(Out):
    """What I have claimed, newest first."""

    items = fields.List(fields.Nested(ClaimOut), required=True)


class PhotosIn(In):
    """The proof, photographed."""

    photos = fields.List(
        Upload(),
        required=True,
        validate=validate.Length(1, 4, error="请选 1 到 4 张照片。"),
        error_messages={"required": "请拍照或选择照片。"},
    )


class DecisionIn(In):
    """Yes or no, and why; an owner's claim says which owner of the register the person is."""

    approved = fields.Boolean(required=True, error_messages=_YES_NO)
    reason = Text(most=200, required=True)
    owner_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOOSE)


class BuyerIn(In):
    """A new owner as the contract names them."""

    name = Text(most=60, required=True)
    kind = fields.Enum(OwnerKind, by_value=True, load_default=OwnerKind.PERSON, error_messages=CHOOSE)
    phones = fields.List(
        Text(most=20), load_default=list, validate=validate.Length(0, 5, error="最多 5 个电话。")
    )
    share = Text(most=30, least=0, load_default="")


class SaleIn(In):
    """A unit goes to others from a day on."""

    unit_id = fields.UUID(required=True, error_messages=CHOOSE)
    since_on = Day(required=True)
    reason = Text(most=200, required=True)
    new_owners = fields.List(
        fields.Nested(BuyerIn),
        required=True,
        validate=validate.Length(1, 20, error="请填写 1 到 20 位新业主。"),
    )


class ChangesIn(WindowIn):
    """The proposed changes of the register."""

    state = fields.Enum(ClaimState, by_value=True, load_default=None, error_messages=CHOOSE)


class BuyerOut(Out):
    """A new owner, masked."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    phones = fields.List(fields.String(), required=True)
    share = fields.String(required=True)


class ChangeOut(Out):
    """A proposed change of the register."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit = fields.String(required=True)
    since_on = Day(required=True)
    reason = fields.String(required=True)
    new_owners = fields.List(fields.Nested(BuyerOut), required=True)
    state = fields.String(required=True)
    proposed_by = fields.UUID(required=True)
    proposed_at = Moment(required=True)
    decided_by = fields.UUID(required=True, allow_none=True)
    decided_at = Moment(required=True, allow_none=True)
    decision_reason = fields.String(required=True)


class ChangeDecisionIn(In):
    """Yes or no, and why."""

    approved = fields.Boolean(required=True, error_messages=_YES_NO)
    reason = Text(most=200, required=True)


class GrantIn(In):
    """Who gets which role where; `who` is a username or a phone number."""

    who = Text(most=64, required=True)
    role = fields.Enum(Role, by_value=True, required=True, error_messages=CHOOSE)
    scope_kind = fields.Enum(ScopeKind, by_value=True, required=True, error_messages=CHOOSE)
    scope_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOOSE)
    until = Moment(load_default=None, allow_none=True)


class GrantOut(Out):
    """A role that somebody holds."""

    id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    role_title = fields.String(required=True)
    scope_kind = fields.String(required=True)
    scope_id = fields.UUID(required=True, allow_none=True)
    place = fields.String(required=True)
    granted_at = Moment(required=True)
    until = Moment(required=True, allow_none=True)


class StaffIn(In):
    """A new staff account with its first role."""

    username = fields.String(
        required=True,
        validate=validate.Regexp(
            r"[a-z][a-z0-9._-]{2,31}\Z", error="用户名用 3 到 32 个小写字母或数字，字母开头。"
        ),
        error_messages={"required": "请填写用户名。"},
    )
    name = Text(most=60, required=True)
    role = fields.Enum(Role, by_value=True, required=True, error_messages=CHOOSE)
    scope_kind = fields.Enum(ScopeKind, by_value=True, required=True, error_messages=CHOOSE)
    scope_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOOSE)


class SetupOut(Out):
    """The one-time set-up code, shown this once."""

    account_id = fields.UUID(required=True)
    setup_code = fields.String(required=True)


class LeaveIn(In):
    """Who takes over the open work."""

    successor_id = fields.UUID(required=True, error_messages={**CHOOSE, "required": "请选择接手的同事。"})
