"""Reviewing candidates, putting up the list, answering objections to it (domain rules 1.5, 1.6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from linli.domains.voting.errors import NobodyToList, NominationsClosed, NotYetEligible, WrongStep
from linli.domains.voting.events import CandidatesListed
from linli.domains.voting.models import (
    Candidacy,
    CandidateList,
    CandidateObjection,
    Election,
    EligibilityCheck,
)
from linli.domains.voting.queries import elections
from linli.domains.voting.rules import candidacy as rules
from linli.domains.voting.rules.candidacy import IN_PLAY, Condition, Path, Standing
from linli.domains.voting.rules.course import UNANNOUNCED
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def check(
    *,
    actor: Actor,
    candidacy: Candidacy,
    condition: Condition,
    holds: bool,
    evidence: str,
    now: datetime,
) -> EligibilityCheck:
    """Write down what was found about one condition, and on what evidence; a later look stands. Raises WrongStep."""
    if candidacy.state not in IN_PLAY:
        raise WrongStep("这位候选人已经退出或未通过审查。")
    _check_draft(candidacy)
    found = EligibilityCheck(
        estate_id=candidacy.estate_id,
        candidacy_id=candidacy.id,
        condition=condition,
        holds=holds,
        evidence=evidence,
        checked_by=actor.account_id,
        checked_at=now,
    )
    db.session.add(found)
    db.session.flush()
    _record("check", candidacy, condition=condition)
    return found


def check_all(
    *, actor: Actor, candidacy: Candidacy, found: Mapping[Condition, tuple[bool, str]], now: datetime
) -> None:
    """Write down several conditions at once, those that say something new. Raises WrongStep."""
    known = elections.checks(candidacy)
    for condition, (holds, evidence) in found.items():
        before = known.get(condition)
        if before is None or (before.holds, before.evidence) != (holds, evidence):
            check(
                actor=actor, candidacy=candidacy, condition=condition, holds=holds, evidence=evidence, now=now
            )


def approve(*, actor: Actor, candidacy: Candidacy, now: datetime) -> Candidacy:
    """Every condition was found to hold, the candidate agreed, and the path's own condition is met.

    Raises WrongStep, NotYetEligible (naming what is missing).
    """
    _check_draft(candidacy)
    if candidacy.state == Standing.PROPOSED:
        raise NotYetEligible("本人还没有同意参选。")
    if candidacy.state != Standing.ACCEPTED:
        raise WrongStep("这位候选人已经审查过了。")
    done = elections.checks(candidacy)
    missing = [one.title for one in rules.unchecked(done)]
    if missing:
        raise NotYetEligible(f"还没有核对：{'、'.join(missing)}。")
    failed = [one.title for one in done if not done[one].holds]
    if failed:
        raise NotYetEligible(f"不符合：{'、'.join(failed)}。请作“未通过”处理并写明理由。")
    if not elections.owns_today(candidacy.estate_id, candidacy.owner_id, on=day_of(now)):
        raise NotYetEligible("名册上已经不是业主。")
    if candidacy.path == Path.JOINT:
        needed = elections.rules_of(candidacy.estate_id, now=now).joint_owners
        support = elections.supports([candidacy], needed)[candidacy.id]
        if not support.enough:
            raise NotYetEligible(f"联名的业主 {support.signed} 人，还不够 {support.needed} 人。")
    return _decide(actor, candidacy, Standing.APPROVED, "", now)


def refuse(*, actor: Actor, candidacy: Candidacy, reason: str, now: datetime) -> Candidacy:
    """The candidate does not pass, and is told why; nobody else is. Raises WrongStep."""
    _check_draft(candidacy)
    if candidacy.state not in IN_PLAY:
        raise WrongStep("这位候选人已经退出或未通过审查。")
    return _decide(actor, candidacy, Standing.REFUSED, reason, now)


def put_up_list(*, actor: Actor, election: Election, reason: str = "", now: datetime) -> CandidateList:
    """Put up the names that passed, for the estate's days; a changed list goes up anew and its days run anew.

    Raises NominationsClosed before the last day of nominations is over, NotYetEligible with reviews open, NobodyToList.
    """
    _check_election(election)
    if election.nominations_until is None or day_of(now) <= election.nominations_until:
        raise NominationsClosed("报名还没有结束，结束以后才能公布名单。")
    everybody = elections.candidacies(election)
    waiting = [one.name for one in everybody if one.state == Standing.ACCEPTED]
    if waiting:
        raise NotYetEligible(f"还有候选人没有审查完：{'、'.join(waiting[:5])}。")
    names = [one for one in everybody if one.state == Standing.APPROVED]
    if not names:
        raise NobodyToList
    _number(everybody, names)
    names.sort(key=lambda one: one.number or 0)
    earlier = elections.lists(election)
    made = CandidateList(
        estate_id=election.estate_id,
        election_id=election.id,
        version=earlier[0].version + 1 if earlier else 1,
        reason=reason or ("名单有变动" if earlier else "首次公布"),
        candidates=[{"number": one.number, "name": one.name, "place": one.place} for one in names],
        published_by=actor.account_id,
        published_at=now,
        shown_until=day_of(now) + timedelta(days=elections.rules_of(election.estate_id, now=now).list_days),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "voting:candidates:publish",
        object_kind="election",
        object_id=election.id,
        estate_id=election.estate_id,
        version=made.version,
    )
    publish(
        CandidatesListed(
            at=now, estate_id=election.estate_id, vote_id=election.vote_id, election_id=election.id
        )
    )
    return made


def object_to(
    *, actor: Actor, election: Election, candidacy: Candidacy | None, words: str, now: datetime
) -> CandidateObjection:
    """Say something against the list or a name on it, while it is up. Raises NominationsClosed."""
    up = elections.lists(election)
    if not up or day_of(now) > up[0].shown_until:
        raise NominationsClosed("名单不在公示期内，不能提出异议。")
    made = CandidateObjection(
        estate_id=election.estate_id,
        election_id=election.id,
        candidacy_id=candidacy.id if candidacy else None,
        account_id=actor.account_id,
        words=words,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "voting:candidates:object",
        object_kind="election",
        object_id=election.id,
        estate_id=election.estate_id,
    )
    return made


def answer(
    *, actor: Actor, objection: CandidateObjection, answer: str, upheld: bool, now: datetime
) -> CandidateObjection:
    """Answer an objection; an upheld one takes the candidate off, and the list goes up anew. Raises WrongStep."""
    if objection.answered_at is not None:
        raise WrongStep("这条异议已经答复过了。")
    objection.answer, objection.upheld = answer, upheld
    objection.answered_by, objection.answered_at = actor.account_id, now
    if upheld and objection.candidacy_id is not None:
        against = elections.candidacy(estate_id=objection.estate_id, candidacy_id=objection.candidacy_id)
        if against.state in IN_PLAY:
            refuse(actor=actor, candidacy=against, reason=answer, now=now)
    db.session.flush()
    audit.record(
        "voting:candidates:answer",
        object_kind="election",
        object_id=objection.election_id,
        estate_id=objection.estate_id,
    )
    return objection


def _number(everybody: Sequence[Candidacy], names: Sequence[Candidacy]) -> None:
    last = max((one.number or 0 for one in everybody), default=0)
    for one in names:
        if one.number is None:
            last += 1
            one.number = last
    db.session.flush()


def _decide(actor: Actor, candidacy: Candidacy, state: Standing, reason: str, now: datetime) -> Candidacy:
    candidacy.state, candidacy.reason = state, reason
    candidacy.decided_by, candidacy.decided_at = actor.account_id, now
    db.session.flush()
    _record("approve" if state is Standing.APPROVED else "refuse", candidacy)
    return candidacy


def _check_draft(candidacy: Candidacy) -> None:
    _check_election(elections.of_candidacy(candidacy))


def _check_election(election: Election) -> None:
    if elections.vote_of(election).state not in UNANNOUNCED:
        raise WrongStep("选举已经公告，候选人名单不能再变。")


def _record(act: str, candidacy: Candidacy, **details: str) -> None:
    audit.record(
        f"voting:candidate:{act}",
        object_kind="candidacy",
        object_id=candidacy.id,
        estate_id=candidacy.estate_id,
        **details,
    )
