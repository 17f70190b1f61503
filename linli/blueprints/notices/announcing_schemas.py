"""The shapes of announcements, outages and templates on the wire and in forms."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate

from linli.domains.notices.rules.aims import Aim, Part
from linli.domains.notices.rules.announcing import Stopped, Urgency
from linli.kernel.times import SHANGHAI, shanghai
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole, one_of

MOST_PLACES = 500


class LocalMoment(fields.Field[datetime]):
    """A moment as a form's own field for date and time writes it, 2026-03-01T09:00, on a clock in Shanghai."""

    default_error_messages = {
        "required": "请填写时间。",
        "null": "请填写时间。",
        "invalid": "时间请写成 2026-03-01T09:00 这样。",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:  # noqa: ARG002
        try:
            moment = datetime.strptime(str(value)[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=SHANGHAI)
        except ValueError:
            raise ValidationError(self.default_error_messages["invalid"]) from None
        if not 1900 <= moment.year <= 2200:  # noqa: PLR2004 - outside of anything an estate deals with
            raise self.make_error("invalid")
        return moment.astimezone(UTC)


def _ids() -> fields.List[Any]:
    return fields.List(
        fields.UUID(error_messages={"invalid_uuid": "请从列表里选择。"}),
        load_default=list,
        validate=validate.Length(max=MOST_PLACES, error=f"一次最多选 {MOST_PLACES} 处。"),
    )


class AimIn(In):
    """Whom to tell: places add up; nothing chosen is the whole estate."""

    buildings = _ids()
    entrances = _ids()
    units = _ids()
    parts = fields.List(one_of(Part), load_default=list)

    @post_load
    def _aim(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        places = {name: tuple(dict.fromkeys(body.pop(name))) for name in ("buildings", "entrances", "units")}
        parts = tuple(Part(one) for one in dict.fromkeys(body.pop("parts")))
        return body | {"aim": Aim(**places, parts=parts)}


class AimForm(AimIn):
    """The same from a page, where rooms are written as people call them."""

    rooms = Text(least=0, most=500, load_default="")


class AnnouncementIn(AimIn):
    """Something to announce."""

    title = Text(most=60, required=True)
    words = Text(most=5000, required=True)
    urgency = one_of(Urgency, load_default=Urgency.ORDINARY.value)
    goes_at = Moment(load_default=None, allow_none=True)
    ends_on = Day(load_default=None, allow_none=True)
    ends_at = Moment(load_default=None, allow_none=True)
    expects = Whole(load_default=None, allow_none=True)

    @post_load
    def _urgency(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"urgency": Urgency(body["urgency"])}


class _Emptied(In):
    """A form sends what was left open as an empty text."""

    @pre_load
    def _none(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if value != ""}


class WritingForm(_Emptied, AimForm):
    """An announcement as it is written, before the preview."""

    title = Text(most=60, required=True)
    words = Text(most=5000, required=True)
    urgency = one_of(Urgency, load_default=Urgency.ORDINARY.value)
    goes_at = LocalMoment(load_default=None, allow_none=True)
    ends_at = LocalMoment(load_default=None, allow_none=True)

    @post_load
    def _urgency(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"urgency": Urgency(body["urgency"])}


class SendingForm(WritingForm):
    """The same after the preview: with the number that was seen, and with files."""

    expects = Whole(required=True)
    files = fields.List(Upload(), load_default=list)

    @post_load
    def _files(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"files": [one for one in body["files"] if one.filename]}


def plain(body: dict[str, Any], aim: Aim) -> dict[str, Any]:
    """What was written as a form carries it on: from the page of writing to the preview."""
    moments = {name: _local(body[name]) for name in ("goes_at", "ends_at")}
    places = {name: [str(one) for one in getattr(aim, name)] for name in ("buildings", "entrances", "units")}
    texts = {"title": body["title"], "words": body["words"], "urgency": body["urgency"].value}
    return texts | moments | places | {"parts": [part.value for part in aim.parts]}


def aim_of(values: Mapping[str, Any]) -> Aim:
    """The aim that a preview carried, as far as it can be read."""
    places = {name: values.get(name, []) for name in ("buildings", "entrances", "units", "parts")}
    try:
        loaded: Aim = AimIn().load(places)["aim"]
    except ValidationError:
        return Aim()
    return loaded


def _local(moment: datetime | None) -> str:
    return shanghai(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


class FilesForm(In):
    """Images and documents of an announcement by a program."""

    files = fields.List(Upload(), required=True, validate=validate.Length(1, 9, error="请选 1 到 9 个文件。"))


class EditingForm(In):
    """What came back from the preview to be changed, as it was written."""

    title, words = Text(least=0, most=60, load_default=""), Text(least=0, most=5000, load_default="")
    urgency, goes_at, ends_at = (fields.String(load_default="") for _ in range(3))
    buildings, entrances, units, parts = (
        fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST_PLACES))
        for _ in range(4)
    )


class StartIn(In):
    """With which text to begin."""

    template = fields.String(load_default="", validate=validate.Length(max=40))


class CorrectionIn(In):
    """The right text, and why the old one was wrong."""

    title = Text(most=60, required=True)
    words = Text(most=5000, required=True)
    why = Text(most=200, required=True)


class TemplateIn(In):
    """A text for the next time, its blanks in ［］."""

    name = Text(most=20, required=True)
    title = Text(most=60, required=True)
    words = Text(most=5000, required=True)
    urgency = one_of(Urgency, load_default=Urgency.ORDINARY.value)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"urgency": Urgency(body["urgency"])}


class OutageIn(AimIn):
    """What stops, from when to about when, and why."""

    what = one_of(Stopped, required=True)
    starts_at = Moment(required=True)
    until_at = Moment(required=True)
    reason = Text(most=100, required=True)
    phone = Text(least=0, most=20, load_default="")
    urgency = one_of(Urgency, load_default=Urgency.EMERGENCY.value)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"what": Stopped(body["what"]), "urgency": Urgency(body["urgency"])}


