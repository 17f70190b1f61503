"""After and around a report: the question some weeks later, and phones that may not report for a while."""

from datetime import timedelta

import pytest

from config.tickets import catalogue
from linli.domains.estates import queries as estates
from linli.domains.notices.queries import messages as inbox
from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.errors import TooManyReports, WrongStep
from linli.domains.tickets.operations import later, rating
from linli.domains.tickets.operations.rating import Opinion
from linli.domains.tickets.queries.later import question, still_solved
from linli.domains.tickets.rules.figures import Share
from linli.jobs import tickets as jobs
from linli.kernel.actors import Role, Scope, ScopeKind
from linli.platform import clock, outbox
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.conftest import NOON
from tests.factories import people, tickets


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def heard(account_id):
    while outbox.deliver():
        pass
    with transaction(writes=False):
        return [one.wording.title for one in inbox.news_page(account_id, window=Window()).items]


def rated(ground, place, *, stars=5, solved=True):
    made = tickets.finished(ground, place=place)
    opinion = Opinion(stars=stars, solved=solved, words="" if stars > 2 else "没弄好")
    rating.rate(actor=ground.resident(), ticket=made, opinion=opinion, now=clock.now())
    return made.id


@pytest.mark.feature("TK-46")
def test_is_it_still_solved_is_asked_once_and_feeds_a_figure_of_its_own(ground, client):
    with transaction():
        good, bad, silent = (rated(ground, place) for place in ("东门", "西门", "南门"))
        unsolved = rated(ground, "北门", stars=1, solved=False)
        mine = people.bearer(identity.account(ground.resident_id))
    weeks = timedelta(days=catalogue().later.after_days)
    asked = "上次报的事，现在还好吗？"
    clock.advance(weeks - timedelta(hours=1))
    jobs.ask_later(now=clock.now())
    assert asked not in heard(ground.resident_id)
    clock.advance(timedelta(hours=1))
    for days in (0, 1):
        clock.advance(timedelta(days=days))
        jobs.ask_later(now=clock.now())
    assert heard(ground.resident_id).count(asked) == 3
    with transaction():
        staff = people.bearer(identity.account(ground.manager_id))
    here = f"/api/v1/estates/{ground.estate_id}/tickets"
    assert client.get(f"{here}/{unsolved}/later", headers=mine).status_code == 404
    assert client.get(f"{here}/{good}/later", headers=staff).status_code in {403, 404}
    said = client.put(f"{here}/{bad}/later", json={"still": False}, headers=mine)
    assert (said.status_code, said.json["code"]) == (422, "tickets.reason_missing")
    for one, body in ((good, {"still": True}), (bad, {"still": False, "words": "又坏了"})):
        assert client.put(f"{here}/{one}/later", json=body, headers=mine).json["still"] is body["still"]
        assert client.put(f"{here}/{one}/later", json=body, headers=mine).status_code == 409
    with transaction():
        found = queries.ticket(estate_id=ground.estate_id, ticket_id=bad)
        assert (found.stars, found.solved, question(found).words) == (5, True, "又坏了")
        late = NOON + weeks + timedelta(days=catalogue().later.answer_days)
        with pytest.raises(WrongStep):
            later.answer(
                ticket=queries.ticket(estate_id=ground.estate_id, ticket_id=silent), still=True, now=late
            )
        share, many = still_solved(
            ground.manager(), ground.estate_id, since=NOON, until=NOON + timedelta(days=60)
        )
    assert (share, many) == (Share(1, 2), 3)
    figure = client.get(
        f"/api/v1/estates/{ground.estate_id}/ticket-figures/later?month=2026-03", headers=staff
    ).json
    assert (figure["still"], figure["answered"], figure["asked"], figure["percent"]) == (1, 2, 3, "50.0%")


@pytest.mark.feature("TK-58")
def test_a_blocked_phone_gets_a_plain_message_and_a_way_to_appeal(ground, client):
    with transaction():
        mine = people.bearer(identity.account(ground.resident_id))
        officer = people.bearer(identity.account(ground.officer_id))
        estate = estates.estate(estate_id=ground.estate_id)
        street = people.bearer(
            people.staff(Role.STREET_OFFICER, Scope(ScopeKind.STREET, estate.street_id), name="周科长")
        )
        manager = people.bearer(identity.account(ground.manager_id))
        phone = identity.account(ground.resident_id).phone
    api, work = f"/api/v1/estates/{ground.estate_id}", f"/work/e/{ground.estate_id}/report-blocks"
    block = {"phone": phone, "reason": "一周内报了 12 次没有发生的事", "days": 7}
    assert client.post(f"{api}/report-blocks", json=block, headers=manager).status_code == 403
    made = client.post(f"{api}/report-blocks", json=block, headers=officer)
    assert made.status_code == 201
    assert phone not in made.text
    assert client.post(f"{api}/report-blocks", json=block, headers=officer).status_code == 409
    report = {"category": "common.gate", "place": "东门", "words": "坏了"}
    refused = client.post(f"{api}/tickets", json=report, headers=mine)
    assert (refused.status_code, refused.json["code"]) == (403, "tickets.reports_blocked")
    assert all(word in refused.text for word in ("3 月 8 日", block["reason"], "申诉", "紧急情况"))
    lift = {
        "category": "urgent.lift",
        "place": "3幢",
        "words": "困人",
        "answers": {"people": "1 人", "hurt": "没有"},
    }
    assert client.post(f"{api}/tickets", json=lift, headers=mine).status_code == 201
    here = f"/e/{ground.estate_id}/tickets"
    assert f"{here}/blocked" in client.get(f"{here}/new", headers=mine).text
    assert block["reason"] in client.get(f"{here}/blocked", headers=mine).text
    assert "您的手机号暂时不能报事" in heard(ground.resident_id)
    appeal = client.post(f"{api}/report-blocks/mine/appeals", json={"words": "都是真的"}, headers=mine)
    assert appeal.status_code == 201
    again = client.post(f"{api}/report-blocks/mine/appeals", json={"words": "再申诉"}, headers=mine)
    assert (again.status_code, again.json["code"]) == (409, "tickets.block_moved")
    assert "都是真的" in client.get(work, headers=street).text
    judge = f"{api}/block-appeals/{appeal.json['id']}/decide"
    verdict = {"granted": True, "answer": "核实过，确有其事"}
    assert client.post(judge, json=verdict, headers=officer).status_code == 403
    assert client.post(judge, json=verdict, headers=street).json["granted"] is True
    assert client.post(judge, json=verdict, headers=street).status_code == 409
    assert client.post(f"{api}/tickets", json=report, headers=mine).status_code == 201
    assert "申诉通过，可以报事了" in heard(ground.resident_id)


@pytest.mark.feature("TK-58")
def test_one_person_files_only_so_much_a_day_and_emergencies_always(ground):
    most = catalogue().limits.reports_a_day
    with transaction():
        for number in range(most):
            tickets.report(ground, place=f"{number}号灯")
        with pytest.raises(TooManyReports) as no:
            tickets.report(ground)
        assert no.value.retry_after == 12 * 3600
        tickets.report(ground, category="urgent.fire")
        tickets.report(ground, actor=ground.neighbour())
    clock.advance(timedelta(hours=12))
    with transaction():
        tickets.report(ground)
