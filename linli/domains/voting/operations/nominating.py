"""Standing for the committee: oneself, by neighbours together, or by the community; agreeing, and stepping back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.people.queries import register
from linli.domains.voting.errors import (
    AlreadyNominated,
    NominationsClosed,
    NotAnOwner,
    SourceMissing,
    WrongPeriod,
    WrongStep,
)
from linli.domains.voting.events import NominationsOpened
from linli.domains.voting.models import Candidacy, CandidacySupport, Election
from linli.domains.voting.queries import elections
from linli.domains.voting.rules.candidacy import IN_PLAY, ElectionKind, Path, Standing
from linli.domains.voting.rules.course import UNANNOUNCED
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a candidate says of oneself. `party_shown`: only with the candidate's own agreement (个人信息保护法第29条)."""

    statement: str = ""
    party_member: bool = False
    party_shown: bool = False


def open_nominations(*, election: Election, since_on: date, until_on: date, now: datetime) -> Election:
    """Let owners stand from a day until a day (included), the estate's days at least.

    Raises NominationsClosed for a run-off or an announced vote, WrongPeriod.
    """
    _check_draft(election)
    days = elections.rules_of(election.estate_id, now=now).nomination_days
    if since_on < day_of(now) or (until_on - since_on).days + 1 < days:
        said = f"报名从今天或以后开始，至少 {days} 天。"
        raise WrongPeriod(said, field_errors={"until_on": [said]})
    election.nominations_from, election.nominations_until = since_on, until_on
    db.session.flush()
    audit.record(
        "voting:election:open_nominations",
        object_kind="election",
        object_id=election.id,
        estate_id=election.estate_id,
        until=until_on.isoformat(),
    )
    publish(
        NominationsOpened(
            at=now, estate_id=election.estate_id, vote_id=election.vote_id, election_id=election.id
        )
    )
    return election


def stand(*, actor: Actor, election: Election, profile: Profile, now: datetime) -> Candidacy:
    """An owner stands. Raises NominationsClosed, NotAnOwner, AlreadyNominated."""
    _check_taking(election, now)
    owner_id = _me(election, actor, now)
    made = _put_forward(election, owner_id, Path.SELF, actor=actor, now=now)
    made.state, made.accepted_at = Standing.ACCEPTED, now
    _write(made, profile)
    return made


def nominate_together(*, actor: Actor, election: Election, owner_id: uuid.UUID, now: datetime) -> Candidacy:
    """An owner puts a neighbour forward and is the first to sign; others sign after.

    Raises NominationsClosed, NotAnOwner, AlreadyNominated.
    """
    _check_taking(election, now)
    _me(election, actor, now)
    made = _put_forward(election, owner_id, Path.JOINT, actor=actor, now=now)
    sign(actor=actor, candidacy=made, now=now)
    return made


def sign(*, actor: Actor, candidacy: Candidacy, now: datetime) -> CandidacySupport:
    """One more owner signs a joint nomination, once, and not one's own. Raises NominationsClosed, AlreadyNominated."""
    election = elections.of_candidacy(candidacy)
    _check_taking(election, now)
    owner_id = _me(election, actor, now)
    if candidacy.path != Path.JOINT or candidacy.state not in IN_PLAY:
        raise NominationsClosed("这位候选人不需要联名。")
    if owner_id == candidacy.owner_id:
        raise AlreadyNominated("不能给自己联名，请由其他业主联名。")
    signed = CandidacySupport(
        estate_id=candidacy.estate_id,
        candidacy_id=candidacy.id,
        owner_id=owner_id,
        account_id=actor.account_id,
        at=now,
    )
    db.session.add(signed)
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyNominated("您已经联名过这位候选人，不用重复联名。") from None
    audit.record(
        "voting:candidate:sign",
        object_kind="candidacy",
        object_id=candidacy.id,
        estate_id=candidacy.estate_id,
    )
    return signed


def recommend(
    *, actor: Actor, election: Election, owner_id: uuid.UUID, source: str, now: datetime
) -> Candidacy:
    """The community's party group or 居委会 recommends, by a paper that is named.

    Raises NominationsClosed, SourceMissing, NotAnOwner, AlreadyNominated.
    """
    _check_taking(election, now)
    if not source.strip():
        raise SourceMissing(field_errors={"source": [SourceMissing.sentence]})
    made = _put_forward(election, owner_id, Path.COMMUNITY, actor=actor, now=now)
    made.source = source
    db.session.flush()
    return made


