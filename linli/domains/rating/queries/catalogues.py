"""Questions about catalogues: which one is in force in a year, what stands in it, what a city is drafting."""

import uuid
from collections.abc import Sequence
from functools import cache

from sqlalchemy import select

from config import indicators
from linli.domains.rating.errors import NoCatalogue, WrongCatalogue
from linli.domains.rating.models import CatalogueEdition
from linli.domains.rating.rules import catalogue as rules
from linli.domains.rating.rules import editions as editing
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.editions import Difference
from linli.kernel.refusals import Unknown
from linli.platform.db import db

EDITION, DRAFT, PUBLISHED = "edition:", "draft", "published"


@cache
def shipped(name: str) -> Catalogue:
    """A catalogue by the name of its file. Raises WrongCatalogue with the line that is wrong."""
    try:
        return rules.parse(indicators.read(name), facts=indicators.facts())
    except (WrongCatalogue, ValueError) as fault:
        raise WrongCatalogue(f"config/indicators/{name}.yml：{fault}") from None


def named(name: str) -> Catalogue:
    """A catalogue by its name: a file's, or a published edition's, which never changes. Raises WrongCatalogue."""
    if not name.startswith(EDITION):
        return shipped(name)
    return _edition(name)


@cache
def _edition(name: str) -> Catalogue:
    found = db.session.get(CatalogueEdition, uuid.UUID(name.removeprefix(EDITION)))
    if found is None or found.state != PUBLISHED:
        raise WrongCatalogue(f"没有发布过的目录 {name}")
    return rules.parse(found.content)


def for_year(year: int) -> str:
    """The name of the star catalogue in force in a year; a city's own before the shipped one. Raises NoCatalogue."""
    in_force = [(since, name) for since, name in _in_force() if since <= year]
    if not in_force:
        raise NoCatalogue(field_errors={"year": [NoCatalogue.sentence]})
    return max(in_force, key=lambda pair: (pair[0], pair[1].startswith(EDITION)))[1]


def _in_force() -> list[tuple[int, str]]:
    files = [(shipped(name).since, name) for name in indicators.names() if name.startswith("star_")]
    rows = db.session.execute(select(CatalogueEdition.since, CatalogueEdition.id).filter_by(state=PUBLISHED))
    return files + [(since, f"{EDITION}{one}") for since, one in rows]


def in_force() -> list[tuple[int, str, Catalogue]]:
    """Every star catalogue that is or was in force: from which year, its name, and itself; the newest first."""
    return [(since, name, named(name)) for since, name in sorted(_in_force(), reverse=True)]


def name_of(of: CatalogueEdition) -> str:
    """By which name a published edition is known."""
    return f"{EDITION}{of.id}"


def edition(*, edition_id: uuid.UUID, **_: object) -> CatalogueEdition:
    """An edition, or Unknown."""
    found = db.session.get(CatalogueEdition, edition_id)
    if found is None:
        raise Unknown
    return found


def editions() -> Sequence[CatalogueEdition]:
    """All editions of the city, the newest first."""
    return db.session.scalars(select(CatalogueEdition).order_by(CatalogueEdition.id.desc())).all()


def as_drafted(of: CatalogueEdition) -> Catalogue:
    """An edition as it stands, also while its sums are wrong."""
    return rules.read(of.content)


def problem(of: CatalogueEdition) -> str:
    """Why an edition cannot be published yet; empty where it can."""
    said = editing.problem(of.content, facts=indicators.facts())
    if said:
        return said
    codes = editing.reused(rules.parse(of.content), [one for _, _, one in in_force()])
    return f"代码不能改作他用：{'、'.join(codes)}" if codes else ""


def differences(of: CatalogueEdition) -> list[Difference]:
    """What differs from the catalogue it was copied from; also while its sums are wrong (RA-25)."""
    return editing.differences(named(of.copied_from), rules.read(of.content))
