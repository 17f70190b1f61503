"""What account operations take and give."""

from marshmallow import fields, validate

from linli.domains.people.rules import CodeWay
from linli.kernel.actors import Role, ScopeKind
from linli.platform.web.schemas import In, Moment, Out, Text, Upload, Whole

_THEMES, _MODES = ("auto", "light", "dark"), ("normal", "elder")


def _way() -> fields.String:
    """By short message unless somebody wants to be called."""
    known = tuple(str(way) for way in CodeWay)
    return fields.String(load_default="sms", validate=validate.OneOf(known, error="请选择短信或语音。"))


class CodeIn(In):
    """A phone that wants a one-time code."""

    phone = Text(most=20, required=True, metadata={"examples": ["13800000001"]})
    way = _way()


class SessionIn(In):
    """Either a phone and its code, or a username, a password and the time code."""

    phone = Text(most=20)
    code = Text(most=10)
    username = Text(most=64)
    password = fields.String(validate=validate.Length(1, 200, error="密码太长。"), load_only=True)
    totp = Text(most=12, least=0)


class ActingOut(Out):
    """A role to act in, and where."""

    role = fields.String(required=True)
    role_title = fields.String(required=True)
    scope_kind = fields.String(required=True)
    scope_id = fields.UUID(allow_none=True, required=True)
    place = fields.String(required=True)
    current = fields.Boolean(required=True)


class SessionOut(Out):
    """A place where the account is signed in."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    device = fields.String(required=True)
    read_only = fields.Boolean(required=True)
    made_at = Moment(required=True)
    seen_at = Moment(required=True)
    expires_at = Moment(required=True)
    current = fields.Boolean(required=True)


class EntryOut(Out):
    """A session just begun. The token is shown this once; `csrf_token` goes with the cookie."""

    token = fields.String(required=True)
    csrf_token = fields.String(required=True)
    session = fields.Nested(SessionOut, required=True)


class MeOut(Out):
    """The signed-in account and the role it acts in."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, metadata={"description": "中间四位隐去"})
    role = fields.String(required=True)
    scope_kind = fields.String(required=True)
    scope_id = fields.UUID(allow_none=True, required=True)
    csrf_token = fields.String(required=True)


class ActIn(In):
    """The role to act in from now on."""

    role = fields.Enum(Role, by_value=True, required=True)
    scope_kind = fields.Enum(ScopeKind, by_value=True, required=True)
    scope_id = fields.UUID(load_default=None, allow_none=True)


class TokenIn(In):
    """A token for a program."""

    label = Text(most=60, required=True)
    read_only = fields.Boolean(load_default=True)
    days = Whole(least=1, most=365, load_default=90)


class LookIn(In):
    """How pages look for this person."""

    theme = fields.String(validate=validate.OneOf(_THEMES, error="请选择一种颜色。"), load_default="auto")
    mode = fields.String(validate=validate.OneOf(_MODES, error="请选择一种字体。"), load_default="normal")


class SessionsOut(Out):
    """Everywhere the account is signed in."""

    items = fields.List(fields.Nested(SessionOut), required=True)


class ActingsOut(Out):
    """Every role the account may act in."""

    items = fields.List(fields.Nested(ActingOut), required=True)


class MyDataOut(Out):
    """Everything about a person; each room adds its part."""

    class Meta:
        """Marshmallow's settings: the parts are the rooms' own, under names of theirs."""

        unknown = "include"


class NextIn(In):
    """Where to go on to: an own path; anything else is ignored later."""

    class Meta:
        """Marshmallow's settings: other people's links bring other words along."""

        unknown = "exclude"

    next = Text(most=500, least=0, load_default="")


class StaffSignInIn(In):
    """The staff's sign-in form."""

    username = Text(most=64, required=True)
    password = fields.String(
        required=True,
        validate=validate.Length(1, 200, error="请填写密码。"),
        error_messages={"required": "请填写密码。"},
    )
    totp = Text(most=12, least=0, load_default="")
    next = Text(most=500, least=0, load_default="")


class PhoneForm(In):
    """The first step of a resident's sign-in."""

    phone = Text(most=20, required=True)
    next = Text(most=500, least=0, load_default="")
    way = _way()


class CodeForm(PhoneForm):
    """The second step of a resident's sign-in."""

    code = Text(most=10, required=True)


class SetupForm(In):
    """The first password of a staff account."""

    username = Text(most=64, required=True)
    setup_code = Text(most=64, required=True)
    password = fields.String(required=True, validate=validate.Length(1, 200, error="请填写密码。"))


class SecondFactorForm(In):
    """The first time code."""

    totp = Text(most=12, required=True)


class PasswordIn(In):
    """A change of password."""

    old = fields.String(required=True, validate=validate.Length(1, 200, error="请填写原密码。"))
    new = fields.String(required=True, validate=validate.Length(1, 200, error="请填写新密码。"))


class ActingForm(In):
    """The role chosen on the page, as role:kind:id."""

    acting = Text(most=120, required=True)
    next = Text(most=500, least=0, load_default="")


class ClaimForm(In):
    """A claim made on the page."""

    estate_id = fields.UUID(
        required=True, error_messages={"invalid_uuid": "请选择小区。", "required": "请选择小区。"}
    )
    unit = Text(most=60, required=True)
    name = Text(most=60, required=True)
    photos = fields.List(Upload(), load_default=list)


class InvitationForm(In):
    """An invitation code typed on the page."""

    estate_id = fields.UUID(
        required=True, error_messages={"invalid_uuid": "请选择小区。", "required": "请选择小区。"}
    )
    code = Text(most=20, required=True)
    name = Text(most=60, required=True)


class CloseForm(In):
    """Closing the account, with the words that show it is meant."""

    confirm = fields.String(required=True, validate=validate.OneOf(["注销"], error="请填写“注销”两个字。"))
