"""Drafts of votes for the community officer: begin, fill in, copy, remove and bring back."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from config.voting_templates import Template, templates
from linli.blueprints.voting import course_schemas, schemas
from linli.blueprints.voting.desk import VOTE, VOTES, back, frame
from linli.domains.estates import queries as estates
from linli.domains.voting.models import Vote, VoteItem
from linli.domains.voting.operations import drafting, drafts
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.kinds import VoteKind
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("voting_drafting", __name__)
_EXTENSIONS = (0, 3, 5, 7, 10, 15, 20, 30)


@bp.get(f"{VOTES}/new")
@allow(Act.DRAFT, GRANTS)
def new_vote(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new(actor, estate_id, Form())


def _new(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/console/new.html",
        place=f"/work/e/{estate_id}/votes",
        form=form,
        kinds=[{"value": one.value, "label": one.title, "hint": one.hint} for one in VoteKind],
        buildings=[{"value": one.id, "label": one.name} for one in estates.buildings(estate_id)],
        templates=templates().values(),
        **_choices(estate_id),
    )


def _choices(estate_id: UUID) -> dict[str, Any]:
    """What a draft can be: its law's days with their sources, and every term."""
    now = clock.now()
    rules, law = votes.estate_rules(estate_id, now=now), votes.law_of(estate_id, now=now)
    first = {
        meeting: course.earliest_opening(day_of(now), meeting, rules, votes.calendar()) for meeting in Meeting
    }
    return {
        "rules": rules,
        "law": law,
        "days": [
            (
                one.title,
                course.notice_days(one, rules),
                law.figures[f"{one.value}_notice_days"].source,
                first[one],
            )
            for one in Meeting
        ],
        "earliest": min(first.values()),
        "meetings": [(one.value, one.title) for one in Meeting],
        "modes": course_schemas.MODES,
        "audiences": course_schemas.AUDIENCES,
        "counters": [
            ("no", "本平台"),
            ("yes", rules.official_system or "城市业主表决系统"),
        ],
        "extensions": [(days, f"最多 {days} 天" if days else "不延长") for days in _EXTENSIONS],
    }


@bp.post(VOTES)
@allow(Act.DRAFT, GRANTS)
@takes(schemas.VoteForm)
@idempotent()
@form_page(_new)
def draft_vote(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return back(drafting.draft(actor=actor, estate_id=estate_id, now=clock.now(), **body))


def _template(code: str) -> Template:
    if code not in templates():
        raise Unknown
    return templates()[code]


@bp.get(f"{VOTES}/templates/<string:template>")
@allow(Act.DRAFT, GRANTS)
def show_template(actor: Actor, estate_id: UUID, template: str) -> ResponseReturnValue:
    return _from_template(actor, estate_id, template, Form())


def _from_template(actor: Actor, estate_id: UUID, template: str, form: Form) -> str:  # noqa: ARG001
    found = _template(template)
    return render_template(
        "voting/console/template.html",
        place=f"/work/e/{estate_id}/votes",
        form=form,
        template=found,
        matter=Matter(found.matter),
        **_choices(estate_id),
    )


@bp.post(f"{VOTES}/templates/<string:template>")
@allow(Act.DRAFT, GRANTS)
@takes(course_schemas.TemplateForm)
@idempotent()
@form_page(_from_template)
def draft_from_template(
    actor: Actor, estate_id: UUID, template: str, body: dict[str, Any]
) -> ResponseReturnValue:
    found = _template(template)
    return back(
        drafts.from_template(actor=actor, estate_id=estate_id, template=found, now=clock.now(), **body)
    )


@bp.get(f"{VOTE}/edit")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def edit_vote(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _edit(actor, vote, Form())


def _edit(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/console/edit.html",
        **frame(vote),
        form=form,
        kind=VoteKind(vote.kind),
        opens_on=day_of(vote.opens_at).isoformat(),
        closes_on=day_of(vote.closes_at).isoformat(),
        **_choices(vote.estate_id),
    )


@bp.post(f"{VOTE}/edit")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.MeetingForm)
@form_page(_edit)
def redraft_vote(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    drafting.redraft(vote=vote, now=clock.now(), **body)
    return back(vote)


@bp.get(f"{VOTE}/items/new")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def new_item(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _new_item(actor, vote, Form())


def _new_item(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return _item(vote, form, number=len(votes.items(vote)) + 1, item=None)


def _item(vote: Vote, form: Form, *, number: int, item: VoteItem | None) -> str:
    law = votes.law_of(vote.estate_id, now=clock.now())
    return render_template(
        "voting/console/item.html",
        **frame(vote),
        form=form,
        item=item,
        matters=[
            ("", "请选择"),
            *(
                (one.value, f"{one.title}（{one.threshold.title}，{one.basis(law.article)}）")
                for one in Matter
            ),
        ],
        number=number,
    )


@bp.post(f"{VOTE}/items")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.ItemIn)
@idempotent()
@form_page(_new_item)
def add_item(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    drafting.add_item(vote=vote, **body)
    return back(vote)


@bp.get(f"{VOTE}/items/<uuid:item_id>/edit")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def edit_item(actor: Actor, vote: Vote, item_id: UUID) -> ResponseReturnValue:
    return _edit_item(actor, vote, item_id, Form())


def _edit_item(actor: Actor, vote: Vote, item_id: UUID, form: Form) -> str:  # noqa: ARG001
    found = votes.item(estate_id=vote.estate_id, vote_id=vote.id, item_id=item_id)
    return _item(vote, form, number=found.number, item=found)


@bp.post(f"{VOTE}/items/<uuid:item_id>/edit")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.ItemIn)
@form_page(_edit_item)
def redraft_item(
    actor: Actor,  # noqa: ARG001
    vote: Vote,
    item_id: UUID,
    body: dict[str, Any],
) -> ResponseReturnValue:
    found = votes.item(estate_id=vote.estate_id, vote_id=vote.id, item_id=item_id)
    drafting.redraft_item(vote=vote, item=found, **body)
    return back(vote)


@bp.post(f"{VOTE}/items/<uuid:item_id>/removal")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@form_page(_edit_item)
def remove_item(actor: Actor, vote: Vote, item_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    found = votes.item(estate_id=vote.estate_id, vote_id=vote.id, item_id=item_id)
    drafting.remove_item(vote=vote, item=found)
    return back(vote)


@bp.get(f"{VOTE}/copy")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def show_copy(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _copy(actor, vote, Form())


def _copy(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/console/copy.html",
        **frame(vote),
        form=form,
        items=votes.items(vote),
        **_choices(vote.estate_id),
    )


@bp.post(f"{VOTE}/copy")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(course_schemas.Dates)
@idempotent()
@form_page(_copy)
def copy_vote(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    return back(drafts.copy(actor=actor, vote=vote, now=clock.now(), **body))


@bp.post(f"{VOTE}/removal")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@form_page(_edit)
def remove_vote(actor: Actor, vote: Vote) -> ResponseReturnValue:
    drafts.remove(actor=actor, vote=vote, now=clock.now())
    return redirect(f"/work/e/{vote.estate_id}/votes?removed=yes", 303)


@bp.post(f"{VOTE}/restoration")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@form_page(_edit)
def restore_vote(actor: Actor, vote: Vote) -> ResponseReturnValue:  # noqa: ARG001
    return back(drafts.restore(vote=vote))
