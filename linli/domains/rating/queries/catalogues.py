"""Questions about catalogues: which one is in force in a year, and what stands in it."""

from functools import cache

from config import indicators
from linli.domains.rating.errors import NoCatalogue, WrongCatalogue
from linli.domains.rating.rules import catalogue as rules
from linli.domains.rating.rules.catalogue import Catalogue


@cache
def shipped(name: str) -> Catalogue:
    """A catalogue by the name of its file. Raises WrongCatalogue with the line that is wrong."""
    try:
        return rules.parse(indicators.read(name))
    except (WrongCatalogue, ValueError) as fault:
        raise WrongCatalogue(f"config/indicators/{name}.yml：{fault}") from None


def named(name: str) -> Catalogue:
    """A catalogue by its name. Raises WrongCatalogue."""
    return shipped(name)


def for_year(year: int) -> str:
    """The name of the star catalogue in force in a year. Raises NoCatalogue."""
    found = [name for name in indicators.names() if name.startswith("star_") and shipped(name).since <= year]
    if not found:
        raise NoCatalogue(field_errors={"year": [NoCatalogue.sentence]})
    return max(found, key=lambda name: shipped(name).since)