class OutageForm(_Emptied, AimForm):
    """The same from a page."""

    what = one_of(Stopped, required=True)
    starts_at = LocalMoment(required=True)
    until_at = LocalMoment(required=True)
    reason = Text(most=100, required=True)
    phone = Text(least=0, most=20, load_default="")
    urgency = one_of(Urgency, load_default=Urgency.EMERGENCY.value)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"what": Stopped(body["what"]), "urgency": Urgency(body["urgency"])}


class AffectingIn(In):
    """Of which home."""

    unit_id = fields.UUID(
        load_default=None, allow_none=True, error_messages={"invalid_uuid": "请从列表里选择。"}
    )


class AnnouncementsIn(WindowIn):
    """Which announcements."""

    holding = fields.Boolean(load_default=False)


class AnnouncementOut(Out):
    """An announcement."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    urgency = fields.String(required=True)
    author_role = fields.String(required=True)
    published_at = Moment(required=True)
    ends_on = Day(required=True, allow_none=True)
    ends_at = Moment(required=True, allow_none=True)
    corrected_at = Moment(required=True, allow_none=True)
    withdrawn_at = Moment(required=True, allow_none=True)


class ShareOut(Out):
    """How many people of one building."""

    name = fields.String(required=True)
    people = fields.Integer(required=True)


class ReachOut(Out):
    """How many people a notice goes to; homes of its places, and those without anybody on linli."""

    people = fields.Integer(required=True)
    shares = fields.List(fields.Nested(ShareOut), required=True)
    homes = fields.Integer(required=True)
    silent_homes = fields.Integer(required=True)


class ReceiptOut(Out):
    """How far an announcement has come in one building."""

    name = fields.String(required=True)
    told = fields.Integer(required=True)
    read = fields.Integer(required=True)
    unread = fields.Integer(required=True)


class ReceiptsOut(Out):
    """Receipts by building, and whether the second notice is out."""

    items = fields.List(fields.Nested(ReceiptOut), required=True)
    reminded_at = Moment(required=True, allow_none=True)
    reminded = fields.Integer(required=True)


class VersionOut(Out):
    """A text that a correction took the place of."""

    number = fields.Integer(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    why = fields.String(required=True)
    corrected_at = Moment(required=True)


class VersionsOut(Out):
    """All replaced texts, oldest first."""

    items = fields.List(fields.Nested(VersionOut), required=True)


class TemplateOut(Out):
    """A text for the next time."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    urgency = fields.String(required=True)


class TemplatesOut(Out):
    """The estate's own texts."""

    items = fields.List(fields.Nested(TemplateOut), required=True)


class StopOut(Out):
    """An open outage with its announcement."""

    announcement_id = fields.UUID(attribute="announcement.id", required=True)
    title = fields.String(attribute="announcement.title", required=True)
    what = fields.String(attribute="outage.what", required=True)
    starts_at = Moment(attribute="outage.starts_at", required=True)
    until_at = Moment(attribute="outage.until_at", required=True)


class StopsOut(Out):
    """What has stopped."""

    items = fields.List(fields.Nested(StopOut), required=True)
