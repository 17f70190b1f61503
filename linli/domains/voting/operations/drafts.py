"""Drafts as a whole: begun from a template, copied from a past vote, removed and brought back."""

import uuid
from datetime import datetime

from config.voting_templates import Template
from linli.domains.voting.errors import CannotRemove, WrongStep
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import drafting
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import votes
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import UNANNOUNCED, Meeting, State
from linli.domains.voting.rules.kinds import VoteKind
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.terms import Terms
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def from_template(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    template: Template,
    title: str,
    meeting: Meeting,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> Vote:
    """Begin a vote on a common matter: notice and first item are written, what is 【】 is left to fill in (VO-03).

    Raises OpensTooEarly, WrongPeriod.
    """
    vote = drafting.draft(
        actor=actor,
        estate_id=estate_id,
        title=title or template.title,
        meeting=meeting,
        opens_at=opens_at,
        closes_at=closes_at,
        kind=VoteKind(template.kind),
        terms=Terms(notice_text=template.notice),
        now=now,
    )
    drafting.add_item(
        vote=vote,
        title=template.item,
        words=template.words,
        matter=Matter(template.matter),
        changes=template.changes,
        costs=template.costs,
        otherwise=template.otherwise,
    )
    return vote


def copy(*, actor: Actor, vote: Vote, opens_at: datetime, closes_at: datetime, now: datetime) -> Vote:
    """A draft with a past vote's texts and options: no ballots, no roll, no candidates, dates of its own (VO-57).

    Raises OpensTooEarly, WrongPeriod.
    """
    made = drafting.draft(
        actor=actor,
        estate_id=vote.estate_id,
        title=vote.title,
        meeting=Meeting(vote.meeting),
        opens_at=opens_at,
        closes_at=closes_at,
        scope_kind=vote.scope_kind,
        scope_ids=[uuid.UUID(one) for one in vote.scope_ids],
        kind=VoteKind(vote.kind),
        terms=votes.terms(vote),
        now=now,
    )
    made.copied_from = vote.id
    for item in votes.items(vote):
        if item.kind == ItemKind.RESOLUTION:
            drafting.add_item(
                vote=made,
                title=item.title,
                words=item.words,
                matter=Matter(item.matter),
                changes=item.changes,
                costs=item.costs,
                otherwise=item.otherwise,
                follow_majority=item.follow_majority,
                alternative_of=item.alternative_of,
            )
    return made


def remove(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """Take a draft off the list; it can be brought back. Raises CannotRemove for all that was ever announced."""
    lock(vote)
    if vote.state not in UNANNOUNCED or vote.edition:
        raise CannotRemove
    if vote.removed_at is None:
        vote.state = State.DRAFT
        vote.removed_by, vote.removed_at = actor.account_id, now
        db.session.flush()
        audit.record("voting:vote:remove", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id)
    return vote


def restore(*, vote: Vote) -> Vote:
    """Bring a removed draft back. Raises WrongStep where it was not removed."""
    lock(vote)
    if vote.removed_at is None:
        raise WrongStep("这份草稿没有删除。")
    vote.removed_by, vote.removed_at = None, None
    db.session.flush()
    audit.record("voting:vote:restore", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id)
    return vote
