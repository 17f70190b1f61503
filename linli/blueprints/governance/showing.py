"""Cases as pages and programs see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.governance import agreement
from linli.domains.governance.models import GovernanceCase, GovernanceDifference
from linli.domains.governance.queries import cases
from linli.domains.governance.rules.pairing import What
from linli.domains.governance.rules.states import Kind, Meaning, Parcel, Sending, quiet
from linli.domains.tickets.queries.beyond import titles

_TONES = {
    Sending.UNPROCESSED: "wait",
    Sending.SENDING: "info",
    Sending.SENT: "info",
    Sending.ACKNOWLEDGED: "good",
    Sending.SKIPPED: "",
    Sending.FAILED: "bad",
    Sending.BY_HAND: "good",
}
_PARCEL_TONES = {Parcel.WAITING: "wait", Parcel.DONE: "good", Parcel.DEAD: "bad"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One case in a list: which ticket, how far it is, and what an officer should look at."""

    case: GovernanceCase
    ticket_number: str
    title: str
    quiet: bool
    may_look: bool = False

    @property
    def chip(self) -> tuple[str, str]:
        """The sending state in words and tone."""
        return self.case.sending.title, _TONES[self.case.sending]

    @property
    def outside(self) -> str:
        """Where the platform has it, in its words; a state nobody agreed on as it came."""
        if self.case.unknown_state:
            return f"未知状态 {self.case.unknown_state}"
        return self.case.outside_title

    @property
    def look(self) -> str:
        """Why an officer should look at it; empty where nothing is wrong."""
        if self.case.sending is Sending.FAILED:
            return "发送失败，看原因后重发"
        if self.case.unknown_state:
            return "平台给了不认识的状态，请问清含义"
        if self.case.means is Meaning.RETURNED and self.case.sending is not Sending.BY_HAND:
            return "平台退回，请另行安排"
        return f"{agreement().quiet_days} 天没有消息，请催一催" if self.quiet else ""


def shown(estate_id: uuid.UUID, found: Sequence[GovernanceCase], *, now: datetime) -> list[Shown]:
    """Cases with the names of their tickets."""
    names = titles(estate_id, [one.ticket_id for one in found])
    return [Shown(one, *names[one.ticket_id], _quiet(one, now)) for one in found]


def whole(found: GovernanceCase) -> dict[str, Any]:
    """A case with everything that went out and came back, for programs."""
    return {name: getattr(found, name) for name in (
        "ticket_id", "external_id", "state", "reason", "number", "meaning", "outside_title", "unknown_state",
        "document_no", "document_on", "made_at", "sent_at", "acknowledged_at", "heard_at",
    )} | {
        "numbers": [one.number for one in cases.numbers(found)],
        "parcels": [
            {name: getattr(one.parcel, name) for name in (
                "id", "seq", "kind", "state", "tries", "due_at", "last_error", "done_at",
            )} | {"tried": one.tries}
            for one in cases.sent(found)
        ],
        "updates": cases.updates(found),
    }  # fmt: skip


def parcels_shown(found: GovernanceCase) -> list[dict[str, Any]]:
    """The messages of a case for the page."""
    return [
        {
            "id": one.parcel.id,
            "title": Kind(one.parcel.kind).title,
            "chip": (Parcel(one.parcel.state).title, _PARCEL_TONES[Parcel(one.parcel.state)]),
            "dead": one.parcel.state == Parcel.DEAD,
            "waiting": one.parcel.state == Parcel.WAITING,
            "due_at": one.parcel.due_at,
            "tries": one.tries,
            "times": one.parcel.tries,
        }
        for one in cases.sent(found)
    ]


def updates_shown(found: GovernanceCase) -> list[dict[str, Any]]:
    """What the platform said, the newest last, as a timeline."""
    table = agreement().states
    told = cases.updates(found)
    return [
        {
            "title": table[one.state].title if one.state in table else f"未知状态 {one.state}",
            "at": one.said_at,
            "text": one.words,
            "state": "now" if one is told[-1] else "done",
        }
        for one in told
    ]


def differences_shown(found: Sequence[GovernanceDifference]) -> list[dict[str, Any]]:
    """Differences for a page: what it is, and whether sending again may mend it."""
    return [
        {
            "id": one.id,
            "title": What(one.what).title,
            "external_id": one.external_id,
            "ticket_id": one.ticket_id,
            "detail": one.detail,
            "found_at": one.found_at,
            "again": one.what == What.MISSING_THERE and one.ticket_id is not None,
        }
        for one in found
    ]


def _quiet(found: GovernanceCase, now: datetime) -> bool:
    days = agreement().quiet_days
    return quiet(found.sending, found.means, heard_at=found.heard_at, days=days, now=now)
