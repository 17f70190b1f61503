"""The hall's pages: every one opens for whom it is, forms do what they say, nothing typed is lost."""

import re

import pytest

from linli.domains.people.queries import identity
from linli.platform.transactions import transaction
from tests.deliberation.test_proposals import ASKED
from tests.deliberation.test_rule_texts import TEXT
from tests.deliberation.test_topics import TOPIC
from tests.factories import deliberation


@pytest.fixture
def open_page(client, cast, hall):
    """Get a page, or send a form to it, as somebody; follows one redirection."""

    def go(who, way, form=None, *, status=200):
        headers = cast(who).headers
        answer = (
            client.get(way, headers=headers)
            if form is None
            else client.post(way, headers=headers, data=form | deliberation.csrf(client))
        )
        if answer.status_code == 303:
            answer = client.get(answer.headers["Location"].split("#")[0], headers=headers)
        assert answer.status_code == status, (way, answer.get_data(as_text=True)[:2000])
        return answer.get_data(as_text=True)

    return go


@pytest.fixture
def here(hall):
    return f"/e/{hall.estate_id}"


@pytest.fixture
def work(hall):
    return f"/work/e/{hall.estate_id}"


def test_a_resident_says_something_from_title_to_reply(open_page, here, cast):
    assert "还没有人发起议题" in open_page("owner1", f"{here}/topics")
    assert "下一步" in open_page("owner1", f"{here}/topics/new")
    open_page("owner2", f"{here}/topics", TOPIC)
    second = open_page("owner1", f"{here}/topics/new?title=3幢的电梯老是坏，经常停")
    assert TOPIC["title"] in second
    assert "还是要发布" in second
    (topic,) = cast("owner1").get("/topics").get_json()["items"]
    way = f"{here}/topics/{topic['id']}"
    said = open_page("owner1", f"{way}/comments", {"words": "我家老人也被困过", "alignment": "for"})
    assert "我家老人也被困过" in said
    comment = cast("owner1").get(f"/topics/{topic['id']}/comments").get_json()["items"][0]["id"]
    assert "谢谢支持" in open_page("owner2", f"{way}/comments", {"words": "谢谢支持", "parent_id": comment})
    assert "已支持 1" in open_page("owner3", f"{way}/support", {})
    assert "支持 0" in open_page("owner3", f"{way}/support/removal", {})
    assert "不再关注" in open_page("owner3", f"{way}/follow", {})
    assert "我关注的" in open_page("owner3", f"{here}/topics?followed=true")


def test_a_form_that_was_refused_keeps_what_was_typed(open_page, here):
    again = open_page(
        "owner1", f"{here}/topics", {"title": "短", "category": "life", "words": "写了半天的话"}, status=422
    )
    assert "写了半天的话" in again
    assert "请写 4 到 60 个字" in again


def test_opening_the_page_ten_times_is_one_read_and_a_call_is_answered_by_looking(
    open_page, here, cast, hall
):
    topic = cast("owner1").post("/topics", TOPIC).get_json()
    cast("owner2").post(
        f"/topics/{topic['id']}/comments", {"words": "您怎么看", "mentions": [str(hall.accounts["owner1"])]}
    )
    home = open_page("owner1", f"{here}/")
    assert "3幢 王业主 提到了您" in home
    for _ in range(10):
        open_page("owner1", f"{here}/topics/{topic['id']}")
    assert cast("owner2").get(f"/topics/{topic['id']}").get_json()["reads"] == 1
    assert "提到了您" not in open_page("owner1", f"{here}/")


def test_a_report_goes_from_the_page_to_the_desk_and_back(open_page, here, work, cast):
    topic = cast("owner1").post("/topics", TOPIC).get_json()
    cast("owner2").post(f"/topics/{topic['id']}/comments", {"words": "你这个骗子"})
    comment = cast("owner1").get(f"/topics/{topic['id']}/comments").get_json()["items"][0]["id"]
    form = open_page("owner1", f"{here}/topics/{topic['id']}/report?comment_id={comment}")
    assert "24 小时内处理" in form
    sent = {"comment_id": comment, "ground": "insult", "words": "骂人"}
    assert "已收到" in open_page("owner1", f"{here}/topics/{topic['id']}/report", sent)
    assert "你这个骗子" in open_page("officer", f"{work}/moderation")
    (case,) = cast("officer").get("/moderation-cases").get_json()["items"]
    way = f"{work}/moderation/{case['id']}"
    assert "予以保留" in open_page("officer", way)
    assert "没有等待处理的举报" in open_page("officer", f"{way}/hiding", {"reason": "攻击他人"})
    own = open_page("owner2", f"{here}/moderation/{case['id']}")
    assert "攻击他人" in own
    assert "您写的" in own
    assert "由另一位工作人员处理" in open_page(
        "owner2", f"{here}/moderation/{case['id']}/appeal", {"words": "说的是公司"}
    )
    assert "您隐藏的" in open_page("officer", way)
    assert "作出决定" in open_page("street", way)
    open_page("street", f"{way}/appeal/decision", {"restored": "true", "answer": "恢复"})
    assert "申诉成立" in open_page("street", f"{work}/moderation?over=true")


