"""Elections and their candidates: who stands, what is checked, which list is up, what is still missing."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.voting.models import (
    Candidacy,
    CandidacySupport,
    CandidateList,
    CandidateObjection,
    Election,
    EligibilityCheck,
    Recall,
    Vote,
    VoteItem,
)
from linli.domains.voting.rules.candidacy import (
    IN_PLAY,
    Condition,
    ElectionRules,
    Path,
    Standing,
)
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.estate_rules import SETTING
from linli.kernel.actors import Actor, Role
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db

PHOTO = "candidacy"  # what a candidate's photo hangs on


@dataclass(frozen=True, slots=True)
class Support:
    """How many owners signed a joint nomination, and how many it takes."""

    signed: int
    needed: int

    @property
    def enough(self) -> bool:
        """Whether the path's condition is met."""
        return self.signed >= self.needed


def election(*, estate_id: uuid.UUID, election_id: uuid.UUID, **_: object) -> Election:
    """An election of this estate, or Unknown."""
    found = db.session.get(Election, (estate_id, election_id))
    if found is None:
        raise Unknown
    return found


def shown_election(*, estate_id: uuid.UUID, election_id: uuid.UUID, **_: object) -> Election:
    """An election that residents know of: its nominations have begun, or its vote was announced. Otherwise Unknown."""
    found = election(estate_id=estate_id, election_id=election_id)
    if found.nominations_from is None:
        raise Unknown
    return found


def candidacy(*, estate_id: uuid.UUID, candidacy_id: uuid.UUID, **_: object) -> Candidacy:
    """A candidacy of this estate, or Unknown."""
    found = db.session.get(Candidacy, (estate_id, candidacy_id))
    if found is None:
        raise Unknown
    return found


def objection(*, estate_id: uuid.UUID, complaint_id: uuid.UUID, **_: object) -> CandidateObjection:
    """An objection to candidates of this estate, or Unknown."""
    found = db.session.get(CandidateObjection, (estate_id, complaint_id))
    if found is None:
        raise Unknown
    return found


def recall(*, estate_id: uuid.UUID, recall_id: uuid.UUID, **_: object) -> Recall:
    """A recall of this estate, or Unknown."""
    found = db.session.get(Recall, (estate_id, recall_id))
    if found is None:
        raise Unknown
    return found


def item_of(found: Election | Recall) -> VoteItem:
    """The item that an election or a recall is."""
    return db.session.get_one(VoteItem, (found.estate_id, found.id))


def vote_of(found: Election | Recall) -> Vote:
    """The vote in which it is held."""
    return db.session.get_one(Vote, (found.estate_id, found.vote_id))


def elections_of(found: Vote) -> dict[uuid.UUID, Election]:
    """The elections of a vote by item."""
    return {
        one.id: one
        for one in db.session.scalars(
            select(Election).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(Election.id)
        )
    }


def run_off_of(found: Election) -> Election | None:
    """The run-off that was drafted for an election, unless its vote was declared void."""
    return db.session.scalar(
        select(Election)
        .join(Vote, (Vote.estate_id == Election.estate_id) & (Vote.id == Election.vote_id))
        .where(
            Election.estate_id == found.estate_id,
            Election.earlier_item_id == found.id,
            Vote.state != State.VOID,
        )
        .limit(1)
    )


def recalls_of(found: Vote) -> dict[uuid.UUID, Recall]:
    """The recalls of a vote by item."""
    return {
        one.id: one
        for one in db.session.scalars(
            select(Recall).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(Recall.id)
        )
    }


def open_elections(estate_id: uuid.UUID) -> Sequence[Election]:
    """The elections whose nominations have begun, the newest first; their votes may still be drafts."""
    return db.session.scalars(
        select(Election)
        .where(Election.estate_id == estate_id, Election.nominations_from.is_not(None))
        .order_by(Election.nominations_from.desc(), Election.id)
        .limit(20)
    ).all()


def taking_names(found: Election, *, on: date) -> bool:
    """Whether nominations are taken on a day."""
    return (
        found.nominations_from is not None
        and found.nominations_until is not None
        and found.nominations_from <= on <= found.nominations_until
    )


def rules_of(estate_id: uuid.UUID, *, now: datetime) -> ElectionRules:
    """The estate's rules for elections in force. Raises UnknownRule."""
    return ElectionRules.of_setting(estates.setting(estate_id, SETTING, on=day_of(now)))


def candidacies(found: Election) -> Sequence[Candidacy]:
    """Everybody who was put forward, listed ones by their number, then in the order in which they came."""
    return db.session.scalars(
        select(Candidacy)
        .filter_by(estate_id=found.estate_id, election_id=found.id)
        .order_by(Candidacy.number.is_(None), Candidacy.number, Candidacy.id)
    ).all()


def listed(found: Election) -> Sequence[Candidacy]:
    """Those who have a number and are still in play: the candidates that everybody may read of."""
    return [one for one in candidacies(found) if one.number and one.state == Standing.APPROVED]


def lists(found: Election) -> Sequence[CandidateList]:
    """Every list that was put up, the newest first."""
    return db.session.scalars(
        select(CandidateList)
        .filter_by(estate_id=found.estate_id, election_id=found.id)
        .order_by(CandidateList.version.desc())
    ).all()


