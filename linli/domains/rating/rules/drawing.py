"""Who assesses which estate: a draw that anybody can repeat from the published seed, and ties that bar a person."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from linli.domains.rating.errors import NobodyToDraw
from linli.kernel.canonical import canonical, sha256

PER_ESTATE = 2


class TieKind(StrEnum):
    """What ties an assessor to an estate. Declared ties name a company, a street, or an estate."""

    COMPANY = "company"
    STREET = "street"
    COMMITTEE = "committee"
    HOME = "home"
    OFFICE = "office"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "company": "与物业公司有关系",
            "street": "与所在街道有关系",
            "committee": "与业委会有关系",
            "home": "是小区业主或住户",
            "office": "在小区任职",
        }[self]


Barred = Mapping[tuple[UUID, UUID], TieKind]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An estate with those who assess it, in the order in which they were drawn."""

    estate_id: UUID
    assessors: tuple[UUID, ...]


def draw(*, seed: str, estates: Collection[UUID], pool: Collection[UUID], barred: Barred) -> list[Drawn]:
    """Two assessors for each estate, by the seed alone: whoever repeats it gets the same.

    Estates come in the order of sha256(seed:estate); each takes those of the pool that nothing bars with the
    fewest estates so far, ties by sha256(seed:estate:assessor). `barred` holds (estate, assessor). Raises
    NobodyToDraw naming how many estates lack a second assessor.
    """
    load: Counter[UUID] = Counter()
    drawn, short = [], []
    for estate_id in sorted(estates, key=lambda one: sha256(f"{seed}:{one}".encode())):
        chosen = candidates(seed=seed, estate_id=estate_id, pool=pool, barred=barred, load=load)[:PER_ESTATE]
        load.update(chosen)
        drawn.append(Drawn(estate_id, tuple(chosen)))
        if len(chosen) < PER_ESTATE:
            short.append(estate_id)
    if short:
        raise NobodyToDraw(f"有 {len(short)} 个小区找不到两名没有利害关系的测评员，请先补充测评员。")
    return drawn


def candidates(
    *, seed: str, estate_id: UUID, pool: Collection[UUID], barred: Barred, load: Mapping[UUID, int]
) -> list[UUID]:
    """Those who may assess the estate, whose turn it is first."""
    free = [one for one in pool if (estate_id, one) not in barred]
    return sorted(free, key=lambda one: (load.get(one, 0), sha256(f"{seed}:{estate_id}:{one}".encode())))


def inputs_hash(*, seed: str, estates: Collection[UUID], pool: Collection[UUID], barred: Barred) -> str:
    """The fingerprint of everything that went into a draw; published with its result."""
    said = {
        "seed": seed,
        "estates": sorted(map(str, estates)),
        "pool": sorted(map(str, pool)),
        "barred": sorted(f"{estate}:{person}" for estate, person in barred),
    }
    return sha256(canonical(said))


def result_hash(drawn: Sequence[Drawn]) -> str:
    """The fingerprint of what was drawn."""
    return sha256(canonical({str(one.estate_id): [str(person) for person in one.assessors] for one in drawn}))
