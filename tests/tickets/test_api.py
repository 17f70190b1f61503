"""Tickets over the API: who sees what, what is refused, what happens once."""

import uuid

import pytest
from PIL import Image
from sqlalchemy import func, select

from linli.domains.people.queries import identity
from linli.domains.tickets.models import Ticket, TicketEvent
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.rules.routing import Addressee
from linli.kernel.actors import RESIDENTS, Actor, Role, Scope, ScopeKind
from linli.kernel.grants import permits
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, tickets

GATE = {"category": "common.gate", "place": "3幢门口", "words": "门禁刷不开"}


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


class Person:
    """Somebody with a token."""

    def __init__(self, client, account_id):
        self.client = client
        with transaction():
            self.headers = people.bearer(identity.account(account_id))

    def get(self, path, **more):
        return self.client.get(f"/api/v1{path}", headers=self.headers, **more)

    def post(self, path, body=None, **more):
        headers = self.headers | more.pop("headers", {})
        if body is not None:
            more["json"] = body
        return self.client.post(f"/api/v1{path}", headers=headers, **more)

    def put(self, path, body):
        return self.client.put(f"/api/v1{path}", headers=self.headers, json=body)

    def upload(self, path, *photos, **fields):
        sent = fields | {"photos": [(photo, f"{n}.jpg") for n, photo in enumerate(photos)]}
        return self.post(path, data=sent, content_type="multipart/form-data")


@pytest.fixture
def cast(client, ground):
    def named(role):
        return Person(client, getattr(ground, f"{role}_id"))

    return named


@pytest.fixture
def here(ground):
    return f"/estates/{ground.estate_id}/tickets"


def filed(person, here, **more):
    answer = person.post(here, GATE | more)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


@pytest.mark.feature("TK-01")
def test_a_report_goes_all_the_way_over_the_api(cast, here, ground):
    resident, manager, worker = cast("resident"), cast("manager"), cast("worker")
    made = filed(resident, here, category="own.water", place="厨房", unit_id=str(ground.unit_id))
    one = f"{here}/{made['id']}"
    assert made["number"] == "2026-00001"
    assert resident.get(one).get_json() == made
    assert resident.upload(f"{one}/photos", tickets.photo(), stage="report").status_code == 200
    assert manager.get(f"{one}/hands").get_json()["items"][0]["open"] == 0
    assert manager.post(f"{one}/assign", {"assignee_id": str(ground.worker_id)}).status_code == 200
    for verb in ("sign", "start"):
        assert worker.post(f"{one}/{verb}").status_code == 200
    assert (
        worker.post(f"{one}/finish", {"result": "修好", "outcome": "solved"}).get_json()["code"]
        == "tickets.after_photo_missing"
    )
    assert worker.upload(f"{one}/photos", tickets.photo("blue"), stage="after").status_code == 200
    assert (
        worker.post(f"{one}/finish", {"result": "换了三角阀", "outcome": "solved"}).get_json()["state"]
        == "feedback"
    )
    rated = resident.put(f"{one}/rating", {"stars": 5, "tags": ["quick"], "solved": True})
    assert rated.get_json()["state"] == "closed"
    assert [step["kind"] for step in rated.get_json()["history"]][-2:] == ["rated", "closed"]


@pytest.mark.feature("TK-13")
def test_a_call_that_staff_enter_stands_in_the_callers_list(cast, here, ground):
    with transaction():
        phone = identity.account(ground.resident_id).phone
    entered = cast("manager").post(f"{here}/entered", GATE | {"for_name": "张三", "for_phone": phone})
    assert entered.status_code == 201
    (own,) = cast("resident").get(here).get_json()["items"]
    assert (own["id"], own["channel"]) == (entered.get_json()["id"], "phone")


