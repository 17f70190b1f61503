"""Events reach the programs of others: signed, queued, tried again, seen; and no user waits for it."""

import base64
import hashlib
import hmac
import itertools
import json
import time
import uuid
from datetime import timedelta

import pytest

from linli.domains.people.queries import identity
from linli.domains.tickets.events import TicketReported
from linli.domains.tickets.operations import reporting
from linli.domains.tickets.operations.reporting import Report
from linli.gateways.webhook_sender import HttpSender
from linli.jobs.webhooks import send_due
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.platform import bus, clock, webhook_queue, webhooks
from linli.platform.db import db
from linli.platform.ports import bind
from linli.platform.transactions import transaction
from linli.platform.webhooks import Sender, State, WebhookDelivery
from tests.factories import people, places
from tests.webhooks.canary import singing


@pytest.fixture
def canary(app):
    bind(app, Sender, HttpSender(private=True, patience=1.0))
    with singing() as canary:
        yield canary


def ticket_of(estate):
    """A ticket that lies there since before anybody subscribed."""
    reporter = people.account("张三")
    return reporting.report(
        actor=Actor(reporter.id, Role.OWNER, Scope(ScopeKind.ESTATE, estate.id)), estate_id=estate.id,
        report=Report(category="common.gate", place="3幢门口", words="门禁刷不开"), now=clock.now(),
    ).id  # fmt: skip


@pytest.fixture
def ground(app):
    """An estate served by a company, another estate, and those who look after receivers."""
    with transaction():
        community = places.region()
        estate, other = places.estate(community=community), places.estate()
        company = places.company()
        places.contract(estate, company)
        officer = people.staff(Role.COMMUNITY_OFFICER, community)
        return {
            "tickets": {one.id: ticket_of(one) for one in (estate, other)},
            "estate": estate.id,
            "other": other.id,
            "officer_id": officer.id,
            "officer": people.bearer(officer),
            "stranger": people.bearer(people.staff(Role.COMMUNITY_OFFICER, places.region())),
            "head": people.bearer(people.staff(Role.COMPANY_HEAD, company)),
        }


def subscribe(client, ground, url, *, kinds=("ticket.reported",), who="officer"):
    base = "/api/v1/company" if who == "head" else f"/api/v1/estates/{ground['estate']}"
    answer = client.post(f"{base}/webhooks", json={"url": url, "kinds": list(kinds)}, headers=ground[who])
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def report(ground, which="estate"):
    """A ticket is reported: the deed of a room, in its transaction."""
    estate_id = ground[which]
    ticket_id = ground["tickets"][estate_id]
    with transaction():
        bus.publish(
            TicketReported(
                at=clock.now(), estate_id=estate_id, ticket_id=ticket_id, reporter_id=uuid.uuid4(), addressee="company"
            )
        )  # fmt: skip
    return ticket_id


@pytest.mark.feature("API-07")
def test_an_event_goes_out_once_signed_and_without_a_word_on_the_person(client, ground, canary):
    made = subscribe(client, ground, f"{canary.url}/hook")
    ticket_id = report(ground)
    report(ground, "other")
    assert canary.hits == []
    assert send_due() == 1
    assert send_due() == 0
    ((path, headers, body),) = canary.hits
    told = json.loads(body)
    assert path == "/hook"
    assert (told["type"], told["data"]["ticket_id"]) == ("ticket.reported", str(ticket_id))
    assert set(told["data"]) == {"at", "estate_id", "ticket_id", "addressee"}
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"
    assert headers["Webhook-Id"] == told["id"]


@pytest.mark.feature("API-07")
def test_a_slow_receiver_slows_neither_the_user_nor_the_others(client, ground, canary):
    with singing() as slow:
        slow.drip = 30
        subscribe(client, ground, slow.url)
        subscribe(client, ground, canary.url)
        started = time.monotonic()
        for _ in range(10):
            report(ground)
        assert time.monotonic() - started < 3
        assert slow.hits == []
        started = time.monotonic()
        send_due()
        assert time.monotonic() - started < 3
        assert len(canary.hits) == webhook_queue.AT_ONCE_EACH == len(slow.hits)
        send_due()
        send_due()
        assert len(canary.hits) == 10


