"""A city's own catalogue: copied, edited line by line, published by a second person. Every verb takes `now`."""

import copy
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from config import indicators
from linli.domains.rating.errors import BadCatalogue, CatalogueInUse, SameAuthor
from linli.domains.rating.models import CatalogueEdition, DataSet, ScoreSheet
from linli.domains.rating.queries import catalogues
from linli.domains.rating.rules import editions
from linli.domains.rating.rules.editions import Content, Line, NewLine
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def copy_year(*, actor: Actor, of_year: int, since: int, version: str, now: datetime) -> CatalogueEdition:
    """Begin next year's catalogue as a copy of the one in force in a year. Raises NoCatalogue, CatalogueInUse."""
    name = catalogues.for_year(of_year)
    _check_free(since, now)
    made = CatalogueEdition(
        since=since,
        version=version,
        content=_raw(name) | {"version": version, "since": str(since)},
        copied_from=name,
        state=catalogues.DRAFT,
        drafted_by=actor.account_id,
        drafted_at=now,
        changed_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("copy", made, copied_from=name)
    return made


def change_line(*, of: CatalogueEdition, code: str, line: Line, now: datetime) -> None:
    """Change one indicator's maximum, grading words and applicability. Raises CatalogueInUse, BadCatalogue."""
    _keep(of, editions.change(of.content, code, line), now, code=code)


def change_area(*, of: CatalogueEdition, code: str, most: str, now: datetime) -> None:
    """Change an area's maximum. Raises CatalogueInUse, BadCatalogue."""
    _keep(of, editions.change_area(of.content, code, most), now, area=code)


def add_line(*, of: CatalogueEdition, line: NewLine, now: datetime) -> None:
    """Add an indicator under a code that never meant another thing (RA-02). Raises CatalogueInUse, BadCatalogue."""
    known = [one for _, _, one in catalogues.in_force()]
    if line.fact and line.fact not in indicators.facts():
        raise BadCatalogue(field_errors={"fact": ["没有这个名字的数据。"]})
    _keep(of, editions.add(of.content, line, known), now, code=line.code)


def drop_line(*, of: CatalogueEdition, code: str, now: datetime) -> None:
    """Leave an indicator out; its code stays taken. Raises CatalogueInUse."""
    _keep(of, editions.drop(of.content, code), now, dropped=code)


def publish(*, actor: Actor, of: CatalogueEdition, now: datetime) -> None:
    """Put it in force from its year on, by somebody other than who drafted it.

    Raises CatalogueInUse, SameAuthor, and BadCatalogue with the reason while it does not add up.
    """
    _check_draft(of)
    if of.drafted_by == actor.account_id:
        raise SameAuthor
    _check_free(of.since, now)
    if said := catalogues.problem(of):
        raise BadCatalogue(f"还不能发布：{said}。")
    of.state, of.published_by, of.published_at = catalogues.PUBLISHED, actor.account_id, now
    _record("publish", of)


def _raw(name: str) -> Content:
    if name.startswith(catalogues.EDITION):
        found = next(one for one in catalogues.editions() if catalogues.name_of(one) == name)
        return copy.deepcopy(found.content)
    return indicators.read(name)


def _keep(of: CatalogueEdition, content: Content, now: datetime, **what: str) -> None:
    _check_draft(of)
    of.content, of.changed_at = content, now
    _record("edit", of, **what)


def _check_draft(of: CatalogueEdition) -> None:
    if of.state != catalogues.DRAFT:
        raise CatalogueInUse


def _check_free(since: int, now: datetime) -> None:
    """A running year keeps its catalogue: a new one begins with a year that has not begun and has no sheet yet."""
    with seeing_every_estate():
        used = [
            db.session.scalar(select(func.max(ScoreSheet.year))) or 0,
            db.session.scalar(select(func.max(DataSet.year))) or 0,
            day_of(now).year,
        ]
    if since <= max(used) or any(year == since for year, name, _ in catalogues.in_force() if name):
        raise CatalogueInUse(field_errors={"since": [f"最早从 {max(used) + 1} 年起，一年只能有一份目录。"]})


def _record(verb: str, of: CatalogueEdition, **details: Any) -> None:
    audit.record(
        f"rating:catalogue:{verb}",
        object_kind="catalogue_edition",
        object_id=of.id,
        since=of.since,
        **details,
    )
