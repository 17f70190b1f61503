"""Following, mentions, digests: each piece of news once, others' doing only, and nothing that is hidden."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.blueprints.work import home
from linli.domains.deliberation.models import Digest
from linli.domains.people.queries import identity
from linli.jobs import deliberation as jobs
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.deliberation.test_moderation import heard
from tests.deliberation.test_proposals import ASKED
from tests.deliberation.test_topics import TOPIC


@pytest.fixture
def topic(cast):
    return cast("owner1").post("/topics", TOPIC).get_json()


def say(cast, who, topic, words="同意", **more):
    made = cast(who).post(f"/topics/{topic['id']}/comments", {"words": words} | more)
    assert made.status_code == 201, made.get_json()


def digest_of(account_id):
    with transaction(writes=False):
        return [
            one.items
            for one in db.session.scalars(select(Digest).filter_by(account_id=account_id).order_by(Digest.id))
        ]


@pytest.mark.feature("DL-14")
def test_a_daily_digest_holds_each_item_once(cast, hall, topic):
    cast("owner3").put(f"/topics/{topic['id']}/follow")
    other = cast("owner2").post("/topics", TOPIC | {"title": "公共收益何时公开"}).get_json()
    cast("owner3").put(f"/topics/{other['id']}/follow")
    for who in ("owner2", "tenant"):
        say(cast, who, topic)
    cast("member").post(f"/topics/{topic['id']}/answers", {"verdict": "accepted", "words": "好"})
    say(cast, "owner3", other)
    with clock.freeze(clock.now() + timedelta(hours=6)):
        jobs.make_digests(now=clock.now())
        jobs.make_digests(now=clock.now())
        assert heard(hall.accounts["owner3"]).count("您关注的议事有新进展") == 1
    (items,) = digest_of(hall.accounts["owner3"])
    assert [(one["id"], one["news"]) for one in items] == [(topic["id"], {"comment": 2, "answer": 1})]
    with clock.freeze(clock.now() + timedelta(hours=30)):
        jobs.make_digests(now=clock.now())
        assert len(digest_of(hall.accounts["owner3"])) == 1
        say(cast, "owner4", topic)
        jobs.make_digests(now=clock.now())
    with clock.freeze(clock.now() + timedelta(hours=31)):
        jobs.make_digests(now=clock.now())
    assert [[one["news"] for one in items] for items in digest_of(hall.accounts["owner3"])] == [
        [{"comment": 2, "answer": 1}],
        [{"comment": 1}],
    ]


def test_what_is_hidden_and_what_is_followed_no_more_is_no_news(cast, hall, topic):
    cast("owner3").put(f"/topics/{topic['id']}/follow")
    say(cast, "owner2", topic, "骂人的话")
    comment = cast("owner1").get(f"/topics/{topic['id']}/comments").get_json()["items"][0]["id"]
    cast("officer").post("/hidings", {"kind": "comment", "post_id": comment, "reason": "骂人"})
    cast("owner4").put(f"/topics/{topic['id']}/follow")
    cast("owner4").delete(f"/topics/{topic['id']}/follow")
    say(cast, "owner4", topic)
    say(cast, "tenant", topic)
    with clock.freeze(clock.now() + timedelta(hours=6)):
        jobs.make_digests(now=clock.now())
    assert digest_of(hall.accounts["owner4"]) == []
    assert digest_of(hall.accounts["owner3"])[0][0]["news"] == {"comment": 2}


def test_replies_and_mentions_are_told_at_once_to_those_they_concern(cast, hall, topic):
    say(cast, "owner2", topic)
    comment = cast("owner1").get(f"/topics/{topic['id']}/comments").get_json()["items"][0]
    say(cast, "owner3", topic, "我也这么想", parent_id=comment["id"], mentions=[str(hall.accounts["owner1"])])
    assert heard(hall.accounts["owner2"]) == ["有邻居回复了您"]
    assert heard(hall.accounts["owner1"]) == ["有人在议题里提到您"]
    strange = cast("owner3").post(
        f"/topics/{topic['id']}/comments", {"words": "看看", "mentions": [str(hall.accounts["owner5"])]}
    )
    assert strange.get_json()["code"] == "deliberation.strange_mention"


@pytest.mark.feature("DL-15")
def test_what_needs_my_answer_is_listed_across_rooms_and_empties_when_done(app, cast, hall, topic):
    say(cast, "owner2", topic, "您怎么看", mentions=[str(hall.accounts["owner1"])])
    with app.test_request_context():
        assert [(one.kind, one.href.split("/")[-2]) for one in awaiting(hall)] == [("mention", "topics")]
        with transaction(writes=False):
            counts = home.home(resident(hall), hall.estate_id, now=clock.now()).extras.counts
        assert counts["votes"] == 1
    cast("owner1").post(f"/topics/{topic['id']}/reading")
    with app.test_request_context():
        assert awaiting(hall) == []


def test_two_rooms_at_one_tab_are_added_up(app, cast, hall, topic, monkeypatch):
    say(cast, "owner2", topic, "您怎么看", mentions=[str(hall.accounts["owner1"])])
    monkeypatch.setattr(home, "_parts", dict(home._parts))
    one = home.Awaiting(kind="vote", title="表决", action="去投票", href="/")
    home.contribute("zz", ask=lambda *_: [one, one], counted=("votes",))
    with app.test_request_context(), transaction(writes=False):
        assert home.home(resident(hall), hall.estate_id, now=clock.now()).extras.counts["votes"] == 3


def test_those_who_sign_hear_when_it_is_reached(cast, hall):
    proposal = cast("owner1").post("/proposals", ASKED).get_json()
    cast("owner2").put(f"/proposals/{proposal['id']}/signature")
    with clock.freeze(clock.now() + timedelta(hours=6)):
        jobs.make_digests(now=clock.now())
    assert digest_of(hall.accounts["owner2"])[0][0]["news"] == {"reached": 1}


def resident(hall):
    return Actor(
        hall.accounts["owner1"],
        Role.OWNER,
        Scope(ScopeKind.ESTATE, hall.estate_id),
        "李秀英",
        None,
        {hall.units[0]: Tie.OWNER},
    )


def awaiting(hall):
    with transaction(writes=False):
        assert identity.account(hall.accounts["owner1"]) is not None
        return home.home(resident(hall), hall.estate_id, now=clock.now()).awaiting
