"""Whom a notice is aimed at: places and ways of belonging, kept as plain JSON beside the notice."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from linli.kernel.actors import Tie


class Part(StrEnum):
    """What somebody is in the estate, as far as a notice can be aimed."""

    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"
    COMMITTEE = "committee"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"owner": "业主", "family": "家人", "tenant": "租客", "committee": "业委会委员"}[self]

    @property
    def tie(self) -> Tie | None:
        """How such people belong to a unit; None for those who hold an office."""
        return None if self is Part.COMMITTEE else Tie(self.value)


@dataclass(frozen=True, slots=True)
class Aim:
    """The people of these places (none: of the whole estate) who are one of these parts (none: all).

    Places add up: building 3 and room 5-101 reach both.
    """

    buildings: tuple[uuid.UUID, ...] = ()
    entrances: tuple[uuid.UUID, ...] = ()
    units: tuple[uuid.UUID, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def everywhere(self) -> bool:
        """Whether no place was chosen."""
        return not (self.buildings or self.entrances or self.units)

    @property
    def narrow(self) -> bool:
        """Whether it reaches less than everybody of the estate."""
        return not self.everywhere or bool(self.parts)

    def covers(
        self, *, building_id: uuid.UUID | None, entrance_id: uuid.UUID | None, unit_id: uuid.UUID
    ) -> bool:
        """Whether a unit lies in the places."""
        return (
            self.everywhere
            or building_id in self.buildings
            or entrance_id in self.entrances
            or unit_id in self.units
        )

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        if not self.narrow:
            return {"kind": "estate"}
        places = {name: [str(one) for one in getattr(self, name)] for name in _PLACES}
        return {"kind": "aimed", **places, "parts": [part.value for part in self.parts]}


WHOLE_ESTATE = Aim()
_PLACES = ("buildings", "entrances", "units")


def read(kept: Mapping[str, Any]) -> Aim:
    """The aim that was kept."""
    places: list[Sequence[str]] = [kept.get(name, ()) for name in _PLACES]
    buildings, entrances, units = (tuple(uuid.UUID(one) for one in some) for some in places)
    return Aim(buildings, entrances, units, tuple(Part(one) for one in kept.get("parts", ())))
