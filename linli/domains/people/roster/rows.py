"""One row on its own: from its cells to a unit and the reasons, before it is compared with other rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linli.domains.people.roster.findings import Findings, RowFields
from linli.domains.people.roster.lines import Field, Reason, RowReading, Treatment, UnitLine, Verdict, Weight
from linli.domains.people.roster.measuring import measure
from linli.domains.people.roster.owning import own
from linli.domains.people.roster.placing import place
from linli.domains.people.roster.reasons import reason
from linli.domains.people.roster.sorting import Sorted


@dataclass(frozen=True, slots=True)
class Judged:
    """A row's reading and what the officer wants done with it."""

    reading: RowReading
    treatment: Treatment | None = None


def judge_row(sheet: str, one: Sorted, corrections: Mapping[Field, str], developer: str) -> Judged:
    """The row's unit with its reasons; titles, notes and the like keep the reason they were sorted out for."""
    cells = tuple("" if cell.merged and cell.merged_from == one.row else cell.text for cell in one.cells)
    if one.code:
        why = reason(one.code, text=one.text)
        return Judged(RowReading(sheet, one.row, cells, _verdict([why]), (why,)))
    assert one.layout is not None
    findings = Findings()
    fields = RowFields(one.layout, one.cells, corrections, findings)
    treatment = _treatment(fields, findings)
    if treatment is Treatment.LEAVE_OUT:
        why = reason("left.by_officer")
        reading = RowReading(sheet, one.row, cells, Verdict.LEFT_OUT, (why,), texts=fields.texts)
        return Judged(reading, treatment)
    unit = _unit(fields, one, developer, findings)
    reading = RowReading(sheet, one.row, cells, Verdict.UNDERSTOOD, (), unit, texts=fields.texts)
    return Judged(with_reasons(reading, findings.reasons, treatment), treatment)


def _treatment(fields: RowFields, findings: Findings) -> Treatment | None:
    entry = fields.first(Field.TREATMENT)
    if entry is None:
        return None
    found = next((one for one in Treatment if one.value == entry.text), None)
    if found is None:
        findings.add("treatment.unknown", of=Field.TREATMENT, entry=entry)
    return found


def _unit(fields: RowFields, one: Sorted, developer: str, findings: Findings) -> UnitLine | None:
    """The unit, None where its place cannot be told; the other columns are judged all the same."""
    placed = place(fields, one.above, findings)
    measured = measure(fields, findings)
    owned = own(fields, developer, findings)
    if placed is None:
        return None
    notes = [entry.text for entry in fields.entries(Field.NOTE)]
    return UnitLine(
        phase=placed.phase,
        building=placed.building,
        entrance=placed.entrance,
        room=placed.room,
        kind=placed.kind,
        area=measured.area,
        inner_area=measured.inner_area,
        area_source=measured.source,
        delivery=owned.delivery,
        owners=owned.owners,
        developer=owned.developer,
        note="；".join([*notes, *owned.remarks]),
    )


def with_reasons(reading: RowReading, more: list[Reason], treatment: Treatment | None) -> RowReading:
    """The row with these reasons too, each once, and the verdict that follows from them all.

    What the officer accepted as read stays visible as a remark.
    """
    reasons = list(dict.fromkeys((*reading.reasons, *more)))
    if treatment is Treatment.ACCEPT:
        reasons = [replace(one, weight=Weight.REMARK) if one.acceptable else one for one in reasons]
    return replace(reading, reasons=tuple(reasons), verdict=_verdict(reasons))


def _verdict(reasons: list[Reason]) -> Verdict:
    weights = {one.weight for one in reasons}
    if Weight.LEFT_OUT in weights:
        return Verdict.LEFT_OUT
    if Weight.REFUSAL in weights:
        return Verdict.REFUSED
    return Verdict.DOUBTFUL if Weight.DOUBT in weights else Verdict.UNDERSTOOD
