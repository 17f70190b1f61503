"""Paid repair: quoted, agreed to, worked, billed at what was agreed (TK-37; 民法典第770条: 承揽合同)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.tickets.errors import QuoteAnswered, QuoteNotAccepted, QuoteNotForThis
from linli.domains.tickets.events import RepairCharged, RepairQuoted
from linli.domains.tickets.models import QuoteAnswer, RepairCharge, RepairQuote, Ticket
from linli.domains.tickets.operations.stepping import lock
from linli.domains.tickets.queries import serving, warranty
from linli.domains.tickets.rules.serving import Answer, Material, check_open, quote_total
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

QUOTED_IN = frozenset({State.ASSIGNED, State.SIGNED, State.HANDLING, State.REOPENED})


def quote(
    *, actor: Actor, ticket: Ticket, labour_fen: int, materials: Sequence[Material], words: str, now: datetime
) -> RepairQuote:
    """Tell the resident what the repair will cost, before anything is done. A new quote takes the old one's place.

    Raises QuoteNotForThis where nobody could consent or be billed, QuoteEmpty, QuoteAnswered once it was billed.
    """
    lock(ticket)
    if ticket.unit_id is None or ticket.reporter_id is None or ticket.standing not in QUOTED_IN:
        raise QuoteNotForThis
    covered = warranty.mark(ticket)
    if covered is not None:
        raise QuoteNotForThis(
            f"这件事在保修期内，由{covered.developer}负责，不能向居民收费；不属于保修的先去掉标记。"
        )
    before = serving.quotes(ticket)
    if any(one.billed for one in before):
        raise QuoteAnswered("这一单已经按同意的报价出了账单，不能再报价。")
    if before and before[0].answer is None:
        _answer(actor, before[0].quote, Answer.TAKEN_BACK, "", now)
    made = RepairQuote(
        estate_id=ticket.estate_id,
        ticket_id=ticket.id,
        version=len(before) + 1,
        labour_fen=labour_fen,
        materials=[one.plain() for one in materials],
        total_fen=quote_total(labour_fen, materials),
        words=words,
        at=now,
        made_by=actor.account_id,
    )
    db.session.add(made)
    db.session.flush()
    _audited("quote", made)
    publish(
        RepairQuoted(
            at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id,
            quote_id=made.id,
        )
    )  # fmt: skip
    return made


def accept(*, actor: Actor, ticket: Ticket, quote: RepairQuote, words: str = "", now: datetime) -> None:
    """The resident agrees: the work may begin, and what it costs is fixed. Raises QuoteAnswered."""
    _decide(actor, ticket, quote, Answer.ACCEPTED, words, now)


def decline(*, actor: Actor, ticket: Ticket, quote: RepairQuote, words: str = "", now: datetime) -> None:
    """The resident does not agree: nothing is done at this price. Raises QuoteAnswered."""
    _decide(actor, ticket, quote, Answer.DECLINED, words, now)


def take_back(*, actor: Actor, ticket: Ticket, words: str = "", now: datetime) -> None:
    """The house works for nothing after all: the newest quote falls away. Raises QuoteAnswered."""
    lock(ticket)
    found = serving.quotes(ticket)
    if not found:
        raise QuoteAnswered
    if found[0].answer is Answer.DECLINED:
        made = _copied(found[0].quote, actor, now)
        _answer(actor, made, Answer.TAKEN_BACK, words, now)
        return
    check_open(found[0].answer)
    _answer(actor, found[0].quote, Answer.TAKEN_BACK, words, now)


def check_consent(ticket: Ticket) -> None:
    """Refuse to begin or end work whose price the resident has not agreed to. Raises QuoteNotAccepted."""
    if not serving.may_go_on(ticket):
        raise QuoteNotAccepted


def charge(*, ticket: Ticket, now: datetime) -> RepairCharge | None:
    """Bill the accepted quote when the work is done: the same amounts, line by line, once, also after a redo."""
    lock(ticket)
    found = serving.to_bill(ticket)
    if found is None or ticket.unit_id is None:
        return None
    made = RepairCharge(estate_id=ticket.estate_id, quote_id=found.id, at=now)
    db.session.add(made)
    db.session.flush()
    lines = [("人工费", found.labour_fen)] if found.labour_fen else []
    lines += [(f"{one['words']} × {one['quantity']}", one["amount_fen"]) for one in found.materials]
    publish(
        RepairCharged(
            at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id,
            quote_id=found.id, unit_id=ticket.unit_id, number=ticket.number,
            lines=tuple(line for line in lines if line[1]),
        )
    )  # fmt: skip
    return made


def _decide(
    actor: Actor, ticket: Ticket, quote: RepairQuote, answer: Answer, words: str, now: datetime
) -> None:
    lock(ticket)
    newest = serving.quotes(ticket)[0]
    if newest.quote.id != quote.id:
        raise QuoteAnswered
    check_open(newest.answer)
    _answer(actor, quote, answer, words, now)


def _answer(actor: Actor, quote: RepairQuote, answer: Answer, words: str, now: datetime) -> None:
    db.session.add(
        QuoteAnswer(
            estate_id=quote.estate_id, quote_id=quote.id, answer=answer, words=words, at=now,
            account_id=actor.account_id,
        )
    )  # fmt: skip
    try:
        db.session.flush()
    except IntegrityError:
        raise QuoteAnswered from None
    _audited(answer, quote)


def _copied(quote: RepairQuote, actor: Actor, now: datetime) -> RepairQuote:
    """The declined quote once more, so that taking it back is on record beside the resident's no."""
    made = RepairQuote(
        estate_id=quote.estate_id, ticket_id=quote.ticket_id, version=quote.version + 1, labour_fen=quote.labour_fen,
        materials=quote.materials, total_fen=quote.total_fen, words=quote.words, at=now, made_by=actor.account_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _audited(verb: str, quote: RepairQuote) -> None:
    audit.record(
        f"tickets:quote:{verb}", object_kind="repair_quote", object_id=quote.id, estate_id=quote.estate_id
    )
