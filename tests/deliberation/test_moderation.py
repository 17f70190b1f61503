"""Reports are decided in their hours and both sides learn it; what is hidden keeps its words and can be appealed."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.deliberation.models import TopicComment
from linli.domains.notices.queries import messages as notices
from linli.platform import audit, clock, outbox
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction

TOPIC = {"category": "life", "title": "楼上半夜装修", "words": "凌晨还在响。"}


@pytest.fixture
def topic(cast):
    return cast("owner1").post("/topics", TOPIC).get_json()


@pytest.fixture
def insult(cast, topic):
    cast("owner2").post(f"/topics/{topic['id']}/comments", {"words": "你这个骗子"})
    return cast("owner1").get(f"/topics/{topic['id']}/comments").get_json()["items"][0]["id"]


def report(cast, who, post_id, **more):
    return cast(who).post("/post-reports", {"kind": "comment", "post_id": post_id, "ground": "insult"} | more)


def heard(account_id):
    while outbox.deliver():
        pass
    with transaction(writes=False):
        return [one.wording.title for one in notices.news_page(account_id, window=Window()).items]


@pytest.mark.feature("DL-12")
def test_a_reported_post_is_due_within_the_hours_and_both_sides_learn_the_decision(cast, hall, insult):
    made = report(cast, "owner1", insult, words="骂人").get_json()
    assert made["state"] == "open"
    report(cast, "owner3", insult)
    (case,) = cast("officer").get("/moderation-cases").get_json()["items"]
    assert (len(case["reports"]), case["words"], case["late"]) == (2, "你这个骗子", False)
    with clock.freeze(clock.now() + timedelta(hours=25)):
        (case,) = cast("officer").get("/moderation-cases").get_json()["items"]
        assert case["late"]
    decided = cast("officer").post(
        f"/moderation-cases/{case['id']}/hiding", {"reason": "攻击他人，不属于讨论"}
    )
    assert decided.get_json()["state"] == "hidden"
    assert cast("officer").get("/moderation-cases").get_json()["items"] == []
    assert heard(hall.accounts["owner2"]) == ["您的一条内容被隐藏了"]
    assert heard(hall.accounts["owner1"]) == heard(hall.accounts["owner3"]) == ["您举报的内容处理好了"]
    for who in ("owner1", "owner2"):
        told = cast(who).get(f"/moderation-cases/{case['id']}/mine").get_json()
        assert (told["state"], told["reason"]) == ("hidden", "攻击他人，不属于讨论")
    assert cast("owner4").get(f"/moderation-cases/{case['id']}/mine").status_code == 404


def test_a_report_that_does_not_hold_leaves_the_post_and_is_answered(cast, hall, insult, topic):
    case = report(cast, "owner1", insult).get_json()
    kept = cast("street").post(f"/moderation-cases/{case['id']}/keeping", {"reason": "语气重，但没有点名"})
    assert kept.get_json()["state"] == "kept"
    assert heard(hall.accounts["owner2"]) == []
    assert (
        cast("owner3").get(f"/topics/{topic['id']}/comments").get_json()["items"][0]["words"] == "你这个骗子"
    )
    again = cast("street").post(f"/moderation-cases/{case['id']}/hiding", {"reason": "x"})
    assert again.get_json()["code"] == "deliberation.wrong_step"
    assert report(cast, "owner1", insult).status_code == 201


@pytest.mark.feature("DL-13")
def test_a_hidden_post_keeps_its_text_for_auditors_and_shows_the_reason_to_its_author(
    cast, hall, insult, topic
):
    hidden = {"kind": "comment", "post_id": insult, "reason": "攻击他人"}
    assert cast("officer").post("/hidings", hidden).status_code == 201
    way = f"/topics/{topic['id']}/comments"
    assert cast("owner1").get(way).get_json()["items"] == []
    (own,) = cast("owner2").get(way).get_json()["items"]
    assert (own["hidden"], own["words"], own["hidden_reason"]) == (True, "你这个骗子", "攻击他人")
    (kept,) = cast("auditor").get(way).get_json()["items"]
    assert kept["words"] == "你这个骗子"
    (case,) = cast("auditor").get("/moderation-cases?over=true").get_json()["items"]
    assert (case["words"], case["reason"]) == ("你这个骗子", "攻击他人")
    with transaction(writes=False):
        assert db.session.scalars(select(TopicComment.words)).all() == ["你这个骗子"]
        entry = db.session.scalars(
            select(audit.AuditEntry).where(audit.AuditEntry.act == "deliberation:post:hide")
        ).one()
        assert "骗子" not in str(entry.details)


def test_a_hidden_comment_with_replies_keeps_its_place_without_its_words(cast, insult, topic):
    way = f"/topics/{topic['id']}/comments"
    cast("owner3").post(way, {"words": "请冷静", "parent_id": insult})
    cast("officer").post("/hidings", {"kind": "comment", "post_id": insult, "reason": "攻击他人"})
    (shown,) = cast("owner1").get(way).get_json()["items"]
    assert (shown["hidden"], shown["words"], shown["hidden_reason"]) == (True, "", "")
    assert [one["words"] for one in shown["replies"]] == ["请冷静"]


def test_a_hidden_topic_is_there_for_its_author_and_the_moderators_only(cast, topic):
    cast("officer").post("/hidings", {"kind": "topic", "post_id": topic["id"], "reason": "广告"})
    assert cast("owner2").get(f"/topics/{topic['id']}").status_code == 404
    assert cast("owner2").get("/topics").get_json()["items"] == []
    assert cast("manager").get(f"/topics/{topic['id']}").status_code == 404
    own = cast("owner1").get(f"/topics/{topic['id']}").get_json()
    assert (own["hidden"], own["hidden_reason"]) == (True, "广告")
    assert cast("street").get(f"/topics/{topic['id']}").status_code == 200


class TestAppeals:
    @pytest.fixture
    def case(self, cast, insult):
        return (
            cast("officer")
            .post("/hidings", {"kind": "comment", "post_id": insult, "reason": "攻击他人"})
            .get_json()["id"]
        )

    @pytest.mark.feature("DL-13")
    def test_the_author_appeals_once_and_somebody_else_decides(self, cast, hall, case, topic):
        assert cast("owner1").post(f"/moderation-cases/{case}/appeal", {"words": "x"}).status_code == 404
        appealed = cast("owner2").post(f"/moderation-cases/{case}/appeal", {"words": "我说的是骗子公司"})
        assert appealed.get_json()["state"] == "appealed"
        again = cast("owner2").post(f"/moderation-cases/{case}/appeal", {"words": "再说一次"})
        assert again.get_json()["code"] == "deliberation.appeal_over"
        answer = {"restored": True, "answer": "看了上下文，予以恢复"}
        same = cast("officer").post(f"/moderation-cases/{case}/appeal/decision", answer)
        assert (same.status_code, same.get_json()["code"]) == (403, "deliberation.same_person")
        assert cast("street").post(f"/moderation-cases/{case}/appeal/decision", answer).status_code == 200
        (shown,) = cast("owner1").get(f"/topics/{topic['id']}/comments").get_json()["items"]
        assert (shown["words"], shown["hidden"]) == ("你这个骗子", False)
        assert "您的申诉有结果了" in heard(hall.accounts["owner2"])

    def test_after_seven_days_it_is_too_late(self, cast, case):
        with clock.freeze(clock.now() + timedelta(days=8)):
            late = cast("owner2").post(f"/moderation-cases/{case}/appeal", {"words": "才看到"})
        assert late.get_json()["code"] == "deliberation.appeal_over"


def test_one_cannot_report_oneself_nor_twice_nor_what_never_was(cast, insult):
    assert report(cast, "owner2", insult).get_json()["code"] == "deliberation.own_post"
    assert report(cast, "owner1", insult).status_code == 201
    assert report(cast, "owner1", insult).get_json()["code"] == "deliberation.already_reported"
    assert report(cast, "owner1", str(uuid.uuid4())).status_code == 404


def test_posting_too_often_is_stopped(cast):
    answers = [
        cast("owner1").post("/topics", TOPIC | {"title": f"第{n}个议题来了"}).status_code for n in range(11)
    ]
    assert answers == [201] * 10 + [429]


def test_residents_do_not_moderate(cast, insult):
    assert cast("owner1").get("/moderation-cases").status_code == 403
    hidden = cast("member").post("/hidings", {"kind": "comment", "post_id": insult, "reason": "批评我"})
    assert hidden.status_code == 403
