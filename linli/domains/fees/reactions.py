"""What fees do when something happened: approved bills are issued, item by item; an agreed repair is billed."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from linli.domains.fees.events import BillsApproved
from linli.domains.fees.operations import drafts, repairs
from linli.platform import clock


class RepairDone(Protocol):
    """A paid repair that another room says is done: the unit, the order's number, words and fen of each line."""

    @property
    def at(self) -> datetime: ...
    @property
    def estate_id(self) -> UUID | None: ...
    @property
    def unit_id(self) -> UUID: ...
    @property
    def quote_id(self) -> UUID: ...
    @property
    def number(self) -> str: ...
    @property
    def lines(self) -> tuple[tuple[str, int], ...]: ...


def issue_approved(event: BillsApproved) -> None:
    """Issue one item of approved bills; at least once is enough, for the second time finds nothing to do."""
    assert event.estate_id is not None
    drafts.issue_part(estate_id=event.estate_id, part_id=event.part_id, now=clock.now())


def bill_repair(event: RepairDone) -> None:
    """Bill a repair exactly as it was agreed to, in the transaction in which it is done."""
    assert event.estate_id is not None
    repairs.charge(
        estate_id=event.estate_id, unit_id=event.unit_id, source_id=event.quote_id,
        basis=f"工单 {event.number} 的报价", lines=event.lines, now=event.at,
    )  # fmt: skip
