"""A ticket becomes a case: sent by rule or by hand, kept inside, or handed over on paper."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from config.governance import Rule, agreement
from linli.domains.estates import queries as estates
from linli.domains.governance.errors import AlreadyOut, NoInterface, ReasonMissing, TicketOver
from linli.domains.governance.models import GovernanceCase, GovernanceParcel
from linli.domains.governance.operations.links import photo_path
from linli.domains.governance.ports import Platform
from linli.domains.governance.queries import cases
from linli.domains.governance.rules.deciding import rule_for
from linli.domains.governance.rules.leaving import leaving
from linli.domains.governance.rules.states import OUT, Kind, Parcel, Sending
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.queries.beyond import Ticket
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db
from linli.platform.ports import use


def consider(*, ticket: Ticket, now: datetime) -> GovernanceCase:
    """Note what the rules say of a new report: it waits for the community's word, or stays inside, with the
    reason (GI-15). Asking again changes nothing.
    """
    known = cases.of_ticket(ticket.estate_id, ticket.id)
    if known is not None:
        return known
    rule = _rule(ticket)
    made = GovernanceCase(
        estate_id=ticket.estate_id, ticket_id=ticket.id, external_id=external_id(ticket.id),
        category=ticket.category, outside_category=rule.outside, reason=rule.why,
        state=Sending.UNPROCESSED if rule.send else Sending.SKIPPED, number="", token="", parcels=0,
        unknown_state="", outside_title="", version=0, made_at=now, document_no="",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def send_by_rule(*, ticket: Ticket, now: datetime) -> None:
    """The community has accepted it: what the rules send goes out, where there is a platform to send it to."""
    found = consider(ticket=ticket, now=now)
    if found.sending is Sending.UNPROCESSED and use(Platform).offered:
        _hand_in(found, ticket, now)


def send_dispatched(*, ticket: Ticket, reason: str, now: datetime) -> None:
    """It was given to a body outside the estate: it goes out whatever the rule for its category says."""
    found = consider(ticket=ticket, now=now)
    if found.sending in {Sending.UNPROCESSED, Sending.SKIPPED}:
        found.reason = reason
        found.state = Sending.UNPROCESSED
        if use(Platform).offered:
            _hand_in(found, ticket, now)


def send(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> GovernanceCase:  # noqa: ARG001
    """An officer sends what the rules keep inside, or what is still waiting, and says why.

    Raises NoInterface, ReasonMissing, TicketOver, AlreadyOut.
    """
    if not use(Platform).offered:
        raise NoInterface
    found = _still_inside(ticket, now)
    if not reason and found.sending is Sending.SKIPPED:
        raise ReasonMissing(field_errors={"reason": [ReasonMissing.sentence]})
    found.reason = reason or found.reason
    _hand_in(found, ticket, now)
    _audit("governance:case:send", found)
    return found


def hand_over(
    *, actor: Actor, ticket: Ticket, document_no: str, document_on: date, now: datetime
) -> GovernanceCase:
    """Note that it was handed over on paper: the document's number and day (GI-21). Raises TicketOver, AlreadyOut."""
    found = _still_inside(ticket, now)
    found.state, found.reason = Sending.BY_HAND, f"文号 {document_no}"
    found.document_no, found.document_on, found.handed_by = document_no, document_on, actor.account_id
    found.sent_at = found.heard_at = now
    _audit("governance:case:hand_over", found)
    return found


def keep(*, ticket: Ticket, reason: str) -> None:
    """The ticket came to its end before it was sent: nothing leaves any more."""
    found = cases.of_ticket(ticket.estate_id, ticket.id)
    if found is not None and found.sending is Sending.UNPROCESSED:
        found.state, found.reason = Sending.SKIPPED, reason


def add(*, ticket: Ticket, kind: Kind, known: dict[str, Any], now: datetime) -> None:
    """Tell the platform something more of a case that it has, after everything told before (GI-23)."""
    found = cases.of_ticket(ticket.estate_id, ticket.id)
    if found is not None and found.sending in OUT:
        put(found, kind, leaving(kind, known), now)


def put(found: GovernanceCase, kind: Kind, content: dict[str, Any], now: datetime) -> GovernanceParcel:
    """One more message at the end of the case's queue."""
    db.session.flush()
    db.session.refresh(found, with_for_update=True)
    found.parcels += 1
    made = GovernanceParcel(
        estate_id=found.estate_id, case_id=found.id, seq=found.parcels, kind=kind, content=content,
        state=Parcel.WAITING, made_at=now, since_at=now, tries=0, due_at=now, last_error="",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def external_id(ticket_id: uuid.UUID) -> str:
    """Our number for a case: the same at every try and for ever."""
    return f"LL{ticket_id.hex}"


def _still_inside(ticket: Ticket, now: datetime) -> GovernanceCase:
    if ticket.done:
        raise TicketOver
    found = consider(ticket=ticket, now=now)
    db.session.flush()
    db.session.refresh(found, with_for_update=True)
    if found.sending not in {Sending.UNPROCESSED, Sending.SKIPPED}:
        raise AlreadyOut
    return found


def _hand_in(found: GovernanceCase, ticket: Ticket, now: datetime) -> None:
    known = _known(found, ticket, now)
    found.state = Sending.SENDING
    put(found, Kind.CASE, leaving(Kind.CASE, known), now)


def _rule(ticket: Ticket) -> Rule:
    round_it = estates.surroundings(ticket.estate_id)
    areas = {round_it.county, round_it.street, round_it.community}
    return rule_for(ticket.category, areas, agreement().rules)


def _known(found: GovernanceCase, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """Everything that could be said of a report; rules.leaving says what is."""
    round_it = estates.surroundings(ticket.estate_id)
    until = now + timedelta(days=agreement().photo_days)
    shown = [
        photo.id
        for entry in tickets.history(ticket, inside=False)
        for photo in entry.photos
        if entry.event.data.get("stage") == "report"
    ]
    return {
        "ticket_number": ticket.number,
        "category": found.outside_category,
        "urgency": ticket.urgency,
        "words": ticket.words,
        "place": ticket.place,
        "estate_name": estates.estate(estate_id=ticket.estate_id).name,
        "community_name": round_it.community,
        "street_name": round_it.street,
        "reported_at": ticket.reported_at.isoformat(),
        "due_at": ticket.due_at.isoformat(),
        "photos": [photo_path(ticket.estate_id, photo_id, until=until) for photo_id in shown],
    }


def _audit(act: str, found: GovernanceCase) -> None:
    audit.record(act, object_kind="ticket", object_id=found.ticket_id, estate_id=found.estate_id)
