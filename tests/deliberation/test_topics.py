"""Topics and comments over the API: who reads them, how people are named, how they are counted, answered, closed."""

import io
import re
import uuid

import pytest

from linli.domains.estates import operations as estates
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import deliberation, people, places, tickets

TOPIC = {"category": "facilities", "title": "3幢电梯经常坏", "words": "上周停了三次，老人上不了楼。"}


@pytest.fixture
def topic(cast):
    answer = cast("owner1").post("/topics", TOPIC)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def at(topic):
    return f"/topics/{topic['id']}"


@pytest.mark.feature("DL-01")
def test_a_topic_lists_comments_reads_and_state_and_other_estates_cannot_read_it(client, cast, topic):
    cast("tenant").post(f"{at(topic)}/comments", {"words": "我家也被困过", "alignment": "for"})
    cast("tenant").post(f"{at(topic)}/reading")
    (line,) = cast("owner2").get("/topics").get_json()["items"]
    assert {name: line[name] for name in ("comments", "reads", "state", "category_title")} == {
        "comments": 1, "reads": 1, "state": "open", "category_title": "设施设备",
    }  # fmt: skip
    assert cast("owner2").get("/topics?category=parking").get_json()["items"] == []
    with transaction():
        other = places.estate()
        stranger = people.account("外人")
        people.owner(other, places.unit(other), account=stranger)
    foreign = deliberation.Person(client, other.id, stranger.id)
    assert foreign.get(at(topic)).status_code == 404
    foreign.here = cast("owner1").here
    never = foreign.get(f"/topics/{uuid.uuid4()}")
    assert (
        foreign.get(at(topic)).status_code == never.status_code == foreign.get("/topics").status_code == 404
    )


class TestNames:
    @pytest.mark.feature("DL-20")
    def test_building_and_family_name_or_a_nickname_never_phone_or_room(self, cast, hall, topic):
        assert topic["author"] == "3幢 李业主"
        assert cast("owner1").put("/my-name", {"honorific": "ms", "nickname": "楼上的猫"}).status_code == 200
        assert cast("owner2").get(at(topic)).get_json()["author"] == "3幢 李女士"
        with transaction():
            estates.decide_setting(
                estate_id=hall.estate_id, name="deliberation_rules", since_on=clock.now().date(), value={"names": "nickname"}
            )  # fmt: skip
        page = cast("owner2").get(at(topic)).get_data(as_text=True)
        assert "楼上的猫" in page
        assert not any(told in page for told in ("李秀英", "李女士", "101室", "1380000"))

    def test_two_neighbours_cannot_have_one_nickname(self, cast):
        assert cast("owner1").put("/my-name", {"nickname": "楼上的猫"}).status_code == 200
        taken = cast("owner2").put("/my-name", {"nickname": "楼 上的猫"})
        assert taken.get_json()["code"] == "deliberation.nickname_taken"
        assert cast("owner2").put("/my-name", {"nickname": "501室"}).status_code == 422

    def test_whoever_speaks_in_an_office_is_named_by_it(self, cast, topic):
        cast("manager").post(f"{at(topic)}/comments", {"words": "正在联系维保单位"})
        (said,) = cast("owner1").get(f"{at(topic)}/comments").get_json()["items"]
        assert (said["author"], said["official"]) == ("物业项目经理 物业甲", True)

    def test_of_whoever_has_left_the_name_goes_and_the_words_stay(self, cast, hall, topic):
        from linli.domains.deliberation.operations import speaking

        with transaction():
            speaking.forget(account_id=hall.accounts["owner1"])
        assert cast("owner2").get(at(topic)).get_json()["author"] == "已注销的邻居"


class TestComments:
    @pytest.mark.feature("DL-03")
    def test_alignment_counts_equal_the_comments_shown(self, cast, topic):
        for name, alignment in (
            ("owner2", "for"),
            ("owner3", "for"),
            ("tenant", "against"),
            ("owner4", "neutral"),
        ):
            cast(name).post(f"{at(topic)}/comments", {"words": f"{alignment} 的理由", "alignment": alignment})
        first = cast("owner2").get(f"{at(topic)}/comments").get_json()["items"][0]
        cast("owner5").post(
            f"{at(topic)}/comments", {"words": "说得对", "alignment": "against", "parent_id": first["id"]}
        )
        against = cast("owner2").get(f"{at(topic)}/comments?alignment=against").get_json()["items"][0]
        hidden = {"kind": "comment", "post_id": against["id"], "reason": "攻击他人"}
        assert cast("officer").post("/hidings", hidden).status_code == 201
        counts = cast("owner1").get(at(topic)).get_json()["alignments"]
        assert counts == {"for": 2, "against": 0, "neutral": 1}
        for alignment, number in counts.items():
            listed = cast("owner1").get(f"{at(topic)}/comments?alignment={alignment}").get_json()["items"]
            assert len(listed) == number

    def test_a_reply_hangs_on_its_comment_and_no_reply_hangs_on_a_reply(self, cast, topic):
        cast("owner2").post(f"{at(topic)}/comments", {"words": "同意"})
        (said,) = cast("owner2").get(f"{at(topic)}/comments").get_json()["items"]
        cast("owner3").post(f"{at(topic)}/comments", {"words": "我也是", "parent_id": said["id"]})
        (said,) = cast("owner2").get(f"{at(topic)}/comments").get_json()["items"]
        (reply,) = said["replies"]
        deep = cast("owner4").post(f"{at(topic)}/comments", {"words": "再回", "parent_id": reply["id"]})
        assert deep.get_json()["code"] == "deliberation.reply_too_deep"
        lost = cast("owner4").post(f"{at(topic)}/comments", {"words": "再回", "parent_id": str(uuid.uuid4())})
        assert lost.status_code == 404

    def test_one_person_supports_once_and_can_take_it_back(self, cast, topic):
        for _ in range(3):
            assert cast("owner2").put(f"{at(topic)}/support").status_code == 200
        assert cast("tenant").put(f"{at(topic)}/support").get_json()["supports"] == 2
        assert cast("owner2").delete(f"{at(topic)}/support").get_json()["supports"] == 1

    def test_workers_have_no_part_in_it(self, cast, topic):
        assert cast("worker").get("/topics").status_code == 403
        assert cast("manager").post("/topics", TOPIC).status_code == 403


