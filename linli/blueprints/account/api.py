"""Signing in and one's own account, for programs."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask_wtf.csrf import generate_csrf

from linli.blueprints.account import doorkeeper, limits, own_data, schemas
from linli.domains.people.errors import WrongCode
from linli.domains.people.operations import roles, sign_in
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor, Scope
from linli.kernel.masking import mask_phone
from linli.kernel.refusals import Invalid
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Api, gives, limited, problems, public, signed_in, summary, takes
from linli.platform.web.show import device

bp = Api("account_api", __name__, tag="account")


@bp.post("/auth/codes")
@public
@limited(limits.CODES_PER_PHONE, by=limits.by_phone)
@limited(limits.CODES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.CodeIn)
@gives(None, 202)
@summary("给手机发一个登录验证码")
def ask_code(actor: Actor | None, body: dict[str, Any]) -> None:  # noqa: ARG001
    sign_in.ask_code(phone=body["phone"], now=clock.now(), by=body["way"])


@bp.post("/auth/sessions")
@public
@limited(limits.TRIES_PER_NAME, by=limits.by_name)
@limited(limits.TRIES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.SessionIn)
@gives(schemas.EntryOut, 201)
@summary("登录：手机号加验证码，或用户名、密码加动态码")
def begin_session(actor: Actor | None, body: dict[str, Any]) -> Any:  # noqa: ARG001
    if {"phone", "code"} <= body.keys():
        entry = sign_in.enter_by_code(
            phone=body["phone"], code=body["code"], device=device(), now=clock.now()
        )
    elif {"username", "password"} <= body.keys():
        entry = sign_in.enter_by_password(
            username=body["username"],
            password=body["password"],
            totp=body.get("totp", ""),
            device=device(),
            now=clock.now(),
        )
    else:
        raise Invalid("请提供手机号和验证码，或用户名和密码。")
    if entry is None:  # the try counts, so this answer commits
        return problems.answer_refusal(WrongCode())
    return _entered(entry)


@bp.get("/auth/sessions")
@signed_in
@gives(schemas.SessionsOut)
@summary("我在哪些设备上登录着")
def list_sessions(actor: Actor) -> dict[str, Any]:
    found = identity.sessions(actor.account_id, now=clock.now())
    return {"items": [_shown(session, actor) for session in found]}


@bp.get("/auth/sessions/current")
@signed_in
@gives(schemas.MeOut)
@summary("我是谁，正用哪个身份")
def show_me(actor: Actor) -> dict[str, Any]:
    account = identity.account(actor.account_id)
    return {
        "account_id": account.id,
        "name": account.name,
        "phone": mask_phone(account.phone) if account.phone else "",
        "role": actor.role,
        "scope_kind": actor.scope.kind,
        "scope_id": actor.scope.id,
        "csrf_token": generate_csrf(),
    }


@bp.delete("/auth/sessions/current")
@signed_in
@gives(None, 204)
@summary("退出登录")
def end_session(actor: Actor) -> Response:
    sign_in.end_sessions(account_id=actor.account_id, session_id=actor.session_id, now=clock.now())
    return doorkeeper.drop_cookie(Response(status=204))


@bp.delete("/auth/sessions/<uuid:session_id>")
@signed_in
@gives(None, 204)
@summary("退出某一台设备或停用某个令牌")
def end_other_session(actor: Actor, session_id: UUID) -> None:
    found = identity.own_session(actor.account_id, session_id)
    sign_in.end_sessions(account_id=actor.account_id, session_id=found.id, now=clock.now())


@bp.get("/auth/actings")
@signed_in
@gives(schemas.ActingsOut)
@summary("我可以用的身份")
def list_actings(actor: Actor) -> dict[str, Any]:
    now = clock.now()
    choices = identity.actings(doorkeeper.current_session(), now=now, on=day_of(now))
    return {"items": [_acting(choice, actor) for choice in choices]}


@bp.put("/auth/sessions/current/acting")
@signed_in
@takes(schemas.ActIn)
@gives(schemas.ActingOut)
@summary("换一个身份办事")
def act_as(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    scope = Scope(body["scope_kind"], body["scope_id"])
    choice = roles.act_as(
        session=doorkeeper.current_session(), role=body["role"], scope=scope, now=clock.now()
    )
    return _acting(choice, actor) | {"current": True}


@bp.post("/auth/tokens")
@signed_in
@takes(schemas.TokenIn)
@gives(schemas.EntryOut, 201)
@summary("给程序用的令牌：有名字、有期限，可以只读")
def make_token(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    entry = own_data.make_token(actor=actor, session=doorkeeper.current_session(), now=clock.now(), **body)
    return {"token": entry.token, "csrf_token": "", "session": _shown(entry.session, actor)}


@bp.put("/me/look")
@signed_in
@takes(schemas.LookIn)
@gives(schemas.LookIn)
@summary("字体和颜色")
def set_look(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    roles.set_look(account=identity.account(actor.account_id), **body)
    return body


@bp.put("/me/password")
@signed_in
@limited(limits.TRIES_PER_ADDRESS, by=limits.by_address)
@takes(schemas.PasswordIn)
@gives(schemas.EntryOut)
@summary("改密码；其他设备全部退出")
def change_password(actor: Actor, body: dict[str, Any]) -> Response:
    entry = sign_in.change_password(
        account=identity.account(actor.account_id),
        device=device(),
        second_factor=doorkeeper.current_session().second_factor,
        now=clock.now(),
        **body,
    )
    answer = _entered(entry)
    answer.status_code = 200
    return answer


@bp.get("/me/data")
@signed_in
@gives(schemas.MyDataOut)
@summary("平台上和我有关的全部数据")
def my_data(actor: Actor) -> Response:
    return jsonify(own_data.everything(actor.account_id, now=clock.now()))


@bp.delete("/me")
@signed_in
@gives(None, 204)
@summary("注销账号；依法保留的记录不再指向本人")
def close_account(actor: Actor) -> Response:
    roles.close_account(account=identity.account(actor.account_id), now=clock.now())
    return doorkeeper.drop_cookie(Response(status=204))


def _entered(entry: sign_in.Entry) -> Response:
    shown = {
        "token": entry.token,
        "csrf_token": generate_csrf(),
        "session": _session(entry.session, current=True),
    }
    answer = jsonify(schemas.EntryOut().dump(shown))
    answer.status_code = 201
    return doorkeeper.set_cookie(answer, entry)


def _shown(session: Any, actor: Actor) -> dict[str, Any]:
    return _session(session, current=session.id == actor.session_id)


def _session(session: Any, *, current: bool) -> dict[str, Any]:
    named = ("id", "kind", "device", "read_only", "made_at", "seen_at", "expires_at")
    return {name: getattr(session, name) for name in named} | {"current": current}


def _acting(choice: identity.Acting, actor: Actor) -> dict[str, Any]:
    return {
        "role": choice.role,
        "role_title": choice.role.title,
        "scope_kind": choice.scope.kind,
        "scope_id": choice.scope.id,
        "place": choice.place,
        "current": (choice.role, choice.scope) == (actor.role, actor.scope),
    }
