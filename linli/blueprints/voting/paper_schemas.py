"""The shapes of ballots on paper: issuing, printing, delivering, receiving, keying and settling."""

from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from linli.blueprints.voting.aftermath_schemas import Chosen, files
from linli.blueprints.voting.choices import gathered
from linli.domains.voting.rules.paper import Fault, Receiver, SheetState, Way
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, Upload, Whole, one_of

MOST_A_FILE, MOST_PACK, MOST_AT_ONCE = 40, 5000, 200
_WANTED = "请扫码或输入 10 位票号。"


class Count(Whole):
    """A number counted by hand; an empty field of a form is none yet."""

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


def _serial(**options: Any) -> fields.String:
    return fields.String(
        validate=validate.Length(max=40, error="票号是 10 位数字，请重新扫码。"),
        error_messages={"required": _WANTED, "null": _WANTED},
        **options,
    )


class SheetsIn(WindowIn):
    """A list of sheets; of one state."""

    state = one_of(SheetState, load_default=None, allow_none=True)

    @pre_load
    def _any(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if (name, value) != ("state", "")}

    @post_load
    def _state(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"state": SheetState(body["state"]) if body["state"] else None}


class VotersIn(WindowIn):
    """Voters by house, of one building, or only those still to be reached."""

    search = Text(least=0, most=40, load_default="")
    building_id = Chosen(load_default=None, allow_none=True)
    missing = fields.Boolean(load_default=False, error_messages={"invalid": "请选一项。"})


class IssueIn(In):
    """For whom a sheet is made."""

    voter_nos = fields.List(
        fields.String(validate=validate.Length(max=20)),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE, error="一次登记 1 到 200 户。"),
        error_messages={"required": "请先勾选要登记的户。", "invalid": "请先勾选要登记的户。"},
    )


class PrintIn(In):
    """The next sheets of a building for the printer; without a building, those in none."""

    building_id = Chosen(load_default=None, allow_none=True)
    most = Whole(least=1, most=MOST_A_FILE, load_default=MOST_A_FILE)


class WhyIn(In):
    """Why a sheet is replaced or cancelled."""

    reason = Text(most=200, least=2, required=True)


class HelpForm(In):
    """Where somebody was helped to fill in a sheet, with a photo of the sign on the receipt."""

    place = Text(most=80, least=2, required=True)
    photos = files()


