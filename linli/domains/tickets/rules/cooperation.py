"""Departments working together on one order: parts, their clocks, and when the lead may finish (NN-24)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linli.domains.tickets.errors import PartsOpen, PartTooLong, WrongStep
from linli.domains.tickets.rules.steps import Kind


class PartState(StrEnum):
    """Where a department's part stands."""

    MADE = "made"
    SIGNED = "signed"
    FINISHED = "finished"
    WAIVED = "waived"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"made": "待接单", "signed": "办理中", "finished": "已办好", "waived": "不再需要"}[self]

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self in {PartState.MADE, PartState.SIGNED}


@dataclass(frozen=True, slots=True)
class Part:
    """A department's share: whether the lead must wait for it, where it stands, until when."""

    must: bool
    state: PartState
    due_at: datetime


_MOVES: Mapping[Kind, tuple[frozenset[PartState | None], PartState | None]] = {
    Kind.PART_MADE: (frozenset({None, PartState.FINISHED, PartState.WAIVED}), PartState.MADE),
    Kind.PART_SIGNED: (frozenset({PartState.MADE}), PartState.SIGNED),
    Kind.PART_STOOD_IN: (frozenset({PartState.MADE}), PartState.MADE),
    Kind.PART_FINISHED: (frozenset({PartState.SIGNED}), PartState.FINISHED),
    Kind.PART_WAIVED: (frozenset({PartState.MADE, PartState.SIGNED}), PartState.WAIVED),
}


def part_after(state: PartState | None, kind: Kind) -> PartState:
    """Where a step leads a part; None: there was none. A part that is over may be asked for again.

    Raises WrongStep.
    """
    since, reached = _MOVES[kind]
    if state not in since or reached is None:
        where = f"这个协同任务现在是“{state.title}”" if state else "没有这个协同任务"
        raise WrongStep(f"{where}，不能办理“{kind.title}”。请刷新页面看最新进度。")
    return reached


def part_due(*, lead_due: datetime, wished: datetime | None) -> datetime:
    """Until when a part has to be done: as long as the lead has, or shorter. Raises PartTooLong."""
    if wished is not None and wished > lead_due:
        raise PartTooLong(field_errors={"due_on": [PartTooLong.sentence]})
    return wished or lead_due


def check_all_done(parts: Iterable[Part]) -> None:
    """The lead cannot finish before everybody it must wait for. Raises PartsOpen."""
    if any(part.must and part.state.open for part in parts):
        raise PartsOpen
