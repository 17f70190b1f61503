"""Filing with the street, handing over, the seal's log, and the tasks by the clock."""

import uuid
from datetime import date, datetime

from linli.domains.committees import rules
from linli.domains.committees.errors import NoTerm, PapersMissing, WrongStep
from linli.domains.committees.events import TermEnding
from linli.domains.committees.models import CommitteeFiling, CommitteeTerm, HandoverItem, SealUse
from linli.domains.committees.operations import forming, seats
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Filing, Paper, Task
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def note_papers(*, filing: CommitteeFiling, papers: dict[Paper, str]) -> CommitteeFiling:
    """Which document is each paper of the set. Raises WrongStep once it is with the street."""
    if filing.state not in {Filing.PREPARING, Filing.RETURNED}:
        raise WrongStep("材料已经提交，退回以后才能再改。")
    filing.papers = {paper.value: name for paper, name in papers.items() if name}
    db.session.flush()
    return filing


def submit(*, filing: CommitteeFiling, on: date, now: datetime) -> CommitteeFiling:
    """The set goes to the street, complete. Raises WrongStep, PapersMissing naming what lacks."""
    if filing.state not in {Filing.PREPARING, Filing.RETURNED}:
        raise WrongStep
    missing = [paper.title for paper in Paper if not filing.papers.get(paper)]
    if missing:
        raise PapersMissing(f"还缺：{'、'.join(missing)}。")
    filing.state, filing.submitted_on = Filing.SUBMITTED, min(on, day_of(now))
    return _noted("submit", filing)


def answer(
    *, filing: CommitteeFiling, filed: bool, on: date, number: str, remark: str, now: datetime
) -> CommitteeFiling:
    """The street filed it under a number, or sends it back and says why. Raises WrongStep."""
    if filing.state != Filing.SUBMITTED:
        raise WrongStep
    filing.state = Filing.FILED if filed else Filing.RETURNED
    filing.answered_on, filing.number, filing.remark = on, number, remark
    if filed:
        term = terms.term(estate_id=filing.estate_id, term_id=filing.id)
        seats.finish(term=term, kinds=(Task.FILE,), now=now)
    return _noted("answer", filing)


def hand_over(
    *,
    item: HandoverItem,
    handed_on: date,
    handed_by: str,
    received_by: str,
    remark: str,
    now: datetime,
) -> HandoverItem:
    """One thing was handed over; with the last one the task is done."""
    item.handed_on, item.handed_by, item.received_by, item.remark = handed_on, handed_by, received_by, remark
    db.session.flush()
    audit.record(
        "committees:handover:note", object_kind="handover_item", object_id=item.id, estate_id=item.estate_id
    )
    term = terms.term(estate_id=item.estate_id, term_id=item.term_id)
    if all(one.handed_on is not None for one in terms.handover(term)):
        seats.finish(term=term, kinds=(Task.HANDOVER,), now=now)
    return item


def use_seal(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    used_on: date,
    purpose: str,
    document: str,
    copies: int,
    approved_by: str,
    now: datetime,
) -> SealUse:
    """Write down one use of the seal; nothing is ever struck out. Raises NoTerm, WrongStep for a day to come."""
    term = terms.in_office(estate_id, on=used_on)
    if term is None:
        raise NoTerm
    if used_on > day_of(now):
        raise WrongStep("用印日期不能在今天以后。")
    used = SealUse(
        estate_id=estate_id,
        term_id=term.id,
        used_on=used_on,
        purpose=purpose,
        document=document,
        copies=copies,
        approved_by=approved_by,
        handled_by=actor.account_id,
        at=now,
    )
    db.session.add(used)
    db.session.flush()
    audit.record("committees:seal:use", object_kind="seal_use", object_id=used.id, estate_id=estate_id)
    return used


def watch_end(*, term: CommitteeTerm, now: datetime) -> None:
    """90 and 60 days before a term's end tasks appear, and from its end the ten days of the handover (NN-11)."""
    today = day_of(now)
    for days, kind in ((rules.TERM_WARNED, Task.PREPARE_90), (rules.TERM_PREPARED, Task.PREPARE_60)):
        if today >= term.until_on - days and not _next(term):
            due_on = term.until_on - rules.TERM_PREPARED if kind is Task.PREPARE_90 else term.until_on
            if seats.ask(term=term, kind=kind, due_on=due_on, now=now):
                publish(TermEnding(at=now, estate_id=term.estate_id, term_id=term.id, days=days.days))
    if _next(term):
        seats.finish(term=term, kinds=(Task.PREPARE_90, Task.PREPARE_60), now=now)
    if today > term.until_on:
        forming.prepare_handover(term=term, now=now)


def _next(term: CommitteeTerm) -> bool:
    return any(one.since_on > term.since_on for one in terms.terms(term.estate_id))


def _noted(act: str, filing: CommitteeFiling) -> CommitteeFiling:
    db.session.flush()
    audit.record(
        f"committees:filing:{act}",
        object_kind="committee_filing",
        object_id=filing.id,
        estate_id=filing.estate_id,
        state=filing.state,
    )
    return filing