class TestWhoSees:
    @pytest.mark.feature("TK-14")
    def test_a_neighbour_cannot_tell_anothers_ticket_from_one_that_never_was(self, cast, here):
        made, neighbour = filed(cast("resident"), here), cast("neighbour")
        there, nowhere = neighbour.get(f"{here}/{made['id']}"), neighbour.get(f"{here}/{uuid.uuid4()}")
        assert there.status_code == nowhere.status_code == 404
        assert without_place(there) == without_place(nowhere)
        assert neighbour.post(f"{here}/{made['id']}/urge").status_code == 404
        assert neighbour.get(here).get_json()["items"] == []

    def test_neighbours_see_common_matters_without_words_or_names(self, cast, here, ground):
        filed(cast("resident"), here, words="暗号-绝不外传")
        filed(cast("resident"), here, category="public.noise", words="暗号-绝不外传")
        filed(cast("resident"), here, category="own.door", place="", unit_id=str(ground.unit_id))
        answer = cast("neighbour").get(f"{here}/common")
        (shown,) = answer.get_json()["items"]
        assert shown["category"] == "common.gate"
        assert "暗号" not in answer.get_data(as_text=True)
        assert set(shown) == {
            "number", "category", "category_title", "place", "state", "state_title", "reported_at",
        }  # fmt: skip

    @pytest.mark.feature("TK-49")
    def test_the_company_never_sees_a_complaint_about_it(self, cast, here):
        made = filed(cast("resident"), here, category="public.company", place="", words="乱收费")
        for role in ("manager", "worker"):
            assert cast(role).get(f"{here}/{made['id']}").status_code == 404
            assert cast(role).get(here).get_json()["items"] == []
        assert cast("officer").get(f"{here}/{made['id']}").status_code == 200

    def test_another_estate_has_nothing_to_do_with_it(self, cast, here, client):
        made = filed(cast("resident"), here)
        with transaction():
            stranger_id = tickets.ground().manager_id
        stranger = Person(client, stranger_id)
        for path in (here, f"{here}/{made['id']}", f"{here}/{made['id']}/hands"):
            assert stranger.get(path).status_code == 404

    def test_a_companys_people_see_their_own_companys_tickets_only(self, cast, here, client, ground):
        made = filed(cast("resident"), here)
        with transaction():
            own = people.staff(Role.PROPERTY_MANAGER, Scope(ScopeKind.COMPANY, ground.company_id)).id
            rival = people.staff(Role.PROPERTY_MANAGER, places.company()).id
        assert Person(client, own).get(f"{here}/{made['id']}").status_code == 200
        assert Person(client, rival).get(f"{here}/{made['id']}").status_code == 404

    @pytest.mark.feature("TK-32")
    def test_an_internal_note_never_reaches_the_reporter(self, cast, here):
        resident, manager = cast("resident"), cast("manager")
        made = filed(resident, here)
        manager.post(f"{here}/{made['id']}/note", {"words": "这户欠费"})
        assert "这户欠费" in manager.get(f"{here}/{made['id']}").get_data(as_text=True)
        assert "这户欠费" not in resident.get(f"{here}/{made['id']}").get_data(as_text=True)

    @pytest.mark.feature("TK-06")
    def test_a_photo_is_served_clean_and_to_those_who_may_read_the_ticket(self, cast, here):
        resident = cast("resident")
        made = filed(resident, here)
        told = resident.upload(f"{here}/{made['id']}/photos", tickets.photo(), stage="report").get_json()
        (photo,) = told["history"][-1]["photos"]
        path = photo["href"].removeprefix("/api/v1")
        for role in ("resident", "manager"):
            answer = cast(role).get(path)
            assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        with Image.open(answer_stream(cast("manager").get(path))) as picture:
            assert not picture.getexif()
        assert cast("neighbour").get(path).status_code == 404
        other = filed(resident, here)
        assert resident.get(path.replace(made["id"], other["id"])).status_code == 404


class TestWhoMay:
    @pytest.mark.feature("TK-21")
    def test_nobody_but_the_reporter_rates(self, cast, here, ground):
        with transaction():
            ticket_id = tickets.finished(ground).id
        for role in ("manager", "worker", "officer"):
            assert cast(role).put(f"{here}/{ticket_id}/rating", {"stars": 5}).status_code == 403
        assert cast("resident").put(f"{here}/{ticket_id}/rating", {"stars": 4}).status_code == 200

    def test_a_worker_works_on_their_own_tickets_only(self, cast, here, ground, client):
        with transaction():
            ticket_id = tickets.assigned(ground).id
            estate = tickets.places.operations.queries.estate(estate_id=ground.estate_id)
            other = people.staff(Role.PROPERTY_WORKER, estate).id
        assert Person(client, other).post(f"{here}/{ticket_id}/sign").status_code == 403
        assert (
            cast("worker").post(f"{here}/{ticket_id}/assign", {"assignee_id": str(other)}).status_code == 403
        )
        assert cast("worker").post(f"{here}/{ticket_id}/sign").status_code == 200

    def test_a_resident_reports_for_their_own_unit_only(self, cast, here, ground):
        body = {"category": "own.door", "words": "门坏了", "unit_id": str(ground.neighbour_unit_id)}
        answer = cast("resident").post(here, body)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "tickets.not_your_unit")
        assert answer.get_json()["errors"]["unit_id"]

    @pytest.mark.parametrize("role", [role for role in Role if role not in RESIDENTS])
    def test_no_staff_role_can_ever_rate(self, role):
        account = uuid.uuid4()
        ticket = Ticket(reporter_id=account, addressee=Addressee.COMPANY)
        assert not permits(GRANTS, Actor(account, role), Act.RATE, ticket)

    def test_whoever_did_the_work_cannot_rate_it_at_home(self):
        account = uuid.uuid4()
        ticket = Ticket(reporter_id=account, assignee_id=account, addressee=Addressee.COMPANY)
        assert not permits(GRANTS, Actor(account, Role.OWNER), Act.RATE, ticket)