def objections(found: Election) -> Sequence[CandidateObjection]:
    """Every objection, open ones first."""
    return db.session.scalars(
        select(CandidateObjection)
        .filter_by(estate_id=found.estate_id, election_id=found.id)
        .order_by(CandidateObjection.answered_at.is_not(None), CandidateObjection.id)
    ).all()


def checks(found: Candidacy) -> dict[Condition, EligibilityCheck]:
    """The newest look at each condition."""
    return checks_of_all([found]).get(found.id, {})


def checks_of_all(
    found: Sequence[Candidacy],
) -> dict[uuid.UUID, dict[Condition, EligibilityCheck]]:
    """The same for several candidates at once."""
    made: dict[uuid.UUID, dict[Condition, EligibilityCheck]] = {}
    if not found:
        return made
    query = select(EligibilityCheck).where(
        EligibilityCheck.estate_id == found[0].estate_id,
        EligibilityCheck.candidacy_id.in_([one.id for one in found]),
    )
    for one in db.session.scalars(query.order_by(EligibilityCheck.id)):
        made.setdefault(one.candidacy_id, {})[Condition(one.condition)] = one
    return made


def supports(found: Sequence[Candidacy], needed: int) -> dict[uuid.UUID, Support]:
    """How far the joint nominations among these have come."""
    if not found:
        return {}
    rows = db.session.execute(
        select(CandidacySupport.candidacy_id, func.count())
        .where(
            CandidacySupport.estate_id == found[0].estate_id,
            CandidacySupport.candidacy_id.in_([one.id for one in found]),
        )
        .group_by(CandidacySupport.candidacy_id)
    )
    counted = {row[0]: row[1] for row in rows}
    return {one.id: Support(counted.get(one.id, 0), needed) for one in found if one.path == Path.JOINT}


def own(found: Election, account_id: uuid.UUID) -> Candidacy | None:
    """The candidacy of the account itself, whoever put it forward."""
    mine = register.owners_of_account(found.estate_id, account_id)
    return db.session.scalar(
        select(Candidacy)
        .where(
            Candidacy.estate_id == found.estate_id,
            Candidacy.election_id == found.id,
            Candidacy.owner_id.in_(mine),
        )
        .limit(1)
    )


def is_own(found: Candidacy, account_id: uuid.UUID) -> bool:
    """Whether the account is the candidate."""
    return found.owner_id in register.owners_of_account(found.estate_id, account_id)


def building_of(estate_id: uuid.UUID, owner_id: uuid.UUID, *, on: date) -> str:
    """The building in which an owner's first unit lies, as a candidate's place is shown: never the room."""
    held = {one.unit_id for one in register.ownerships(estate_id, on=on, owner_id=owner_id)}
    if not held:
        return ""
    names = {one.id: one.name for one in estates.buildings(estate_id)}
    units = sorted(estates.unit_views(estate_id, sorted(held)), key=lambda unit: unit.label)
    return next((names[unit.building_id] for unit in units if unit.building_id in names), "")


def owns_today(estate_id: uuid.UUID, owner_id: uuid.UUID, *, on: date) -> bool:
    """Whether somebody is an owner on a day."""
    return bool(register.ownerships(estate_id, on=on, owner_id=owner_id))


def names_of(item: VoteItem) -> Mapping[str, str]:
    """The announced candidates' names by their ids."""
    return {one["candidate_id"]: one["name"] for one in item.candidates}


def in_play(found: Sequence[Candidacy]) -> list[Candidacy]:
    """Those who were neither refused nor withdrew."""
    return [one for one in found if one.state in IN_PLAY]


def candidate_of(found: Election, candidacy_id: uuid.UUID | None) -> Candidacy | None:
    """A listed candidate of this election; None where the whole list is meant. Otherwise Unknown."""
    if candidacy_id is None:
        return None
    one = candidacy(estate_id=found.estate_id, candidacy_id=candidacy_id)
    if one.election_id != found.id or one.number is None:
        raise Unknown
    return one


def may_see(found: Candidacy, actor: Actor, *, on: date) -> bool:
    """Listed candidates are for the estate, joint nominations while being signed; else oneself and the reviewers."""
    if on_show(found, taking=taking_names(of_candidacy(found), on=on)):
        return True
    return actor.role in {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER} or is_own(found, actor.account_id)


def on_show(found: Candidacy, *, taking: bool) -> bool:
    """Whether neighbours see a candidate: on the list, or collecting signatures while names are taken."""
    if found.number is not None and found.state == Standing.APPROVED:
        return True
    return taking and found.path == Path.JOINT and found.state in {Standing.PROPOSED, Standing.ACCEPTED}


def of_candidacy(found: Candidacy) -> Election:
    """The election for which somebody stands."""
    return election(estate_id=found.estate_id, election_id=found.election_id)


def photo(found: Candidacy, *, seen_by: Actor, on: date) -> Attachment:
    """A candidate's photo for whoever may see the candidate; otherwise Unknown."""
    kept = attachments.of_object(estate_id=found.estate_id, object_kind=PHOTO, object_id=found.id)
    if not kept or not may_see(found, seen_by, on=on):
        raise Unknown
    return kept[-1]
