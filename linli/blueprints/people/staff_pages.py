"""People who work in my scope: their roles, new accounts, leaving."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.people import forms, shown
from linli.blueprints.work import handover
from linli.domains.estates import queries as estates
from linli.domains.people.operations import roles, staffing
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import identity
from linli.domains.people.queries import staffing as staff
from linli.kernel.actors import Actor, Scope, ScopeKind
from linli.kernel.times import day_of, end_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, takes

bp = Pages("people_staff_pages", __name__)

_KINDS = {
    ScopeKind.ESTATE: "小区",
    ScopeKind.COMPANY: "公司",
    ScopeKind.COMMUNITY: "社区",
    ScopeKind.STREET: "街道",
    ScopeKind.COUNTY: "县区",
    ScopeKind.CITY: "市",
}


@bp.get("/work/roles")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(WindowIn, where="query")
def list_roles(actor: Actor, query: dict[str, Any]) -> str:
    found = shown.grants(staff.grants_page(actor, window=Window(**query), now=clock.now()))
    named = staff.usernames([one["account_id"] for one in found["items"]])
    return render_template(
        "people/roles.html",
        grants=found["items"],
        usernames=named,
        next=f"?{urlencode({'cursor': found['next']})}" if found["next"] else None,
    )


def _places(actor: Actor) -> list[tuple[str, str]]:
    """The places where the actor may give some role, for choosing one."""
    kinds = {kind for _, kinds in staff.givable(actor) for kind in kinds}
    found = [
        (f"{one.level}:{one.id}", f"{_KINDS[ScopeKind(one.level)]} · {one.name}")
        for one in estates.regions_in(actor.scope)
        if ScopeKind(one.level) in kinds
    ]
    if ScopeKind.COMPANY in kinds:
        found += _companies(actor)
    if ScopeKind.ESTATE in kinds:
        with seeing_every_estate():
            page = estates.estates_page(actor.scope, on=day_of(clock.now()), window=Window(limit=1000))
        found += [(f"estate:{one.id}", f"小区 · {one.name}") for one in page.items]
    if ScopeKind.PLATFORM in kinds:
        found.append(("platform:", "整个平台"))
    return found


def _companies(actor: Actor) -> list[tuple[str, str]]:
    within = estates.companies_reached(actor.scope, on=day_of(clock.now()))
    with seeing_every_estate():
        page = estates.companies_page(window=Window(limit=1000), within=within)
    return [(f"company:{one.id}", f"公司 · {one.name}") for one in page.items]


def _choices(actor: Actor) -> dict[str, Any]:
    places = _places(actor)
    return {
        "roles": [("", "请选择身份")] + [(str(role), role.title) for role, _ in staff.givable(actor)],
        "places": ([("", "请选择范围")] if len(places) != 1 else []) + places,
    }


def _grant_form(actor: Actor, form: Form) -> str:
    return render_template("people/grant.html", form=form, **_choices(actor))


@bp.get("/work/roles/grant")
@allow(Act.GRANT_ROLE, GRANTS)
def show_grant(actor: Actor) -> str:
    return _grant_form(actor, Form())


@bp.post("/work/roles/grant")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(forms.GrantForm)
@form_page(_grant_form)
def grant_role(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    account = staffing.account_named(body["who"])
    roles.grant(
        actor=actor,
        account_id=account.id,
        role=body["role"],
        scope=body["place"],
        until=end_of(body["until"]) if body["until"] else None,
        now=clock.now(),
    )
    return redirect("/work/roles", 303)


def _open_form(actor: Actor, form: Form) -> str:
    return render_template("people/open_account.html", form=form, **_choices(actor))


@bp.get("/work/roles/open")
@allow(Act.GRANT_ROLE, GRANTS)
def show_open(actor: Actor) -> str:
    return _open_form(actor, Form())


@bp.post("/work/roles/open")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(forms.OpenForm)
@form_page(_open_form)
def open_account(actor: Actor, body: dict[str, Any]) -> str:
    scope: Scope = body.pop("place")
    account, setup_code = staffing.open_account(actor=actor, scope=scope, until=None, now=clock.now(), **body)
    return render_template(
        "people/setup_code.html", name=account.name, username=account.username, setup_code=setup_code
    )


@bp.post("/work/roles/<uuid:grant_id>/take-back")
@allow(Act.GRANT_ROLE, GRANTS)
def take_back(actor: Actor, grant_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    roles.take_back(actor=actor, grant=staff.grant_in_reach(actor, grant_id, now=now), now=now)
    return redirect("/work/roles", 303)


@bp.get("/work/roles/people/<uuid:account_id>")
@allow(Act.GRANT_ROLE, GRANTS)
def show_person(actor: Actor, account_id: UUID) -> str:
    return _person(actor, account_id, Form())


def _person(actor: Actor, account_id: UUID, form: Form) -> str:
    now = clock.now()
    account = staff.staff_in_reach(actor, account_id, now=now)
    others = [(one, name) for one, name in staff.colleagues(actor, now=now).items() if one != account.id]
    return render_template(
        "people/person.html",
        form=form,
        person=account,
        grants=[
            shown.grant(one) | {"mine": roles.may_decide_on(actor=actor, grant=one, now=now)}
            for one in identity.grants_of(account.id, now=now)
        ],
        open_work=handover.open_work(account.id),
        colleagues=[("", "请选择同事"), *sorted(others, key=lambda pair: pair[1])],
        me=account.id == actor.account_id,
    )


@bp.post("/work/roles/people/<uuid:account_id>/reset")
@allow(Act.GRANT_ROLE, GRANTS)
def reset(actor: Actor, account_id: UUID) -> str:
    now = clock.now()
    account = staff.staff_in_reach(actor, account_id, now=now)
    setup_code = staffing.reset_account(actor=actor, account=account, now=now)
    return render_template(
        "people/setup_code.html", name=account.name, username=account.username, setup_code=setup_code
    )


@bp.post("/work/roles/people/<uuid:account_id>/leave")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(forms.LeaveForm)
@form_page(_person)
def leave(actor: Actor, account_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    account = staff.staff_in_reach(actor, account_id, now=now)
    staffing.leave(actor=actor, account=account, successor_id=body["successor_id"], now=now)
    return redirect("/work/roles", 303)