class TestRefusals:
    def test_the_same_report_twice_is_one_ticket(self, cast, here):
        resident, key = cast("resident"), {"Idempotency-Key": "k-1"}
        first, again = (resident.post(here, GATE, headers=key) for _ in range(2))
        assert first.get_json()["id"] == again.get_json()["id"]
        with transaction(writes=False):
            assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1

    @pytest.mark.parametrize(
        "body",
        [
            {},
            GATE | {"state": "closed"},
            GATE | {"category": "no.such"},
            GATE | {"place": ""},
            GATE | {"words": ""},
            GATE | {"words": "x" * 1001},
            GATE | {"urgency": "emergency"},
            GATE | {"unit_id": "1"},
            GATE | {"words": "\u202e反向"},
        ],
    )
    def test_a_bad_report_is_refused_with_words_and_leaves_nothing(self, cast, here, body):
        answer = cast("resident").post(here, body)
        assert answer.status_code == 422
        assert answer.get_json()["detail"]
        with transaction(writes=False):
            assert db.session.scalar(select(func.count()).select_from(TicketEvent)) == 0

    def test_a_step_too_late_is_a_conflict_that_says_where_it_stands(self, cast, here):
        made, manager = filed(cast("resident"), here), cast("manager")
        assert manager.post(f"{here}/{made['id']}/accept").status_code == 200
        again = manager.post(f"{here}/{made['id']}/accept")
        assert again.status_code == 409
        assert "已受理" in again.get_json()["detail"]

    def test_a_text_file_is_no_photo(self, cast, here):
        import io

        resident = cast("resident")
        made = filed(resident, here)
        answer = resident.upload(f"{here}/{made['id']}/photos", io.BytesIO(b"hello"), stage="report")
        assert answer.status_code == 422

    def test_no_photo_at_all_is_refused(self, cast, here):
        resident = cast("resident")
        made = filed(resident, here)
        assert resident.upload(f"{here}/{made['id']}/photos", stage="report").status_code == 422


class TestQueue:
    @pytest.mark.feature("TK-30")
    def test_is_in_the_order_of_deadlines_and_can_be_turned_page_by_page(self, cast, here, ground):
        with transaction():
            for category in ("common.gate", "urgent.gas", "public.ask", "common.light"):
                tickets.report(ground, category=category, place="" if category == "public.ask" else "门口")
            tickets.report(ground, urgency="urgent")
        officer, seen, cursor = cast("officer"), [], ""
        while cursor is not None:
            answer = officer.get(
                f"{here}?limit=2&cursor={cursor}" if cursor else f"{here}?limit=2"
            ).get_json()
            seen += [item["due_at"] for item in answer["items"]]
            cursor = answer["next"]
        assert len(seen) == 5
        assert seen == sorted(seen)

    @pytest.mark.feature("TK-16")
    def test_a_number_read_out_finds_the_ticket_and_only_within_ones_own_work(self, cast, here):
        made = filed(cast("resident"), here, category="public.company", place="")
        path = f"{here}?number={made['number']}"
        assert len(cast("officer").get(path).get_json()["items"]) == 1
        assert cast("manager").get(path).get_json()["items"] == []

    def test_what_is_mine_and_what_is_overdue_can_be_picked_out(self, cast, here, ground):
        with transaction():
            mine = tickets.assigned(ground).id
            tickets.report(ground)
        (found,) = cast("worker").get(f"{here}?mine=true").get_json()["items"]
        assert found["id"] == str(mine)
        assert cast("worker").get(f"{here}?overdue=true").get_json()["items"] == []


def without_place(answer):
    return {
        name: value for name, value in answer.get_json().items() if name not in {"instance", "request_id"}
    }


def answer_stream(answer):
    import io

    return io.BytesIO(answer.data)