class SettleIn(In):
    """What a third person reads on a sheet: for each item's number what is marked; blank items are left out."""

    choices = fields.Dict(
        keys=fields.String(validate=validate.Length(max=20)),
        values=fields.Raw(
            metadata={"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        ),
        load_default=dict,
        validate=validate.Length(max=100),
        error_messages={"invalid": "请按选票录入每一项。"},
    )
    fault = one_of(Fault, load_default=None, allow_none=True)
    words = Text(least=0, most=200, load_default="")

    @post_load
    def _fault(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"fault": Fault(body["fault"]) if body["fault"] else None}


class KeyingIn(SettleIn):
    """One keying of the sheet with this serial."""

    serial = _serial(required=True)


class _FromForm(In):
    """Choices from a form, where each item has a field of its own; what is not ticked is blank."""

    names = fields.List(fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=2000))

    @pre_load
    def _gather(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        marked = {number: one for number, one in gathered(sent).items() if one}
        rest = {
            name: value
            for name, value in sent.items()
            if not name.startswith("choice-") and name != "names" and (name, value) != ("fault", "")
        }
        return rest | {"choices": marked}


class SettleForm(_FromForm, SettleIn):
    """The same from a form."""


class KeyingForm(_FromForm, KeyingIn):
    """A keying from a form, with the scan of the sheet where there is one."""

    scan = Upload(load_default=None)


class DeskIn(In):
    """Which sheet was scanned, which was saved just before, and in which pack somebody works."""

    serial = _serial(load_default="")
    done = _serial(load_default="")


class ScannedIn(In):
    """Which sheet was scanned."""

    serial = _serial(required=True)


class BatchIn(In):
    """A new pack of returned sheets, and how many it holds where they were counted already."""

    name = Text(most=40, required=True)
    expected = Count(most=MOST_PACK, load_default=None, allow_none=True)


class RegisterIn(In):
    """The sheet that was scanned into a pack."""

    serial = _serial(required=True)


class CountIn(In):
    """How many sheets a pack holds, counted by hand, and why the number changed."""

    expected = Whole(most=MOST_PACK, required=True)
    reason = Text(least=0, most=200, load_default="")


class PackScanForm(In):
    """The scan of a whole pack."""

    scan = Upload(required=True)


class DeliverIn(In):
    """How a ballot was brought, and into whose hands."""

    way = one_of(Way, required=True)
    receiver = one_of(Receiver, required=True)
    name = Text(least=0, most=40, load_default="")
    note = Text(least=0, most=200, load_default="")

    @post_load
    def _words(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"way": Way(body["way"]), "receiver": Receiver(body["receiver"])}


class DeliverForm(DeliverIn):
    """The same with photos."""

    photos = files()


class TakeBackIn(In):
    """Why an entry of the ledger was a mistake."""

    note = Text(most=200, least=2, required=True)


class AskPaperIn(In):
    """For which of one's own houses a sheet is asked for."""

    voter_no = fields.String(
        required=True, validate=validate.Length(max=20), error_messages={"required": "请选择是哪一户。"}
    )


class PaperSheetOut(Out):
    """A sheet and how far it has come; never what stands on it."""

    id = fields.UUID(required=True, attribute="sheet.id")
    serial = fields.String(required=True, attribute="sheet.serial")
    voter_no = fields.String(required=True, attribute="sheet.voter_no")
    label = fields.String(required=True)
    issue = Whole(required=True, attribute="sheet.issue")
    state = fields.String(required=True, attribute="sheet.state")
    keyed = Whole(required=True)
    asked = fields.String(required=True, attribute="sheet.asked")
    asked_at = Moment(required=True, attribute="sheet.asked_at")
    printed_at = Moment(required=True, allow_none=True, attribute="sheet.printed_at")
    received_at = Moment(required=True, allow_none=True, attribute="sheet.received_at")
    settled_at = Moment(required=True, allow_none=True, attribute="sheet.settled_at")
    reason = fields.String(required=True, attribute="sheet.reason")


class PaperSheetsOut(Out):
    """The sheets that were made, printed or found."""

    items = fields.List(fields.Nested(PaperSheetOut), required=True)


class PaperProgressOut(Out):
    """How far the paper of a vote has come, in sheets."""

    issued = Whole(required=True)
    printed = Whole(required=True)
    returned = Whole(required=True)
    keyed_once = Whole(required=True)
    differing = Whole(required=True)
    settled = Whole(required=True)
    conflicts = Whole(required=True)
    mine = Whole(required=True)
    left = Whole(required=True)


class WaitingSheetOut(Out):
    """A sheet that the asker may key."""

    serial = fields.String(required=True)
    label = fields.String(required=True)


class WaitingSheetsOut(Out):
    """The sheets that the asker may key, in the order they came in."""

    items = fields.List(fields.Nested(WaitingSheetOut), required=True)


class PaperBatchOut(Out):
    """A pack: how many were counted by hand, registered and settled."""

    id = fields.UUID(required=True, attribute="batch.id")
    number = Whole(required=True, attribute="batch.number")
    name = fields.String(required=True, attribute="batch.name")
    expected = Whole(required=True, allow_none=True, attribute="batch.expected")
    registered = Whole(required=True)
    settled = Whole(required=True)
    balanced = fields.Boolean(required=True)


class KeyedOut(Out):
    """The sheet after a keying, and how far the whole has come."""

    sheet = fields.Nested(PaperSheetOut, required=True)
    said = fields.String(required=True)
    progress = fields.Nested(PaperProgressOut, required=True)
    batches = fields.List(fields.Nested(PaperBatchOut), required=True)


class PaperBatchesOut(Out):
    """All packs."""

    items = fields.List(fields.Nested(PaperBatchOut), required=True)


class BallotDeliveryOut(Out):
    """An entry of the ledger."""

    id = fields.UUID(required=True)
    voter_no = fields.String(required=True)
    way = fields.String(required=True)
    receiver = fields.String(required=True)
    counts = fields.Boolean(required=True)
    name = fields.String(required=True)
    note = fields.String(required=True)
    takes_back = fields.UUID(required=True, allow_none=True)
    delivered_by = fields.UUID(required=True)
    delivered_at = Moment(required=True)


class VoterGivenOut(Out):
    """A voter of the roll with sheet and deliveries."""

    voter_no = fields.String(required=True)
    label = fields.String(required=True)
    area = Whole(required=True)
    sheet = fields.Nested(PaperSheetOut, required=True, allow_none=True)
    deliveries = fields.List(fields.Nested(BallotDeliveryOut), required=True)


class PaperConflictOut(Out):
    """A voter with two ballots, and which of them counts by the rule."""

    voter_no = fields.String(required=True, attribute="conflict.voter_no")
    label = fields.String(required=True)
    serial = fields.String(required=True, attribute="sheet.serial")
    rule = fields.String(required=True)
    counts = fields.String(required=True)
    received_at = Moment(required=True, allow_none=True, attribute="sheet.received_at")
    online_at = Moment(required=True)
