"""How much one worker is given in turn before the others get the rest (TK-20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Caps:
    """How many open orders a worker has at most: `everybody`'s number, and `own` ones. None is no cap."""

    everybody: int | None = None
    own: Mapping[UUID, int] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, account_id: UUID) -> int | None:
        """The cap of one worker."""
        return self.own.get(account_id, self.everybody)


def below_cap(workers: Sequence[UUID], open_orders: Mapping[UUID, int], caps: Caps) -> list[UUID]:
    """Those who can be given one more, in the order in which they came."""
    found = []
    for one in workers:
        most = caps.of(one)
        if most is None or open_orders.get(one, 0) < most:
            found.append(one)
    return found