@pytest.mark.feature("API-07")
def test_a_failing_receiver_is_tried_with_growing_waits_then_dead_seen_and_sent_again(client, ground, canary):
    made = subscribe(client, ground, canary.url)
    place = f"/api/v1/estates/{ground['estate']}/webhooks/{made['id']}/deliveries"
    canary.status = 500
    report(ground)
    waits = []
    for number in range(1, webhook_queue.TRIES + 1):
        assert send_due() == 1
        assert send_due() == 0  # not before its time
        (seen,) = client.get(place, headers=ground["officer"]).get_json()["items"]
        assert (seen["tries"], seen["last_status"], seen["last_error"]) == (number, 500, "answered 500")
        if seen["next_try_at"]:
            with transaction(writes=False):
                waits.append(db.session.scalars(db.select(WebhookDelivery.next_try_at)).one() - clock.now())
            clock.advance(waits[-1] + timedelta(seconds=1))
            with transaction():
                ground["officer"] = people.bearer(identity.account(ground["officer_id"]))
    assert seen["state"] == "dead"
    assert all(later > earlier for earlier, later in itertools.pairwise(waits[:6]))
    page = client.get(f"/work/e/{ground['estate']}/webhooks", headers=ground["officer"])
    assert "没送到" in page.text
    assert "answered 500" in page.text
    canary.status = 204
    assert client.post(f"{place}/{seen['id']}/resend", headers=ground["officer"]).status_code == 204
    assert client.post(f"{place}/{seen['id']}/resend", headers=ground["officer"]).status_code == 404
    assert send_due() == 1
    (seen,) = client.get(place, headers=ground["officer"]).get_json()["items"]
    assert (seen["state"], seen["last_status"], seen["last_error"]) == ("delivered", 204, "")


def test_what_was_undone_is_not_told(client, ground, canary):
    subscribe(client, ground, canary.url)

    def undone():
        with transaction():
            bus.publish(
                TicketReported(
                    at=clock.now(),
                    estate_id=ground["estate"],
                    ticket_id=ground["tickets"][ground["estate"]],
                    addressee="company",
                )
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert send_due() == 0


def test_a_worker_that_dies_between_claim_and_send_loses_nothing(client, ground, canary):
    subscribe(client, ground, canary.url)
    report(ground)
    with transaction():
        assert len(webhook_queue.claim(now=clock.now())) == 1
    assert send_due() == 0
    clock.advance(webhook_queue.CLAIM_LASTS)
    assert send_due() == 1
    assert len(canary.hits) == 1


def test_a_company_hears_of_the_estates_it_serves_and_of_no_other(client, ground, canary):
    subscribe(client, ground, canary.url, who="head")
    report(ground, "other")
    assert send_due() == 0
    report(ground)
    assert send_due() == 1


def test_only_the_chosen_kinds_come_and_after_the_end_none(client, ground, canary):
    made = subscribe(client, ground, canary.url, kinds=("ticket.closed",))
    report(ground)
    assert send_due() == 0
    made = subscribe(client, ground, canary.url)
    report(ground)
    place = f"/api/v1/estates/{ground['estate']}/webhooks/{made['id']}"
    assert client.delete(place, headers=ground["officer"]).status_code == 204
    assert send_due() == 0
    report(ground)
    assert send_due() == 0
    with transaction(writes=False):
        assert set(db.session.scalars(db.select(WebhookDelivery.state))) == {State.DEAD}


def test_who_may_not_look_after_receivers_finds_none(client, ground, canary):
    made = subscribe(client, ground, canary.url)
    place = f"/api/v1/estates/{ground['estate']}/webhooks"
    assert client.get(place, headers=ground["stranger"]).status_code == 404
    assert client.get(place, headers=ground["head"]).status_code == 403
    assert client.get("/api/v1/company/webhooks", headers=ground["officer"]).status_code == 403
    foreign = f"/api/v1/company/webhooks/{made['id']}/deliveries"
    assert client.get(foreign, headers=ground["head"]).status_code == 404
    shown = client.get(place, headers=ground["officer"]).get_json()["items"]
    assert "secret" not in shown[0]


def test_an_inner_address_is_refused_in_a_sentence_and_nothing_typed_is_lost(client, ground, app):
    place = f"/api/v1/estates/{ground['estate']}/webhooks"
    body = {"url": "https://169.254.169.254/", "kinds": ["ticket.reported"]}
    answer = client.post(place, json=body, headers=ground["officer"])
    assert (answer.status_code, answer.get_json()["code"]) == (422, "webhook.bad_address")
    assert "url" in answer.get_json()["errors"]
    page = f"/work/e/{ground['estate']}/webhooks"
    token = client.get(page, headers=ground["officer"]).text.split('name="csrf_token" value="')[1]
    form = body | {"csrf_token": token.partition('"')[0]}
    again = client.post(page, data=form, headers=ground["officer"])
    assert again.status_code == 422
    assert "https://169.254.169.254/" in again.text
    assert "不能是内网地址" in again.text
    unknown = {"url": "https://example.com/", "kinds": ["ballot.cast"]}
    assert client.post(place, json=unknown, headers=ground["officer"]).status_code == 422


def test_no_more_receivers_than_allowed(client, ground, canary):
    for _ in range(webhooks.MOST):
        subscribe(client, ground, canary.url)
    body = {"url": canary.url, "kinds": ["ticket.reported"]}
    answer = client.post(f"/api/v1/estates/{ground['estate']}/webhooks", json=body, headers=ground["officer"])
    assert (answer.status_code, answer.get_json()["code"]) == (409, "webhook.too_many")
