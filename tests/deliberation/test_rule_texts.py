"""The estate's own rules: versions that stay, comments that stay with their paragraph, any two versions compared."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from linli.domains.deliberation.models import RuleVersion
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction

TEXT = {
    "kind": "covenant",
    "title": "斗潭新村管理规约（草案）",
    "text": "第一条 不得高空抛物。\n第二条 遛狗要牵绳。\n第三条 电动车不得上楼。",
}


@pytest.fixture
def text(cast):
    made = cast("officer").post("/rule-texts", TEXT)
    assert made.status_code == 201, made.get_json()
    return made.get_json()["id"]


def publish(cast, text, note="征求意见稿"):
    return cast("officer").post(f"/rule-texts/{text}/versions", {"note": note})


def write(cast, text, words):
    return cast("member").put(f"/rule-texts/{text}/draft", {"title": TEXT["title"], "text": words})


def test_nobody_else_reads_a_text_before_its_first_version(cast, text):
    assert cast("owner1").get(f"/rule-texts/{text}").status_code == 404
    assert cast("owner1").get("/rule-texts").get_json()["items"] == []
    assert publish(cast, text).status_code == 201
    assert cast("owner1").get(f"/rule-texts/{text}").get_json()["version"] == 1
    assert cast("owner1").put(f"/rule-texts/{text}/draft", {"title": "x", "text": "y"}).status_code == 403


@pytest.mark.feature("DL-07")
def test_comments_stay_with_their_paragraph_when_the_text_is_edited(cast, text):
    publish(cast, text)
    for paragraph, words in (("p2", "要写明绳长"), ("p3", "充电桩先装好")):
        said = cast("owner1").post(
            f"/rule-texts/{text}/comments", {"paragraph_id": paragraph, "words": words}
        )
        assert said.status_code == 201
    write(
        cast,
        text,
        "总则 本规约经业主大会通过。\n第一条 遛狗要牵绳，绳长不超过一米五。\n第二条 不得高空抛物。",
    )
    publish(cast, text, "合并修改")
    shown = cast("owner2").get(f"/rule-texts/{text}").get_json()["paragraphs"]
    said = {one["text"]: [c["words"] for c in one["comments"]] for one in shown if not one["gone"]}
    assert said["第一条 遛狗要牵绳，绳长不超过一米五。"] == ["要写明绳长"]
    assert said["总则 本规约经业主大会通过。"] == []
    (gone,) = [one for one in shown if one["gone"]]
    assert (gone["text"], [c["words"] for c in gone["comments"]]) == (
        "第三条 电动车不得上楼。",
        ["充电桩先装好"],
    )


@pytest.mark.feature("DL-08")
def test_any_two_versions_can_be_compared(cast, text):
    publish(cast, text)
    write(cast, text, TEXT["text"].replace("不得上楼", "不得上楼、进电梯"))
    publish(cast, text, "加电梯")
    write(
        cast,
        text,
        TEXT["text"].replace("不得上楼", "不得上楼、进电梯").replace("第一条 不得高空抛物。\n", ""),
    )
    publish(cast, text, "删一条")
    for before, after, changes in (
        (1, 2, ["edited"]),
        (2, 3, ["removed"]),
        (1, 3, ["removed", "edited"]),
        (3, 1, ["added", "edited"]),
    ):
        found = cast("owner1").get(f"/rule-texts/{text}/differences?before={before}&after={after}").get_json()
        assert [one["change"] for one in found["items"] if one["change"] != "same"] == changes
    edited = cast("owner1").get(f"/rule-texts/{text}/differences?before=1&after=2").get_json()["items"][-1]
    assert [one["text"] for one in edited["pieces"] if one["change"] == "added"] == ["、进电梯"]
    assert cast("owner1").get(f"/rule-texts/{text}/differences?before=1&after=9").status_code == 404


def test_published_versions_cannot_be_changed_nor_published_twice(cast, text):
    publish(cast, text)
    again = publish(cast, text)
    assert again.get_json()["code"] == "deliberation.text_unchanged"
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(update(RuleVersion).values(note="改历史"))


def test_after_the_last_day_nobody_comments(cast, text):
    publish(cast, text)
    cast("officer").put(f"/rule-texts/{text}/comments-until", {"last_on": "2026-03-10"})
    with clock.freeze(clock.now() + timedelta(days=9)):
        late = cast("owner1").post(f"/rule-texts/{text}/comments", {"paragraph_id": "p1", "words": "晚了"})
    assert late.get_json()["code"] == "deliberation.debate_closed"
    lost = cast("owner1").post(f"/rule-texts/{text}/comments", {"paragraph_id": "p99", "words": "没有"})
    assert lost.get_json()["code"] == "deliberation.unknown_paragraph"
