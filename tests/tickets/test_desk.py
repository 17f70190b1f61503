"""What a desk works with: templates, categories put right, caps, checklists, many tickets at once."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.errors import BadCategory, BadPlaceholder, PlaceholderOpen
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import grabbing, handling, recategorising, reporting
from linli.domains.tickets.rules.caps import Caps, below_cap
from linli.domains.tickets.rules.replies import check_template, placeholders
from linli.domains.tickets.rules.routing import Stage
from linli.domains.tickets.rules.serving import Mode
from linli.domains.tickets.rules.steps import Kind, State
from linli.kernel.actors import Role
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import courses, people, tickets
from tests.support.forms import submit

WHEN = "您好，{小区}{地点}的{类别}，师傅 {上门时间} 到。"


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def told(client, account_id, method, path, body=None, **more):
    with transaction():
        headers = people.bearer(identity.account(account_id))
    sent = {"json": body} if body is not None else {}
    return client.open(path, method=method, headers=headers, **sent, **more)


def filed(client, account_id, page, action, **typed):
    """A form of a page, sent by somebody."""
    with transaction():
        headers = people.bearer(identity.account(account_id))
    return submit(client, page, typed, to=action, headers=headers)


@pytest.mark.feature("TK-33")
def test_a_template_is_filled_from_the_ticket_and_what_is_still_open_is_not_sent(client, ground):
    with transaction():
        ticket = tickets.assigned(ground)
        number, ticket_id = ticket.number, ticket.id
    here, one = f"/api/v1/estates/{ground.estate_id}", f"tickets/{ticket_id}"
    templates = f"{here}/reply-templates"
    made = told(client, ground.manager_id, "POST", templates, {"title": "约时间", "words": WHEN}).get_json()
    assert made["placeholders"] == ["小区", "地点", "类别", "上门时间"]
    for words in ("到 {上门时间", "到 ｛上门时间｝", "{x}", "{{类别}}"):
        refused = told(client, ground.manager_id, "POST", templates, {"title": "错", "words": words})
        assert refused.status_code == 422
        assert "words" in refused.get_json()["errors"]
    filled = told(
        client, ground.worker_id, "GET", f"{here}/{one}/filled-reply?template={made['id']}"
    ).get_json()
    assert filled["placeholders"] == ["上门时间"]
    assert "3幢门口的" in filled["words"]
    refused = told(client, ground.worker_id, "POST", f"{here}/{one}/reply", {"words": filled["words"]})
    assert refused.status_code == 422
    assert "上门时间" in refused.get_json()["errors"]["words"][0]
    whole = filled["words"].replace("{上门时间}", "今天下午三点")
    sent = told(client, ground.worker_id, "POST", f"{here}/{one}/reply", {"words": whole}).get_json()
    assert sent["history"][-1]["words"] == whole
    seen = told(client, ground.resident_id, "GET", f"{here}/{one}").get_json()["history"]
    assert [line["words"] for line in seen if line["kind"] == "replied"] == [whole]
    # Every other step whose words the reporter reads is blocked the same way; a note for colleagues is not.
    with transaction():
        ticket, worker = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id), ground.worker()
        handling.sign(actor=worker, ticket=ticket, now=clock.now())
        handling.start(actor=worker, ticket=ticket, now=clock.now())
        with pytest.raises(PlaceholderOpen) as no:
            handling.finish(
                actor=worker, ticket=ticket, result="换了{零件}", photos=[tickets.photo()], now=clock.now()
            )
        assert list(no.value.field_errors) == ["result"]
        handling.note(actor=worker, ticket=ticket, words="问 {电话}", now=clock.now())
    # The company's words are the company's: the community neither sees nor changes them.
    assert told(client, ground.officer_id, "GET", templates).get_json()["items"] == []
    assert told(client, ground.officer_id, "DELETE", f"{templates}/{made['id']}").status_code == 404
    assert told(client, ground.worker_id, "DELETE", f"{templates}/{made['id']}").status_code == 403
    page = f"/work/e/{ground.estate_id}/{one}/reply"
    shown = told(client, ground.manager_id, "GET", f"{page}?template={made['id']}").text
    assert "花括号里的要您来写：上门时间" in shown
    assert number in shown
    again = filed(client, ground.manager_id, page, page, words="请 {回电}", seen="1")
    assert again.status_code == 409  # a colleague's step came between; nothing typed is lost
    assert "请 {回电}" in again.text
    assert told(client, ground.manager_id, "DELETE", f"{templates}/{made['id']}").status_code == 204
    assert told(client, ground.worker_id, "GET", templates).get_json()["items"] == []


def test_only_a_name_in_paired_braces_is_a_placeholder():
    assert placeholders("{7*7}{% print(1) %}{} {期限}{期限}") == ["期限"]
    check_template("{上门时间}，{师傅 2}")
    for words in ("{", "}{", "{ 上门}", "{一" + "二" * 20 + "}"):
        with pytest.raises(BadPlaceholder):
            check_template(words)


@pytest.mark.feature("TK-56")
def test_a_report_under_the_wrong_category_is_put_right_and_figures_know_both(client, ground):
    with transaction():
        gate, light = tickets.assigned(ground), tickets.assigned(ground, category="common.light")
        fresh, gate_id, fresh_id = tickets.report(ground), gate.id, tickets.report(ground).id
        due_at = gate.due_at
        recategorising.recategorise(
            actor=ground.manager(), ticket=gate, category="common.light", reason="是灯不亮", now=clock.now()
        )
        assert (gate.first_category, gate.category, gate.due_at) == ("common.gate", "common.light", due_at)
        assert queries.order(gate).body == gate.body == "company"
        for wrong in ("common.light", "own.water", "urgent.lift", "public.illegal"):
            with pytest.raises(BadCategory):
                recategorising.recategorise(
                    actor=ground.manager(), ticket=gate, category=wrong, reason="改", now=clock.now()
                )
        assert light.first_category == light.category
        assert fresh.standing == "submitted"
    here = f"/api/v1/estates/{ground.estate_id}"
    # What nobody has yet goes to whoever deals with its category; the company does not see it any more.
    page = f"/work/e/{ground.estate_id}/tickets/{fresh_id}"
    moved = filed(
        client, ground.manager_id, page, f"{page}/recategorise", category="public.illegal", reason="楼顶搭建"
    )
    assert moved.location.endswith("/tickets")
    assert told(client, ground.manager_id, "GET", f"{here}/tickets/{fresh_id}").status_code == 404
    with transaction():
        gone = queries.ticket(estate_id=ground.estate_id, ticket_id=fresh_id)
        assert (gone.addressee, gone.company_id) == ("township", None)
        assert queries.order(gone).body == gone.body
    seen = told(client, ground.resident_id, "GET", f"{here}/tickets/{gate_id}").get_json()
    assert (seen["category"], seen["first_category"]) == ("common.light", "common.gate")
    assert seen["history"][-1]["words"].endswith("：是灯不亮")
    parts = {}
    for by in ("category", "first_category"):
        found = told(client, ground.officer_id, "GET", f"{here}/ticket-figures?by={by}").get_json()
        parts[by] = {part["key"]: part["figures"][0]["whole"] for part in found["parts"]}
        asked = f"{here}/ticket-figures/tickets?measure=accepted&side=whole&by={by}&key=common.light"
        behind = told(client, ground.officer_id, "GET", asked).get_json()["items"]
        assert len(behind) == parts[by]["common.light"]
    assert parts["category"] == {"common.light": 2, "common.gate": 1, "public.illegal": 1}
    assert parts["first_category"] == {"common.gate": 3, "common.light": 1}
    db.session.remove()


@pytest.mark.feature("TK-34")
def test_work_is_not_solved_while_a_point_that_must_be_checked_is_open(client, ground):
    here, lists = f"/api/v1/estates/{ground.estate_id}", f"/api/v1/estates/{ground.estate_id}/checklists"
    with transaction():
        ticket, other = (tickets.assigned(ground, category=one) for one in ("common.gate", "own.water"))
        one, elsewhere = f"{here}/tickets/{ticket.id}", f"{here}/tickets/{other.id}"
        page = f"/work/e/{ground.estate_id}/tickets/{ticket.id}"
    typed = {"category": "common", "title": "公共维修", "points": "试三次能开\n选查：拍门牌\n\n工具收走"}
    for wrong in ({"points": "  \n"}, {"points": "甲\n甲"}, {"category": "nothing"}, {"points": "甲\n" * 31}):
        assert told(client, ground.manager_id, "POST", lists, typed | wrong).status_code == 422
    assert told(client, ground.worker_id, "POST", lists, typed).status_code == 403
    made = told(client, ground.manager_id, "POST", lists, typed).get_json()
    assert [(line["words"], line["must"]) for line in made["points"]] == [
        ("试三次能开", True), ("拍门牌", False), ("工具收走", True),
    ]  # fmt: skip
    first, optional, last = [line["id"] for line in made["points"]]

    def tick(*ids, at=one):
        return told(client, ground.worker_id, "PUT", f"{at}/checks", {"point_ids": list(ids)})

    def finish(outcome="solved"):
        body = {"result": "换了读卡器", "outcome": outcome}
        return told(client, ground.worker_id, "POST", f"{one}/finish", body)

    for verb in ("sign", "start"):
        told(client, ground.worker_id, "POST", f"{one}/{verb}")
    with transaction():
        gate = queries.ticket(estate_id=ground.estate_id, ticket_id=uuid.UUID(one[-36:]))
        reporting.add_photos(
            actor=ground.worker(), ticket=gate, photos=[tickets.photo()], stage=Stage.AFTER, now=clock.now()
        )
    assert tick(first, optional).status_code == 200
    refused = finish()
    assert (refused.status_code, refused.get_json()["code"]) == (409, "tickets.checklist_open")
    assert "工具收走" in refused.text
    assert "试三次能开" not in refused.text
    assert tick(first, at=elsewhere).status_code == 422  # that one's category has no such list
    assert told(client, ground.resident_id, "GET", f"{one}/checks").status_code == 403
    shown = told(client, ground.manager_id, "GET", page).text
    assert "还有 1 项必查" in shown
    sent = filed(client, ground.worker_id, page, f"{page}/checks", point_ids=[first, last])
    assert sent.location.endswith("#checklist")
    items = told(client, ground.worker_id, "GET", f"{one}/checks").get_json()["items"]
    assert [(item["done"], item["who"]) for item in items] == [
        (True, "钱师傅"),
        (False, ""),
        (True, "钱师傅"),
    ]
    # A list in its place asks something else, and is ticked anew; without a list nothing is asked.
    anew = told(
        client, ground.manager_id, "PUT", f"{lists}/{made['id']}", typed | {"points": "试五次"}
    ).get_json()
    assert finish().status_code == 409
    told(client, ground.manager_id, "DELETE", f"{lists}/{anew['id']}")
    assert finish().get_json()["state"] == "feedback"
    assert tick().status_code == 409


@pytest.mark.feature("TK-20")
def test_work_handed_out_in_turn_goes_past_a_worker_at_the_cap(client, ground):
    caps = f"/api/v1/estates/{ground.estate_id}/worker-caps"
    with transaction():
        estate = estates.estate(estate_id=ground.estate_id)
        second_id = people.staff(Role.PROPERTY_WORKER, estate, name="孙师傅").id
        grabbing.set_mode(
            actor=ground.manager(), estate_id=ground.estate_id, company_id=ground.company_id,
            mode=Mode.IN_TURN, now=clock.now(),
        )  # fmt: skip

    def accepted():
        with transaction():
            ticket = tickets.report(ground)
            grabbing.accept(actor=ground.manager(), ticket=ticket, now=clock.now())
            return ticket.id, ticket.assignee_id

    def capped(**body):
        return told(client, ground.manager_id, "PUT", caps, body)

    assert told(client, ground.worker_id, "GET", caps).status_code == 403
    assert capped(most=2).get_json()["everybody"] == 2
    assert capped(most=1, account_id=str(second_id)).status_code == 200
    assert capped(most=1, account_id=str(ground.manager_id)).status_code == 422
    given = [accepted() for _ in range(4)]
    assert sorted(one for _, one in given[:3]) == sorted([ground.worker_id, ground.worker_id, second_id])
    waiting_id, nobody = given[3]
    assert nobody is None  # all have enough: it waits, accepted, for somebody to give it by hand
    shown = {
        one["account_id"]: one for one in told(client, ground.manager_id, "GET", caps).get_json()["items"]
    }
    assert (shown[str(second_id)]["in_hand"], shown[str(second_id)]["most"]) == (1, 1)
    with transaction():
        waiting = queries.ticket(estate_id=ground.estate_id, ticket_id=waiting_id)
        assert waiting.standing is State.ACCEPTED
        handling.assign(actor=ground.manager(), ticket=waiting, assignee_id=second_id, now=clock.now())
        done = queries.ticket(
            estate_id=ground.estate_id, ticket_id=next(one for one, who in given if who == ground.worker_id)
        )
        worker = ground.worker()
        handling.sign(actor=worker, ticket=done, now=clock.now())
        handling.start(actor=worker, ticket=done, now=clock.now())
        handling.finish(actor=worker, ticket=done, result="好了", photos=[tickets.photo()], now=clock.now())
    assert accepted()[1] == ground.worker_id  # what waits for its stars keeps nobody busy
    capped(most=0, account_id=str(ground.worker_id))
    capped(account_id=str(second_id))  # falls back to everybody's two, of which two are in hand
    assert accepted()[1] is None
    assert capped().get_json()["everybody"] is None
    assert accepted()[1] == second_id
    page = f"/work/e/{ground.estate_id}/tickets/caps"
    assert "到上限" in told(client, ground.manager_id, "GET", page).text
    assert filed(client, ground.manager_id, page, page, most="").status_code == 303


@given(
    st.dictionaries(st.uuids(), st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=5),
    st.none() | st.integers(0, 9),
)
@settings(max_examples=30, deadline=None)
def test_nobody_below_the_cap_is_skipped_and_nobody_at_it_is_asked(workers, everybody):
    own = {one: most for one, (_, most) in workers.items() if most is not None}
    loads = {one: load for one, (load, _) in workers.items() if load}
    free = below_cap(list(workers), loads, Caps(everybody, own))
    for one, (load, most) in workers.items():
        cap = everybody if most is None else most
        assert (one in free) is (cap is None or load < cap)


@pytest.mark.feature("TK-52")
def test_a_step_for_two_hundred_reports_each_refusal_and_does_the_rest(client, ground, now):
    here = f"/api/v1/estates/{ground.estate_id}"
    with transaction():
        courses.written(ground, count=200, since=now - timedelta(days=3), days=2, steps=2)
        chosen = [one.id for one in db.session.scalars(select(Ticket).order_by(Ticket.number))]
        before = dict(db.session.execute(select(Ticket.id, Ticket.state)).all())
        foreign = tickets.report(tickets.ground()).id
    fresh = {one for one, state in before.items() if state == State.SUBMITTED}
    assert 40 < len(fresh) < 160
    ids = [str(one) for one in chosen[:199]] + [str(foreign)]
    body = {"step": "accept", "ticket_ids": ids}
    report = told(client, ground.manager_id, "POST", f"{here}/tickets/bulk", body).get_json()
    done = {uuid.UUID(one["id"]) for one in report["done"]}
    assert done == fresh & set(chosen[:199])
    assert {one["state"] for one in report["done"]} == {"accepted"}
    refused = {one["id"]: one for one in report["refused"]}
    assert len(done) + len(refused) == 200
    assert refused.pop(str(foreign)) == {
        "id": str(foreign), "number": "", "code": "not_found", "sentence": Unknown.sentence,
    }  # fmt: skip
    assert {one["code"] for one in refused.values()} == {"tickets.wrong_step"}
    assert all(one["number"] for one in refused.values())
    with transaction():
        after = dict(db.session.execute(select(Ticket.id, Ticket.state)).all())
        assert {one for one in chosen if after[one] != before[one]} == done
        told_of = select(func.count()).select_from(AuditEntry).filter_by(act="tickets:ticket:accepted")
        assert db.session.scalar(told_of) == len(done)
    for wrong in (
        {"ticket_ids": []},
        {"ticket_ids": [*ids, str(chosen[199])]},
        {"step": "note"},
        {"step": "x"},
    ):
        assert (
            told(client, ground.manager_id, "POST", f"{here}/tickets/bulk", body | wrong).status_code == 422
        )
    assert told(client, ground.worker_id, "POST", f"{here}/tickets/bulk", body).status_code == 403


def test_a_refused_step_of_many_leaves_nothing_of_its_own_behind(client, ground):
    with transaction():
        first, second = tickets.report(ground).id, tickets.assigned(ground).id
    page = f"/work/e/{ground.estate_id}/tickets/bulk"
    typed = {"step": "assign", "ticket_ids": [str(first)], "assignee_id": str(ground.resident_id)}
    shown = filed(client, ground.manager_id, page, page, **typed).text
    assert "没办成 1 件" in shown
    assert "请选择本小区的一位维修员或负责人" in shown
    with transaction():
        ticket = queries.ticket(estate_id=ground.estate_id, ticket_id=first)
        assert (ticket.standing, ticket.events) == (
            State.SUBMITTED,
            1,
        )  # giving it would have accepted it first
        acts = db.session.scalars(select(AuditEntry.act).filter_by(object_id=str(first))).all()
        assert "tickets:ticket:accepted" not in acts
    words = "{编号} 已经安排，请您等电话。"
    sent = {"step": "reply", "ticket_ids": [str(first), str(second)], "words": words}
    assert "办好 2 件" in filed(client, ground.manager_id, page, page, **sent).text
    with transaction():
        for one in (first, second):
            ticket = queries.ticket(estate_id=ground.estate_id, ticket_id=one)
            assert queries.last_event(ticket, Kind.REPLIED).reason == words.replace("{编号}", ticket.number)
    again = filed(client, ground.manager_id, page, page, step="note", ticket_ids=[str(first)])
    assert again.status_code == 422
    assert f'value="{first}" checked' in again.text


@pytest.mark.feature("TK-52")
def test_filters_are_ones_own_and_the_board_shows_what_presses_first(client, ground):
    here = f"/api/v1/estates/{ground.estate_id}"
    with transaction():
        late, early = tickets.report(ground).number, tickets.report(ground, category="common.light").number
        tickets.assigned(ground)
        db.session.scalars(select(Ticket).filter_by(number=early)).one().due_at -= timedelta(days=30)
    board = told(client, ground.manager_id, "GET", f"{here}/tickets/board").get_json()["columns"]
    assert [(one["stage"], one["count"]) for one in board] == [
        ("new", 2), ("assign", 0), ("work", 1), ("check", 0), ("feedback", 0),
    ]  # fmt: skip
    assert [one["number"] for one in board[0]["items"]] == [early, late]
    overdue = told(client, ground.manager_id, "GET", f"{here}/tickets/board?overdue=true").get_json()
    assert [one["count"] for one in overdue["columns"]] == [1, 0, 0, 0, 0]
    page = f"/work/e/{ground.estate_id}/tickets/filters"
    sent = filed(client, ground.manager_id, page, page, title="超时的灯", stage="new", overdue="true")
    assert sent.location.endswith("/tickets?stage=new&overdue=true")
    opened = told(client, ground.manager_id, "GET", sent.location).text
    assert "超时的灯" in opened
    assert early in opened
    assert late not in opened
    (mine,) = told(client, ground.manager_id, "GET", f"{here}/ticket-filters").get_json()["items"]
    assert mine["wanted"] == {"stage": "new", "category": "", "mine": False, "overdue": True}
    again = told(
        client, ground.manager_id, "POST", f"{here}/ticket-filters", {"title": "超时的灯", "mine": True}
    )
    assert again.get_json()["id"] == mine["id"]
    assert told(client, ground.officer_id, "GET", f"{here}/ticket-filters").get_json()["items"] == []
    one = f"{here}/ticket-filters/{mine['id']}"
    assert told(client, ground.officer_id, "DELETE", one).status_code == 404
    assert told(client, ground.manager_id, "DELETE", one).status_code == 204
