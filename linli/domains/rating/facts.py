"""Facts of rooms below that keep no rows behind a figure, put into the form in which all are taken."""

from linli.domains.complaints import facts as complaints
from linli.domains.equipment import facts as equipment
from linli.domains.reputation import facts as reputation
from linli.domains.reputation.rules.grading import Grade
from linli.domains.satisfaction import facts as satisfaction
from linli.kernel.times import day_of
from linli.platform.facts import Fact, Figures, Period, Taken


def _satisfied(period: Period) -> Figures:
    """满意率 of the year's round; too few answers count nothing (B17)."""
    rounds = satisfaction.satisfaction(year=period.since_on.year)
    return {one.estate_id: Taken(one.satisfied, one.valid, zeroed=not one.sound) for one in rounds}


def _credit(period: Period) -> Figures:
    """The grade that the company had on most days of the year; the lower one where two had as many (B18)."""
    order = list(Grade)
    found = reputation.credit_days(year=period.since_on.year, as_of=day_of(period.as_of))
    most = {
        one.estate_id: max(one.days.items(), key=lambda pair: (pair[1], order.index(pair[0])))
        for one in found
    }
    return {estate: Taken(days, days, said=grade.value) for estate, (grade, days) in most.items()}


def _lifts(period: Period) -> Figures:
    """What is deducted for on lifts; an expired inspection counts nothing; a ledger without lifts: not applicable."""
    ledgers = equipment.ledgers_kept(since=period.since, until=period.until)
    without = {one.estate_id: Taken(0, 0, applies=False) for one in ledgers}
    lifts = equipment.lift_safety(since=period.since, until=period.until)
    return without | {one.estate_id: Taken(one.findings, 0, zeroed=one.expired > 0) for one in lifts}


def _ledgers(period: Period) -> Figures:
    """In how many families the ledger is complete; who keeps none on the platform shows papers (B16)."""
    kept = equipment.ledgers_kept(since=period.since, until=period.until)
    return {one.estate_id: Taken(one.kept, one.families) for one in kept}


def _repeats(period: Period) -> Figures:
    """Complaints that came back, over the households; a petition to the wrong level is a signed line (C10)."""
    found = complaints.repeat_complaints(since=period.since, until=period.until)
    return {one.estate_id: Taken(one.repeats, one.households) for one in found}


STAR = (
    Fact(
        name="surveys.satisfied",
        title="满意物业万户评满意率",
        counts="非常满意和满意的答卷",
        of="有效答卷",
        take=_satisfied,
    ),
    Fact(name="reputation.grade", title="物业企业信用等级", counts="全年多数日子的等级", take=_credit),
    Fact(
        name="equipment.ledgers",
        title="设施设备维护台账",
        counts="设备都按期检验维保的台账",
        take=_ledgers,
    ),
    Fact(
        name="governance.repeat_complaints",
        title="重复投诉",
        counts="同一件事再次投诉",
        of="住户",
        take=_repeats,
    ),
    Fact(name="lifts.findings", title="电梯安全", counts="维保不按期、困人救援超过 30 分钟", take=_lifts),
)