@pytest.mark.feature("DL-21")
def test_one_person_reloading_ten_times_adds_one_read_a_day(cast, topic):
    for _ in range(10):
        assert cast("owner2").post(f"{at(topic)}/reading").status_code == 204
    assert cast("owner1").get(at(topic)).get_json()["reads"] == 1
    cast("owner3").post(f"{at(topic)}/reading")
    assert cast("owner1").get(at(topic)).get_json()["reads"] == 2


class TestAnswers:
    @pytest.mark.feature("DL-04")
    def test_under_review_then_accepted_each_with_text_and_signature(self, cast, topic):
        assert (
            cast("owner2").post(f"{at(topic)}/answers", {"verdict": "accepted", "words": "好"}).status_code
            == 403
        )
        looked = cast("member").post(
            f"{at(topic)}/answers", {"verdict": "under_review", "words": "下周开会研究"}
        )
        assert looked.get_json()["state"] == "open"
        done = cast("manager").post(
            f"{at(topic)}/answers", {"verdict": "accepted", "words": "已约维保，本周换门机"}
        )
        shown = done.get_json()
        assert shown["state"] == "answered"
        assert [(one["verdict"], one["signed_for"], one["signed_post"], one["signed_name"]) for one in shown["answers"]] == [
            ("accepted", "衢州某物业有限公司", "物业项目经理", "物业甲"),
            ("under_review", "斗潭新村业主委员会", "业委会委员", "业委甲"),
        ]  # fmt: skip
        assert all(one["made_at"] for one in shown["answers"])

    @pytest.mark.feature("DL-05")
    def test_after_closing_nobody_can_post_and_the_conclusion_is_there(self, cast, topic):
        closed = cast("member").post(f"{at(topic)}/conclusion", {"conclusion": "电梯门机已更换，运行正常。"})
        assert (closed.get_json()["state"], closed.get_json()["closed_by"]) == ("closed", "业委会委员 业委甲")
        for name in ("owner1", "manager", "officer"):
            late = cast(name).post(f"{at(topic)}/comments", {"words": "还有一句"})
            assert (late.status_code, late.get_json()["code"]) == (409, "deliberation.debate_closed")
        assert cast("owner2").put(f"{at(topic)}/support").status_code == 409
        assert (
            cast("manager").post(f"{at(topic)}/answers", {"verdict": "accepted", "words": "x"}).status_code
            == 409
        )
        assert cast("owner2").get(at(topic)).get_json()["conclusion"] == "电梯门机已更换，运行正常。"


@pytest.mark.feature("DL-16")
def test_a_near_duplicate_title_offers_the_existing_topic(cast, topic):
    near = cast("owner2").get("/topics/alike", query_string={"title": "3 幢的电梯老是坏，经常停"})
    assert [one["id"] for one in near.get_json()["items"]] == [topic["id"]]
    assert (
        cast("owner2").get("/topics/alike", query_string={"title": "公共收益何时公开"}).get_json()["items"]
        == []
    )


class TestFiles:
    @pytest.fixture
    def with_photo(self, client, cast, hall):
        sent = (
            TOPIC
            | {
                "photos": [(tickets.photo(), "1.jpg")],
                "documents": [(io.BytesIO(b"%PDF-1.4 x"), "报价.pdf")],
            }
            | deliberation.csrf(client)
        )
        made = client.post(
            f"/e/{hall.estate_id}/topics",
            data=sent,
            headers=cast("owner1").headers,
            content_type="multipart/form-data",
        )
        assert made.status_code == 303, made.get_data(as_text=True)
        return re.search(r"/topics/([0-9a-f-]{36})", made.headers["Location"])[1]

    @pytest.mark.feature("DL-19")
    def test_files_open_only_for_those_who_can_read_the_topic(self, client, cast, with_photo):
        photo, document = cast("owner2").get(f"/topics/{with_photo}").get_json()["files"]
        assert (photo["kind"], document["name"]) == ("image", "报价.pdf")
        way = photo["href"].removeprefix(cast("owner1").here)
        assert cast("tenant").get(way).mimetype == "image/jpeg"
        cast("officer").post("/hidings", {"kind": "topic", "post_id": with_photo, "reason": "含他人车牌"})
        assert cast("tenant").get(way).status_code == 404
        assert cast("owner1").get(way).status_code == cast("auditor").get(way).status_code == 200
        other = cast("owner2").post("/topics", TOPIC).get_json()["id"]
        assert cast("owner1").get(way.replace(with_photo, other)).status_code == 404
        assert client.get(photo["href"]).status_code == 401

    def test_too_many_are_refused(self, client, cast, hall):
        sent = (
            TOPIC | {"photos": [(tickets.photo(), f"{n}.jpg") for n in range(10)]} | deliberation.csrf(client)
        )
        made = client.post(
            f"/e/{hall.estate_id}/topics",
            data=sent,
            headers=cast("owner1").headers,
            content_type="multipart/form-data",
        )
        assert made.status_code == 422
