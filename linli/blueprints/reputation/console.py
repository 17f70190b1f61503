"""Credit items at the desks of officers and companies: the list, a proposal, one item with its life."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.reputation import schemas, shown
from linli.blueprints.reputation.api import on_time, proposed
from linli.blueprints.reputation.shown import found, today
from linli.blueprints.reputation.verbs import ITEM_VERBS, Verb
from linli.domains.reputation.models import CreditItem
from linli.domains.reputation.permissions import GRANTS, Act
from linli.domains.reputation.queries import items
from linli.domains.reputation.queries.items import COMPANY
from linli.domains.reputation.rules.kinds import KINDS
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("reputation_console", __name__)
HERE = "/work/credit"
ONE = f"{HERE}/<uuid:credit_id>"


@bp.get(HERE)
@allow(Act.READ, GRANTS)
@takes(schemas.ListIn, where="query")
def list_items(actor: Actor, query: dict[str, Any]) -> str:
    return _list(actor, Form(), over=query["over"], cursor=query["cursor"])


def _list(actor: Actor, form: Form, *, over: bool = False, cursor: str | None = None) -> str:
    some = items.listed(actor, waiting=not over, today=today(), window=Window(30, cursor))
    more = {"over": "true"} if over else {}
    return render_template(
        "reputation/list.html",
        form=form,
        here=HERE,
        items=shown.heads(some.items),
        over=over,
        company=actor.role in COMPANY,
        may_propose=permits(GRANTS, actor, Act.PROPOSE),
        may_note=permits(GRANTS, actor, Act.DRAW_UP),
        last_year=today().year - 1,
        next=some.next and f"{HERE}?{urlencode(more | {'cursor': some.next})}",
    )


def _list_again(actor: Actor, form: Form) -> str:
    return _list(actor, form)


@bp.post(f"{HERE}/on-time")
@allow(Act.DRAW_UP, GRANTS)
@takes(schemas.YearIn)
@form_page(_list_again)
@idempotent()
def note_on_time(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    on_time(body["year"], now=clock.now())
    return redirect(HERE, 303)


@bp.get(f"{HERE}/new")
@allow(Act.PROPOSE, GRANTS)
def new_item(actor: Actor, form: Form | None = None) -> str:
    return render_template(
        "reputation/new.html",
        form=form or Form(),
        here=HERE,
        companies=[("", "请选择"), *items.companies_of(actor, today=today()).items()],
        projects=[("", "不属于某个小区，是公司的"), *items.projects_within(actor, today=today()).items()],
        kinds=[("", "请选择")] + [(one.code, f"{one.title}（{one.points_said}）") for one in KINDS.values()],
        today=today(),
    )


@bp.post(HERE)
@allow(Act.PROPOSE, GRANTS)
@takes(schemas.ProposeForm, files=True)
@form_page(new_item)
@idempotent()
def propose_item(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    return redirect(url_for(".show_item", credit_id=proposed(actor, body).id), 303)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=found)
def show_item(actor: Actor, item: CreditItem, form: Form | None = None) -> str:
    return render_template(
        "reputation/item.html",
        form=form or Form(),
        item=shown.detail(actor, item),
        here=url_for("reputation_console.show_item", credit_id=item.id),
        repair_answer=item.repair_answer,
        repaired_on=item.repaired_on,
    )


def _verb(verb: Verb) -> None:
    """Register one deed as a form's POST; refused, the item's page is shown again with what was typed."""

    def take(actor: Actor, item: CreditItem, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, item, body, clock.now())
        return redirect(url_for(".show_item", credit_id=item.id), 303)

    take.__name__ = verb.named("item")
    view = takes(verb.brings)(form_page(show_item)(idempotent()(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in ITEM_VERBS:
    _verb(_one)