def accept(*, actor: Actor, candidacy: Candidacy, profile: Profile, now: datetime) -> Candidacy:
    """The person who was put forward agrees to stand and says something of themselves. Raises WrongStep, Unknown."""
    _check_own(actor, candidacy)
    if candidacy.state != Standing.PROPOSED:
        raise WrongStep("您已经答复过了。")
    candidacy.state, candidacy.accepted_at = Standing.ACCEPTED, now
    _write(candidacy, profile)
    _record("accept", candidacy)
    return candidacy


def describe(*, actor: Actor, candidacy: Candidacy, profile: Profile, now: datetime) -> Candidacy:  # noqa: ARG001
    """The candidate changes the words, until the list is up. Raises WrongStep, Unknown."""
    _check_own(actor, candidacy)
    if candidacy.number is not None or candidacy.state not in IN_PLAY:
        raise WrongStep("名单已经公布，介绍不能再改。")
    _write(candidacy, profile)
    _record("describe", candidacy)
    return candidacy


def show_photo(*, actor: Actor, candidacy: Candidacy, photos: Sequence[Readable], now: datetime) -> None:
    """The candidate's photo; a new one takes the old one's place. Raises WrongStep, Unknown, and what photos raise."""
    _check_own(actor, candidacy)
    if candidacy.number is not None or candidacy.state not in IN_PLAY:
        raise WrongStep("名单已经公布，照片不能再换。")
    if not photos:
        return
    for old in attachments.of_object(
        estate_id=candidacy.estate_id, object_kind=elections.PHOTO, object_id=candidacy.id
    ):
        attachments.delete(old, now=now)
    attachments.store_image(
        estate_id=candidacy.estate_id,
        stream=photos[0],
        object_kind=elections.PHOTO,
        object_id=candidacy.id,
        made_by=actor.account_id,
        now=now,
    )
    db.session.flush()


def withdraw(*, actor: Actor, candidacy: Candidacy, reason: str, now: datetime) -> Candidacy:
    """The candidate steps back, or says no to being put forward; until the notice. Raises WrongStep, Unknown."""
    _check_own(actor, candidacy)
    election = elections.of_candidacy(candidacy)
    if candidacy.state not in IN_PLAY or elections.vote_of(election).state not in UNANNOUNCED:
        raise WrongStep("选举已经公告，名单不能再变。当选以后可以向业主委员会书面辞职。")
    candidacy.state, candidacy.reason, candidacy.decided_at = Standing.WITHDRAWN, reason, now
    db.session.flush()
    _record("withdraw", candidacy)
    return candidacy


def _put_forward(
    election: Election, owner_id: uuid.UUID, path: Path, *, actor: Actor, now: datetime
) -> Candidacy:
    views, on = register.owner_views(election.estate_id, [owner_id]), day_of(now)
    if owner_id not in views or not elections.owns_today(election.estate_id, owner_id, on=on):
        raise NotAnOwner(field_errors={"name": [NotAnOwner.sentence]})
    made = Candidacy(
        estate_id=election.estate_id,
        election_id=election.id,
        owner_id=owner_id,
        name=views[owner_id].name,
        place=elections.building_of(election.estate_id, owner_id, on=on),
        path=path,
        state=Standing.PROPOSED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyNominated from None
    _record("propose", made, path=path)
    return made


def _write(candidacy: Candidacy, profile: Profile) -> None:
    candidacy.statement = profile.statement
    candidacy.party_member = profile.party_member
    candidacy.party_shown = profile.party_shown
    db.session.flush()


def _me(election: Election, actor: Actor, now: datetime) -> uuid.UUID:
    mine = register.owners_of_account(election.estate_id, actor.account_id)
    held = [one for one in mine if elections.owns_today(election.estate_id, one, on=day_of(now))]
    if not held:
        raise NotAnOwner("只有登记在册的业主可以报名和联名。请先认证您的房屋。")
    return held[0]


def _check_own(actor: Actor, candidacy: Candidacy) -> None:
    if not elections.is_own(candidacy, actor.account_id):
        raise Unknown


def _check_draft(election: Election) -> None:
    if election.kind == ElectionKind.RUN_OFF or elections.vote_of(election).state not in UNANNOUNCED:
        raise NominationsClosed


def _check_taking(election: Election, now: datetime) -> None:
    _check_draft(election)
    if not elections.taking_names(election, on=day_of(now)):
        raise NominationsClosed


def _record(act: str, candidacy: Candidacy, **details: str) -> None:
    audit.record(
        f"voting:candidate:{act}",
        object_kind="candidacy",
        object_id=candidacy.id,
        estate_id=candidacy.estate_id,
        **details,
    )