def test_the_desk_answers_closes_hides_and_converts(open_page, work, cast):
    topic = cast("owner1").post("/topics", TOPIC).get_json()
    way = f"{work}/topics/{topic['id']}"
    assert TOPIC["title"] in open_page("manager", f"{work}/topics")
    assert "本周换门机" in open_page(
        "manager", f"{way}/answers", {"verdict": "accepted", "words": "本周换门机"}
    )
    assert "正在联系" in open_page("member", f"{way}/comments", {"words": "正在联系"})
    assert "属于哪一类" in open_page("officer", f"{way}/conversion")
    wording = {"title": "更换 3 幢电梯", "words": "使用维修资金更换。", "matter": "use_maintenance_fund",
               "changes": "换新的", "costs": "不用交钱", "otherwise": "继续修", "vote_id": ""}  # fmt: skip
    assert "更换 3 幢电梯" in open_page("officer", f"{way}/conversion", wording)
    assert "准备表决" in open_page("officer", way)
    assert "门机换好了" in open_page("member", f"{way}/conclusion", {"conclusion": "门机换好了"})
    open_page("officer", f"{way}/hidings", {"kind": "topic", "post_id": topic["id"], "reason": "重复"})
    assert "已隐藏" in open_page("auditor", way)


def test_owners_sign_on_their_phones_and_the_desk_sees_the_days(open_page, here, work, cast):
    assert "还没有联名" in open_page("tenant", f"{here}/proposals")
    assert "下一步" in open_page("owner1", f"{here}/proposals/new")
    assert "发起并签名" in open_page("owner1", f"{here}/proposals/new?kind=assembly&title={ASKED['title']}")
    mine = open_page("owner1", f"{here}/proposals", ASKED)
    assert "还差 1 人" in mine
    assert "撤回签名" in mine
    (proposal,) = cast("owner1").get("/proposals").get_json()["items"]
    way = f"{here}/proposals/{proposal['id']}"
    assert "只有业主本人能签名" in open_page("tenant", way)
    assert "我要签名" in open_page("owner2", way)
    assert "业委会办理期限" in open_page("owner2", f"{way}/signature", {})
    assert "列入业主表决" in open_page("officer", f"{work}/proposals/{proposal['id']}")
    assert "3幢101室" in open_page("officer", f"{work}/proposals/{proposal['id']}/signatures")
    assert ASKED["title"] in open_page("member", f"{work}/proposals")
    assert f"业主联名：{ASKED['title']}" in open_page("officer", "/work/")
    assert "属于哪一类" in open_page("officer", f"{work}/proposals/{proposal['id']}/conversion")


def test_rules_are_written_published_commented_and_compared(open_page, here, work, cast):
    assert "起草" in open_page("officer", f"{work}/rules")
    open_page("officer", f"{work}/rules/new")
    written = open_page("officer", f"{work}/rules", TEXT)
    way = re.search(rf"{work}/rules/([0-9a-f-]{{36}})/draft", written)[0].removesuffix("/draft")
    text_id = way.rsplit("/", 1)[1]
    open_page("owner1", f"{here}/rules/{text_id}", status=404)
    open_page("officer", f"{way}/versions", {"note": "征求意见稿"})
    said = open_page(
        "owner1", f"{here}/rules/{text_id}/comments", {"paragraph_id": "p2", "words": "一个月够吗"}
    )
    assert "一个月够吗" in said
    changed = TEXT["text"].replace("遛狗要牵绳。", "遛狗要牵绳，并清理粪便。")
    assert "改了 1 段" in open_page("officer", f"{way}/draft", {"title": TEXT["title"], "text": changed})
    open_page("officer", f"{way}/versions", {"note": "增加清理粪便"})
    assert "<ins>" in open_page("owner1", f"{here}/rules/{text_id}/comparison")
    assert "一个月够吗" in open_page("owner1", f"{here}/rules/{text_id}")
    assert "征求意见" in open_page("owner1", f"{here}/rules")
    assert "征求意见" in open_page("officer", f"{way}/comments-until", {"last_on": "2026-04-01"})


def test_names_and_digests_have_a_page(open_page, here):
    assert "现在显示" not in open_page("owner1", f"{here}/my-name")
    open_page("owner1", f"{here}/my-name", {"honorific": "ms", "nickname": ""})
    assert "3幢 李女士" in open_page("owner1", f"{here}/my-name")
    assert "还没有汇总" in open_page("owner1", f"{here}/topics/digest")
    assert "不要写电话或房号" in open_page(
        "owner1", f"{here}/my-name", {"nickname": "13812345678"}, status=422
    )


def test_what_somebody_said_is_in_their_own_data(cast, hall):
    from linli.blueprints.account import own_data
    from linli.platform import clock

    cast("owner1").post("/topics", TOPIC)
    with transaction(writes=False):
        assert identity.account(hall.accounts["owner1"]).name == "李秀英"
        said = own_data.everything(hall.accounts["owner1"], now=clock.now())["deliberation"]
    assert [one["title"] for one in said["topics"]] == [TOPIC["title"]]
