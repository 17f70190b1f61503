"""The yearly round for a household: ten questions with large buttons, thanks, and the way to the results."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.satisfaction import devices, schemas, shown
from linli.blueprints.satisfaction.api import given
from linli.domains.satisfaction.permissions import GRANTS, Act
from linli.domains.satisfaction.queries import households, rounds
from linli.domains.satisfaction.rules.course import MONTHS_HERE
from linli.domains.satisfaction.rules.questions import RATED, TEN, Level
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("satisfaction_pages", __name__)
HERE = "/e/<uuid:estate_id>/satisfaction"


@bp.get(HERE)
@allow(Act.READ, GRANTS)
def show_round(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:
    now = clock.now()
    one = shown.own(actor, estate_id, now=now)
    standing = rounds.newest(estate_id)
    return render_template(
        "satisfaction/round.html",
        tab="votes",
        back={"href": f"/e/{estate_id}/", "label": "返回首页"},
        form=form or Form(),
        here=f"/e/{estate_id}/satisfaction",
        round=one,
        questions=rounds.asked(standing) if standing else TEN,
        words=[level.title for level in reversed(RATED)],
        rated=RATED,
        unknown=Level.UNKNOWN,
        barred=households.barred(actor, now=now),
        work_device=devices.marked(),
        months=MONTHS_HERE,
    )


@bp.post(HERE)
@allow(Act.ANSWER, GRANTS)
@takes(schemas.AnswerIn)
@form_page(show_round)
@idempotent()
def answer(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    given(actor, estate_id, body)
    return redirect(f"/e/{estate_id}/satisfaction", 303)
