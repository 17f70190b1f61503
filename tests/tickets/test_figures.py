"""The published rates: SQL and pure rules agree, parts add up, and every number opens its tickets."""

from datetime import timedelta
from itertools import pairwise

import pytest

from linli.domains.tickets import facts
from linli.domains.tickets.operations import handling, pacing
from linli.domains.tickets.queries import figures
from linli.domains.tickets.queries.figures import By, Cut, Side
from linli.domains.tickets.rules.figures import NOTHING, Measure, Share, share_of
from linli.kernel.actors import EVERYWHERE, Actor, Role, Scope, ScopeKind
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import courses, people, tickets
from tests.tickets.test_loops import at_work, beyond

ALL = Window(limit=10_000)


def city():
    return Actor(people.account("市级").id, Role.CITY_OFFICER, EVERYWHERE)


@pytest.mark.feature("TK-62")
@pytest.mark.feature("NN-27")
def test_figures_in_sql_are_those_of_the_rules_and_each_opens_the_tickets_it_counts(app, now):
    edges = tuple(now + timedelta(days=days) for days in (-30, -20, -10, 0))
    as_of = now - timedelta(days=3)
    with transaction():
        grounds = [tickets.ground() for _ in range(2)]
        other = people.account("孙师傅").id
        made = [
            courses.written(
                ground, count=100, since=now - timedelta(days=45), days=44, seed=seed,
                workers=[ground.worker_id, other],
            )
            for seed, ground in enumerate(grounds)
        ]  # fmt: skip
        cut = Cut(actor=city(), edges=edges, as_of=as_of)
    with transaction(writes=False):
        parts = {by: figures.figures(cut, by) for by in By}
        whole = figures.total(parts[By.ESTATE], 3)
        for by in By:
            assert figures.total(parts[by], 3) == whole, f"the parts by {by} do not add up"
        for ground, rows in zip(grounds, made, strict=True):
            seen = [course for _, course in rows]
            for period, (since, until) in enumerate(pairwise(edges)):
                assert parts[By.ESTATE][ground.estate_id][period] == {
                    one: share_of(one, seen, since=since, until=until, as_of=as_of) for one in Measure
                }
        month = Cut(actor=cut.actor, edges=(edges[0], edges[-1]), as_of=as_of, only={By.CATEGORY: "own."})
        (counted,) = figures.total(figures.figures(month, By.WORKER), 1)
        for measure in (Measure.ON_TIME, Measure.RESPONDED, Measure.SATISFIED):
            share = counted[measure]
            opened = {side: figures.behind(month, measure, side, window=ALL).items for side in Side}
            assert [len(opened[side]) for side in Side] == [share.whole, share.part, share.whole - share.part]
            assert all(one.category.startswith("own.") for one in opened[Side.WHOLE])
        assert counted[Measure.SATISFIED].whole > 0


@pytest.mark.feature("SC-06")
def test_the_kept_columns_say_the_same_as_the_events(app, now):
    since = now - timedelta(days=40)
    with transaction():
        ground = tickets.ground()
        courses.written(ground, count=200, since=since, days=20)
        cut = Cut(actor=city(), edges=(since, now), as_of=now, estate_id=ground.estate_id)
    with transaction(writes=False):
        (found,) = figures.figures(cut, By.ESTATE)[ground.estate_id]
        kept = {
            Measure.ON_TIME: facts.on_time_rate, Measure.ON_TIME_FIRST: facts.on_time_by_first_deadline,
            Measure.CLOSED: facts.closed_rate, Measure.SATISFIED: facts.satisfaction,
            Measure.RATED: facts.rated_rate, Measure.SOLVED: facts.solved_rate, Measure.REDONE: facts.redo_rate,
        }  # fmt: skip
        for measure, fact in kept.items():
            assert fact(since=since, until=now, as_of=now)[ground.estate_id] == found[measure], measure
        assert found[Measure.RATED].part == found[Measure.SATISFIED].whole < found[Measure.RATED].whole


def test_a_company_counts_its_own_work_only_and_nothing_out_of_nothing_is_a_dash(app, now):
    with transaction():
        ground, other = tickets.ground(), tickets.ground()
        for one in (ground, other):
            tickets.finished(one)
            tickets.report(one, category="public.company", place="")
        head = Actor(ground.manager_id, Role.COMPANY_HEAD, Scope(ScopeKind.COMPANY, ground.company_id))
        edges = (now - timedelta(days=1), now + timedelta(days=1))
        cuts = [
            Cut(actor=head, edges=edges, as_of=now),
            Cut(actor=ground.manager(), edges=edges, as_of=now, estate_id=ground.estate_id),
            Cut(actor=ground.officer(), edges=edges, as_of=now, estate_id=ground.estate_id),
        ]
        db.session.flush()
        counted = [figures.total(figures.figures(cut, By.CATEGORY), 1)[0] for cut in cuts]
    assert [one[Measure.ACCEPTED] for one in counted] == [Share(1, 1), Share(1, 1), Share(1, 2)]
    assert (counted[0][Measure.SATISFIED], NOTHING.percent) == (NOTHING, "—")


@pytest.mark.feature("TK-24")
def test_what_is_paused_beyond_its_old_deadline_is_not_late_and_counts_by_the_deadline_in_force(app, now):
    with transaction():
        here = beyond()
        ticket, lead, desk = at_work(here), here.officer("town.enforcement"), here.desk("street")
        pacing.request_pause(actor=lead, ticket=ticket, cause="court", reason="法院鉴定", now=now)
        pacing.grant_pause(actor=desk, ticket=ticket, now=now)
        old = ticket.due_at
        whole = {"since": now, "until": now + timedelta(days=90)}
        long_after = old + timedelta(days=20)

        def on_time(moment):
            db.session.flush()
            cut = Cut(actor=city(), edges=tuple(whole.values()), as_of=moment)
            counted = figures.total(figures.figures(cut, By.ESTATE), 1)[0][Measure.ON_TIME]
            kept = facts.on_time_rate(**whole, as_of=moment).get(ticket.estate_id, NOTHING)
            assert kept == counted
            return counted

        assert on_time(long_after) == NOTHING  # its deadline stands still
        pacing.resume(actor=desk, ticket=ticket, now=long_after)
        assert on_time(ticket.due_at) == NOTHING
        assert on_time(ticket.due_at + timedelta(seconds=1)) == Share(0, 1)  # open past it: late at once
        handling.finish(actor=lead, ticket=ticket, result="已拆除", now=ticket.due_at)
        handling.feed_back(actor=desk, ticket=ticket, words="", now=ticket.due_at)
        assert on_time(ticket.due_at + timedelta(days=1)) == Share(1, 1)
        first = facts.on_time_by_first_deadline(**whole, as_of=ticket.due_at + timedelta(days=1))
        assert first[ticket.estate_id] == Share(0, 1)  # shown beside it, by what was promised first
