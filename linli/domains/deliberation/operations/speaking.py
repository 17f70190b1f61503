"""Who speaks: keeping what a shown name is made of, and letting people choose how they are called."""

import uuid

from sqlalchemy import select, update

from linli.domains.deliberation.errors import NicknameTaken
from linli.domains.deliberation.models import Speaker
from linli.domains.deliberation.queries import speakers
from linli.domains.deliberation.rules.naming import Honorific, check_nickname, surname_of
from linli.domains.estates import queries as estates
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.ids import new_id
from linli.kernel.text import fold
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate
from linli.platform.upsert import add_if_absent

_TIES = {Role.OWNER: "业主", Role.FAMILY: "家属", Role.TENANT: "租客"}


def introduce(*, actor: Actor, estate_id: uuid.UUID) -> None:
    """Keep how a neighbour is named from today on: building, family name, tie; an office names itself."""
    if actor.role not in RESIDENTS:
        return
    found = _speaker(actor, estate_id)
    found.surname, found.tie = surname_of(actor.name), _TIES[actor.role]
    found.building, found.gone = _building(actor, estate_id), False


def choose_name(*, actor: Actor, estate_id: uuid.UUID, honorific: Honorific, nickname: str) -> Speaker:
    """Choose how one is addressed, and a nickname that nobody else has. Raises NicknameTelling, NicknameTaken."""
    nickname = check_nickname(nickname)
    introduce(actor=actor, estate_id=estate_id)
    found = _speaker(actor, estate_id)
    folded = fold(nickname) or None
    taken = db.session.scalar(
        select(Speaker.id).where(
            Speaker.estate_id == estate_id,
            Speaker.nickname_folded == folded,
            Speaker.account_id != actor.account_id,
        )
    )
    if folded and taken is not None:
        raise NicknameTaken(field_errors={"nickname": [NicknameTaken.sentence]})
    found.honorific, found.nickname, found.nickname_folded = honorific, nickname, folded
    db.session.flush()
    return found


def forget(*, account_id: uuid.UUID) -> None:
    """Of somebody who has left the platform, no name remains under what they said."""
    nameless = {
        "surname": "",
        "honorific": "",
        "building": "",
        "tie": "",
        "nickname": "",
        "nickname_folded": None,
    }
    with seeing_every_estate():
        db.session.execute(
            update(Speaker).where(Speaker.account_id == account_id).values(**nameless, gone=True)
        )


def _speaker(actor: Actor, estate_id: uuid.UUID) -> Speaker:
    found = speakers.speaker(estate_id, actor.account_id)
    if found is None:
        blank = {"surname": "", "honorific": "", "building": "", "tie": "", "nickname": "", "gone": False}
        add_if_absent(Speaker, id=new_id(), estate_id=estate_id, account_id=actor.account_id, **blank)
        found = speakers.speaker(estate_id, actor.account_id)
    assert found is not None
    return found


def _building(actor: Actor, estate_id: uuid.UUID) -> str:
    """The building of the first of the actor's units that lies in one."""
    names = {one.id: one.name for one in estates.buildings(estate_id)}
    units = estates.unit_views(estate_id, list(actor.units))
    return next((names[unit.building_id] for unit in units if unit.building_id in names), "")
