"""A region's year of stars and its prize money as they are shown, for pages, papers and programs alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g

from linli.blueprints.rating import plots
from linli.domains.estates import queries as estates
from linli.domains.estates.queries import traits
from linli.domains.people.queries import identity
from linli.domains.rating.models import PrizeRound
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import prizes, years
from linli.domains.rating.queries.prizes import Paid
from linli.domains.rating.queries.years import Rated
from linli.domains.rating.rules.prizes import Change, RoundState, ten_thousands
from linli.domains.rating.rules.standing import Movement
from linli.domains.takeover import queries as takeovers
from linli.domains.takeover.rules import kept_up
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.spreadsheets import Value
from linli.platform.transactions import seeing_every_estate

KINDS = ("示范引领型", "良性发展型", "托底维持型")
TONES = {RoundState.PROPOSED: "wait", RoundState.RETURNED: "bad", RoundState.APPROVED: "good"}
_REGIONS = {ScopeKind.CITY, ScopeKind.COUNTY, ScopeKind.STREET, ScopeKind.COMMUNITY}


@dataclass(frozen=True, slots=True)
class Year:
    """A region's year as its officers see it."""

    year: int
    name: str
    rated: Sequence[Rated]
    unconfirmed: int
    movement: Movement
    kept_up: int

    def count(self, change: Change) -> int:
        """How many estates it happened to."""
        return self.movement.changes.get(change, 0)

    def of_kind(self, kind: str) -> tuple[int, int]:
        """How many estates are of a class, and by how many that has grown."""
        return self.movement.kinds.get(kind, 0), self.movement.moved(kind)


def found_round(*, year: int, **_: object) -> PrizeRound:
    """What a door finds: the prize money of the region for which whoever stands there acts, or Unknown."""
    return prizes.found(region_id=g.actor.scope.id, year=year)


def year_of(actor: Actor, year: int) -> Year:
    """A year of the actor's region."""
    today = day_of(clock.now())
    rated = years.rated(actor.scope, year, on=today)
    spans = takeovers.spans_of([one.estate_id for one in rated])
    return Year(
        year=year,
        name=identity.place_name(actor.scope),
        rated=rated,
        unconfirmed=years.unconfirmed(actor.scope, year, on=today),
        movement=years.movement(rated, year),
        kept_up=sum(kept_up(some, year) for some in spans.values()),
    )


def figures(of: Year) -> dict[str, Any]:
    """Its figures for programs."""
    return {
        "year": of.year,
        "rated": len(of.rated),
        "unconfirmed": of.unconfirmed,
        "rose": of.count(Change.ROSE),
        "fell": of.count(Change.FELL),
        "first": of.count(Change.FIRST),
        "redrawn": of.count(Change.REDRAWN),
        "kept_up": of.kept_up,
        "kinds": [
            {"kind": kind, "count": of.of_kind(kind)[0], "before": of.movement.kinds_before.get(kind, 0)}
            for kind in KINDS
        ],
    }


def round_of(actor: Actor, year: int) -> PrizeRound | None:
    """The prize money of the actor's region; the city's where a county or street has none of its own."""
    if actor.scope.kind not in _REGIONS or actor.scope.id is None:
        return None
    return prizes.round_of(actor.scope.id, year)


def detail(one: PrizeRound) -> dict[str, Any]:
    """Prize money with its lines, the greatest first, and what of it was paid."""
    sums = prizes.sums(one)
    with seeing_every_estate():
        paid = {each.share.estate_id: each for each in prizes.paid(one)}
        names = dict(estates.all_estates())
    people = identity.names([who for who in (one.proposed_by, one.decided_by) if who])
    payments = [each.payment for each in paid.values() if each.payment]
    return {
        "id": one.id,
        "year": one.year,
        "state": one.state,
        "state_title": RoundState(one.state).title,
        "tone": TONES[RoundState(one.state)],
        "budget_fen": one.budget_fen,
        "basis": one.basis,
        "base": {int(star): fen for star, fen in one.base.items()},
        "risers": sums.risers,
        "total_fen": sums.total_fen,
        "mean_fen": sums.mean_fen,
        "paid_fen": sum(payment.amount_fen for payment in payments),
        "paid_count": len(payments),
        "proposed_at": one.proposed_at,
        "proposer": people.get(one.proposed_by, ""),
        "decided_at": one.decided_at,
        "decider": people.get(one.decided_by, "") if one.decided_by else "",
        "words": one.words,
        "lines": [
            _line(line, names, paid.get(line.estate_id))
            for line in sorted(prizes.proposed(one), key=lambda line: (-line.amount_fen, line.estate_id))
        ],
    }


def _line(line: Any, names: dict[Any, str], paid: Paid | None) -> dict[str, Any]:
    payment = paid.payment if paid else None
    return {
        "estate_id": line.estate_id,
        "name": names[line.estate_id],
        "before": line.before,
        "after": line.after,
        "base_fen": line.base_fen,
        "amount_fen": line.amount_fen,
        "share_id": paid.share.id if paid else None,
        "paid_on": payment.paid_on if payment else None,
        "voucher": payment.voucher if payment else "",
    }


def may(actor: Actor, one: PrizeRound | None) -> set[str]:
    """What the actor may do about the year's prize money as it stands."""
    acts: set[Act] = set()
    if one is None or one.state == RoundState.RETURNED:
        acts.add(Act.PROPOSE_PRIZES)
    elif one.state == RoundState.PROPOSED and one.proposed_by != actor.account_id:
        acts.add(Act.DECIDE_PRIZES)
    elif one.state == RoundState.APPROVED:
        acts.add(Act.PAY_PRIZES)
    return {act.name for act in acts if permits(GRANTS, actor, act)}


def columns(of: Year) -> list[plots.Column]:
    """Its stars for drawing."""
    return plots.columns(of.movement.stars, of.movement.stars_before)


def report(of: Year, prize: dict[str, Any] | None) -> list[Sequence[Value]]:
    """The lines of the year's report, word and figure; prize money in 万元 as it is published."""
    made: list[Sequence[Value]] = [
        ("范围", of.name),
        ("年度", of.year),
        ("参评小区", len(of.rated)),
        ("还没有确认", of.unconfirmed),
    ]
    for kind in KINDS:
        count, grown = of.of_kind(kind)
        made.append((kind, f"{count}（比上年 {grown:+d}）"))
    made += [(change.title, of.count(change)) for change in Change]
    made.append(("年底由国有物业托底", of.kept_up))
    if prize is not None:
        made += [
            ("奖补状态", prize["state_title"]),
            ("奖补预算（万元）", ten_thousands(prize["budget_fen"])),
            ("升星奖补小区", prize["risers"]),
            ("奖补合计（万元）", ten_thousands(prize["total_fen"])),
            ("平均每个（万元）", ten_thousands(prize["mean_fen"])),
            ("已付（万元）", ten_thousands(prize["paid_fen"])),
        ]
    return made


def region_names() -> dict[Any, str]:
    """The names of counties and streets by id."""
    return {one.id: one.name for one in traits.regions_above_communities()}
