"""The statutory board: legal days, countdown, what comes up by itself, and the proof that it hung on the wall."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from linli.domains.notices.operations import board as posting
from linli.domains.notices.queries import board
from linli.domains.notices.reactions import board as reactions
from linli.domains.notices.rules.board import TERMS, BoardKind, days_left, full, last_day
from linli.domains.voting.events import VoteAnnounced, VoteAnnulled
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import voting
from tests.notices.test_announcing import Estate, people_headers
from tests.support.forms import submit
from tests.support.paper import words
from tests.support.required import need

TODAY = date(2026, 3, 2)


@pytest.fixture
def estate(app):
    return Estate()


def posted(client, estate, **more):
    body = {
        "kind": "fund",
        "title": "电梯维修资金使用",
        "words": "见附件。",
        "starts_on": TODAY.isoformat(),
    } | more
    return client.post(f"/api/v1/estates/{estate.id}/board", json=body, headers=estate.clerk)


def photo():
    drawn = BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "JPEG")
    return BytesIO(drawn.getvalue()), "墙.jpg"


def test_it_hangs_as_long_as_the_law_wants_and_the_first_day_does_not_count(client, estate):
    assert posted(client, estate).json["ends_on"] == "2026-03-09"
    short = posted(client, estate, kind="price", ends_on="2026-03-31")
    assert (short.status_code, "2026-04-01" in short.json["errors"]["ends_on"][0]) == (422, True)
    headers = people_headers(estate.wang)
    assert "还剩 7 天" in client.get(f"/e/{estate.id}/board", headers=headers).text
    clock.advance(timedelta(days=7))
    headers = people_headers(estate.wang)
    assert "今天最后一天" in client.get(f"/e/{estate.id}/board", headers=headers).text
    clock.advance(timedelta(days=1))
    assert "没有在公示" in client.get(f"/e/{estate.id}/board", headers=people_headers(estate.wang)).text


def test_a_photo_of_the_wall_proves_where_and_how_long_it_hung(client, estate):
    made = posted(client, estate).json["id"]
    clock.advance(timedelta(days=7))
    with transaction():
        item = board.item(estate_id=estate.id, posting_id=UUID(made))
        days = {"from_on": TODAY, "to_on": TODAY + timedelta(days=7), "posted_by": "老陈", "witness": ""}
        posting.prove(
            actor=estate.officer, item=item, place="东门", photos=[photo()[0]], now=clock.now(), **days
        )
        early = days | {"to_on": TODAY + timedelta(days=3)}
        posting.prove(
            actor=estate.officer, item=item, place="西门", photos=[photo()[0]], now=clock.now(), **early
        )
    with transaction(writes=False):
        assert [(one.proof.place, one.full, len(one.photos)) for one in board.proofs(item)] == [
            ("东门", True, 1),
            ("西门", False, 1),
        ]


def test_the_page_takes_the_proof_with_its_photo_and_refuses_days_to_come(client, estate):
    made = posted(client, estate).json["id"]
    page = f"/work/e/{estate.id}/board/{made}"
    sent = {"place": "东门", "from_on": "2026-03-02", "to_on": "2026-03-02", "posted_by": "老陈"}
    good = submit(client, page, sent | {"photos": photo()}, to=f"{page}/proofs", headers=estate.clerk)
    assert good.status_code == 303
    ahead = sent | {"to_on": "2026-03-05", "photos": photo()}
    assert submit(client, page, ahead, to=f"{page}/proofs", headers=estate.clerk).status_code == 422
    with transaction(writes=False):
        (proof,) = board.proofs(board.item(estate_id=estate.id, posting_id=UUID(made)))
    picture = client.get(f"{page}/photos/{proof.photos[0].id}", headers=estate.clerk)
    assert picture.mimetype == "image/jpeg"
    assert (
        client.get(f"{page}/photos/{proof.photos[0].id}", headers=people_headers(estate.wang)).status_code
        == 403
    )


def test_the_notice_of_a_vote_comes_up_by_itself_and_down_when_it_is_void(estate):
    with transaction():
        vote = voting.draft(estate.estate, estate.officer)
        event = VoteAnnounced(at=clock.now(), estate_id=vote.estate_id, vote_id=vote.id)
        reactions.show_vote(event)
        reactions.show_vote(event)
        (shown,) = board.current(vote.estate_id, on=TODAY)
        assert (shown.item.ends_on, vote.title in shown.item.title) == (day_of(vote.opens_at), True)
        reactions.take_down_vote(VoteAnnulled(at=clock.now(), estate_id=vote.estate_id, vote_id=vote.id))
        assert board.current(vote.estate_id, on=TODAY) == []


def test_the_poster_says_ground_days_and_where_to_object(client, estate):
    need("papers")
    made = posted(client, estate).json["id"]
    printed = client.get(f"/work/e/{estate.id}/board/{made}/poster.pdf", headers=estate.clerk)
    said = words(printed.data)
    assert all(part in said for part in ("维修资金使用公示", "民法典第281条", "3月9日"))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(list(BoardKind)))
def test_whoever_hangs_it_until_the_last_day_has_hung_it_in_full(starts_on, kind):
    days = TERMS[kind].days
    ends_on = last_day(starts_on, days)
    assert full(starts_on, ends_on, days=days)
    assert not full(starts_on, ends_on - timedelta(days=1), days=days)
    assert (days_left(ends_on, on=starts_on), days_left(ends_on, on=ends_on)) == (days, 0)
