"""Signing in and "mine", for people."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response, redirect, render_template, session
from flask.typing import ResponseReturnValue

from linli.blueprints import frames
from linli.blueprints.account import doorkeeper, limits, own_data, schemas
from linli.domains.people.errors import NotYourRole, WrongCode
from linli.domains.people.operations import roles, sign_in
from linli.domains.people.queries import identity
from linli.domains.people.rules import CODE_LIVES, CodeWay
from linli.kernel.actors import STAFF, Actor, Role, Scope, ScopeKind
from linli.kernel.masking import mask_phone
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, form_page, limited, public, signed_in, takes
from linli.platform.web.paths import own_path
from linli.platform.web.show import LOOK_COOKIE, device, shell

bp = Pages("account_pages", __name__)


@bp.get("/")
@public
def front(actor: Actor | None) -> ResponseReturnValue:
    return redirect(frames.home_of(actor) if actor else "/sign-in", 303)


@bp.get("/sign-in")
@public
@takes(schemas.NextIn, where="query")
def show_sign_in(actor: Actor | None, query: dict[str, Any]) -> ResponseReturnValue:
    if actor is not None:
        return redirect(own_path(query["next"]) or frames.home_of(actor), 303)
    return _ask_phone(actor, Form({"next": query["next"]}))


def _ask_phone(actor: Actor | None, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "account/sign_in.html",
        form=form,
        step="phone",
        action="/sign-in",
        staff_href="/sign-in/staff",
        next=form.value("next"),
    )


def _ask_code(actor: Actor | None, form: Form) -> str:  # noqa: ARG001
    phone = form.value("phone")
    return render_template(
        "account/sign_in.html",
        form=form,
        step="code",
        phone=phone,
        masked=mask_phone(phone),
        voice=form.value("way") == CodeWay.VOICE,
        action="/sign-in/code",
        resend_action="/sign-in",
        change_href="/sign-in",
        minutes=int(CODE_LIVES.total_seconds()) // 60,
        next=form.value("next"),
    )


@bp.post("/sign-in")
@public
@limited(limits.CODES_PER_PHONE, by=limits.by_phone)
@limited(limits.CODES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.PhoneForm)
@form_page(_ask_phone)
def ask_code(actor: Actor | None, body: dict[str, Any]) -> ResponseReturnValue:
    sign_in.ask_code(phone=body["phone"], now=clock.now(), by=body["way"])
    return _ask_code(actor, Form({name: body[name] for name in ("phone", "next", "way")}))


@bp.post("/sign-in/code")
@public
@limited(limits.TRIES_PER_NAME, by=limits.by_phone)
@limited(limits.TRIES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.CodeForm)
@form_page(_ask_code)
def enter_by_code(actor: Actor | None, body: dict[str, Any]) -> ResponseReturnValue:
    entry = sign_in.enter_by_code(phone=body["phone"], code=body["code"], device=device(), now=clock.now())
    if entry is None:  # the try counts, so this answer commits
        shown = {"phone": body["phone"], "next": body["next"]}
        return _ask_code(actor, Form(shown, {"code": [WrongCode.sentence]})), 401
    return _enter(entry, body["next"])


def _staff_form(actor: Actor | None, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "account/staff_sign_in.html",
        form=form,
        action="/sign-in/staff",
        resident_href="/sign-in",
        next=form.value("next"),
    )


@bp.get("/sign-in/staff")
@public
@takes(schemas.NextIn, where="query")
def staff_sign_in(actor: Actor | None, query: dict[str, Any]) -> str:
    return _staff_form(actor, Form({"next": query["next"]}))


@bp.post("/sign-in/staff")
@public
@limited(limits.TRIES_PER_NAME, by=limits.by_name)
@limited(limits.TRIES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.StaffSignInIn)
@form_page(_staff_form)
def enter_by_password(actor: Actor | None, body: dict[str, Any]) -> Response:  # noqa: ARG001
    next_path = body.pop("next")
    entry = sign_in.enter_by_password(device=device(), now=clock.now(), **body)
    return _enter(entry, next_path if entry.session.second_factor else "/me/second-factor")


def _setup_form(actor: Actor | None, form: Form) -> str:  # noqa: ARG001
    return render_template("account/setup.html", form=form, action="/setup")


@bp.get("/setup")
@public
def setup(actor: Actor | None) -> str:
    return _setup_form(actor, Form())


@bp.post("/setup")
@public
@limited(limits.TRIES_PER_NAME, by=limits.by_name)
@limited(limits.TRIES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.SetupForm)
@form_page(_setup_form)
def set_first_password(actor: Actor | None, body: dict[str, Any]) -> Response:  # noqa: ARG001
    entry = sign_in.set_first_password(device=device(), now=clock.now(), **body)
    return _enter(entry, "/me/second-factor")


@bp.post("/me/second-factor/start")
@signed_in
def start_second_factor(actor: Actor) -> ResponseReturnValue:
    sign_in.start_second_factor(account=identity.account(actor.account_id))
    return redirect("/me/second-factor", 303)


def _second_factor_form(actor: Actor, form: Form) -> str:
    account = identity.account(actor.account_id)
    return render_template(
        "account/second_factor.html",
        form=form,
        action="/me/second-factor",
        start_action="/me/second-factor/start",
        confirmed=account.totp_confirmed,
        secret=None if account.totp_confirmed else account.totp_secret,
        qr_href="/me/second-factor/qr.svg" if account.totp_secret else None,
    )


@bp.get("/me/second-factor")
@signed_in
def second_factor(actor: Actor) -> str:
    return _second_factor_form(actor, Form())


@bp.get("/me/second-factor/qr.svg")
@signed_in
def second_factor_code(actor: Actor) -> Response:
    answer = make_response(own_data.second_factor_svg(identity.account(actor.account_id)))
    answer.content_type = "image/svg+xml"
    return answer


@bp.post("/me/second-factor")
@signed_in
@limited(limits.TRIES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.SecondFactorForm)
@form_page(_second_factor_form)
def confirm_second_factor(actor: Actor, body: dict[str, Any]) -> Response:
    account = identity.account(actor.account_id)
    entry = sign_in.confirm_second_factor(
        account=account, code=body["totp"], device=device(), now=clock.now()
    )
    return _enter(entry, "")


@bp.post("/sign-out")
@signed_in
def sign_out(actor: Actor) -> Response:
    sign_in.end_sessions(account_id=actor.account_id, session_id=actor.session_id, now=clock.now())
    session.clear()
    return doorkeeper.drop_cookie(make_response(redirect("/sign-in", 303)))


@bp.get("/me")
@signed_in
def me(actor: Actor) -> str:
    return _me(actor, Form())


def _me(actor: Actor, form: Form) -> str:
    now = clock.now()
    account, current = identity.account(actor.account_id), doorkeeper.current_session()
    choices = identity.actings(current, now=now, on=day_of(now))
    return render_template(
        "account/me.html",
        tab="me",
        person={
            "name": account.name or "还没有填写姓名",
            "phone": mask_phone(account.phone) if account.phone else account.username,
        },
        units=own_data.homes(actor),
        claim_href="/me/claim",
        roles=len(choices),
        acting_href="/me/acting",
        acting_label=next(
            (c.title for c in choices if (c.role, c.scope) == (actor.role, actor.scope)), "未选择"
        ),
        look_form=Form(
            form.values or {"theme": "auto", "mode": "normal"} | account.look, form.errors, form.message
        ),
        look_action="/me/look",
        messages_href="/me/messages/preferences",
        sessions=[
            {
                "device": one.device or "其他设备",
                "last_at": one.seen_at,
                "current": one.id == actor.session_id,
                "revoke_action": f"/me/sessions/{one.id}/end",
            }
            for one in identity.sessions(actor.account_id, now=now)
        ],
        revoke_others_action="/me/sessions/end-others",
        export_href="/me/data.json",
        close_href="/me/close",
        sign_out_action="/sign-out",
        work_href="/work/" if actor.role in STAFF else None,
    )


@bp.post("/me/look")
@signed_in
@takes(schemas.LookIn)
@form_page(_me)
def set_look(actor: Actor, body: dict[str, Any]) -> Response:
    roles.set_look(account=identity.account(actor.account_id), **body)
    return _with_look(make_response(redirect("/me", 303)), body)


@bp.post("/me/sessions/<uuid:session_id>/end")
@signed_in
def end_session(actor: Actor, session_id: UUID) -> ResponseReturnValue:
    found = identity.own_session(actor.account_id, session_id)
    sign_in.end_sessions(account_id=actor.account_id, session_id=found.id, now=clock.now())
    return redirect("/me", 303)


@bp.post("/me/sessions/end-others")
@signed_in
def end_other_sessions(actor: Actor) -> ResponseReturnValue:
    sign_in.end_other_sessions(account_id=actor.account_id, keep=actor.session_id, now=clock.now())
    return redirect("/me", 303)


@bp.post("/me/extend")
@signed_in
def extend(actor: Actor) -> ResponseReturnValue:
    if actor.session_id is not None:
        sign_in.touch(session_id=actor.session_id, now=clock.now())
    return {"ends_at": identity.ends_at(doorkeeper.current_session()).isoformat()}


@bp.get("/sw.js")
@public
def service_worker(actor: Actor | None) -> Response:  # noqa: ARG001
    """The service worker has to come from the root to serve the whole site."""
    answer = current_app.send_static_file("js/sw.js")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/offline")
@public
def offline(actor: Actor | None) -> str:  # noqa: ARG001
    return render_template("offline.html", shell=shell() | {"draft_owner": ""})


@bp.get("/me/acting")
@signed_in
@takes(schemas.NextIn, where="query")
def acting(actor: Actor, query: dict[str, Any]) -> str:
    return _choose_acting(actor, Form({"next": query["next"]}))


def _choose_acting(actor: Actor, form: Form) -> str:
    now = clock.now()
    choices = [
        {
            "value": f"{choice.role}:{choice.scope.kind}:{choice.scope.id or ''}",
            "role": choice.role.title,
            "place": choice.place,
            "current": (choice.role, choice.scope) == (actor.role, actor.scope),
            "work": choice.role in STAFF,
        }
        for choice in identity.actings(doorkeeper.current_session(), now=now, on=day_of(now))
    ]
    return render_template(
        "account/acting.html",
        action="/me/acting",
        choices=choices,
        claim_href="/me/claim",
        next=form.value("next"),
    )


@bp.post("/me/acting")
@signed_in
@takes(schemas.ActingForm)
@form_page(_choose_acting)
def act_as(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    role, scope = _chosen(body["acting"])
    choice = roles.act_as(session=doorkeeper.current_session(), role=role, scope=scope, now=clock.now())
    home = frames.home_of(Actor(actor.account_id, choice.role, choice.scope))
    return redirect(own_path(body["next"]) or home, 303)


@bp.get("/me/data.json")
@signed_in
def export_data(actor: Actor) -> Response:
    answer = make_response(own_data.everything(actor.account_id, now=clock.now()))
    answer.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return answer


@bp.get("/me/close")
@signed_in
def close(actor: Actor) -> str:
    return _close_form(actor, Form())


def _close_form(actor: Actor, form: Form) -> str:  # noqa: ARG001
    return render_template("account/close.html", form=form, action="/me/close")


@bp.post("/me/close")
@signed_in
@takes(schemas.CloseForm)
@form_page(_close_form)
def close_account(actor: Actor, body: dict[str, Any]) -> Response:  # noqa: ARG001
    roles.close_account(account=identity.account(actor.account_id), now=clock.now())
    session.clear()
    return doorkeeper.drop_cookie(make_response(redirect("/sign-in", 303)))


def _chosen(text: str) -> tuple[Role, Scope]:
    try:
        role, kind, place = text.split(":")
        return Role(role), Scope(ScopeKind(kind), UUID(place) if place else None)
    except ValueError:
        raise NotYourRole from None


def _enter(entry: sign_in.Entry, next_path: str) -> Response:
    session.clear()  # a fresh form token belongs to the fresh session
    answer = make_response(redirect(own_path(next_path) or "/", 303))
    doorkeeper.set_cookie(answer, entry)
    return _with_look(answer, identity.account(entry.session.account_id).look)


def _with_look(answer: Response, look: dict[str, str]) -> Response:
    if look:
        value = f"theme={look.get('theme', 'auto')}&mode={look.get('mode', 'normal')}"
        answer.set_cookie(LOOK_COOKIE, value, max_age=400 * 86400, secure=True, samesite="Lax", path="/")
    return answer
