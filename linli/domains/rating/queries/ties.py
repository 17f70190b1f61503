"""Who is tied to which estate and therefore neither draws nor assesses it (NN-36)."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import literal, select, union_all

from linli.domains.estates import queries as estates
from linli.domains.people.queries import conflicts
from linli.domains.rating.models import AssessorTie
from linli.domains.rating.rules.drawing import TieKind
from linli.kernel.actors import Role, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_Barred = dict[tuple[uuid.UUID, uuid.UUID], TieKind]
_SCOPE_OF = {TieKind.COMPANY: ScopeKind.COMPANY, TieKind.STREET: ScopeKind.STREET}
_BARRING = {
    ScopeKind.COMPANY: TieKind.COMPANY,
    ScopeKind.STREET: TieKind.STREET,
    ScopeKind.COMMUNITY: TieKind.STREET,
    ScopeKind.ESTATE: TieKind.OFFICE,
}
_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR)


def declared(account_ids: Collection[uuid.UUID]) -> Sequence[AssessorTie]:
    """What was declared for these persons, oldest first."""
    query = select(AssessorTie).where(AssessorTie.account_id.in_(account_ids)).order_by(AssessorTie.id)
    return db.session.scalars(query).all()


def barred(account_ids: Collection[uuid.UUID], *, now: datetime) -> _Barred:
    """(estate, assessor) wherever a person has a tie: by a role they hold, a home, or what was declared.

    A company bars from every estate that it serves today, a street from every estate in it.
    """
    found: _Barred = dict.fromkeys(conflicts.homes_held(account_ids, on=day_of(now)), TieKind.HOME)
    reaching = [*_by_role(account_ids, now), *_by_word(account_ids)]
    if not reaching:
        return found
    scopes = list(dict.fromkeys(scope for _, _, scope in reaching))
    reached = [
        estates.reached_ids(scope, on=day_of(now)).add_columns(literal(number))
        for number, scope in enumerate(scopes)
    ]
    with seeing_every_estate():
        rows = db.session.execute(union_all(*reached)).all()
    of: dict[int, list[uuid.UUID]] = {}
    for estate_id, number in rows:
        of.setdefault(number, []).append(estate_id)
    for account_id, kind, scope in reaching:
        found |= {(estate_id, account_id): kind for estate_id in of.get(scopes.index(scope), ())}
    return found


def tie(account_id: uuid.UUID, estate_id: uuid.UUID, *, now: datetime) -> TieKind | None:
    """What ties a person to an estate, if anything does."""
    return barred([account_id], now=now).get((estate_id, account_id))


def _by_role(account_ids: Collection[uuid.UUID], now: datetime) -> list[tuple[uuid.UUID, TieKind, Scope]]:
    return [
        (account_id, TieKind.COMMITTEE if role in _COMMITTEE else _BARRING[scope.kind], scope)
        for account_id, role, scope in conflicts.roles_held(account_ids, now=now)
        if scope.kind in _BARRING and role is not Role.ASSESSOR
    ]


def _by_word(account_ids: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, TieKind, Scope]]:
    return [
        (
            one.account_id,
            TieKind(one.kind),
            Scope(_SCOPE_OF.get(TieKind(one.kind), ScopeKind.ESTATE), one.object_id),
        )
        for one in declared(account_ids)
    ]
