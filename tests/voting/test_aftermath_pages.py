"""What follows a result, on its pages and by its API: from the objection to the task that is done."""

import csv
import io
import uuid
from datetime import timedelta

import openpyxl
import pytest
from PIL import Image

from linli.domains.voting.operations import closing
from linli.domains.voting.queries import tasks
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import clock, export_writing
from linli.platform.transactions import transaction
from tests.factories import people
from tests.support.forms import submit
from tests.voting.aftermaths import PDF, after_objections, answer, correct, object_to, revoked, settled
from tests.voting.test_aftermath import area_of
from tests.voting.test_api import Hall, key


@pytest.fixture
def hall(app):
    """Three owners, two for and one against; the result is published."""
    made = Hall(owners=3).open()
    for n, choice in enumerate(("for", "for", "against")):
        made.cast(n, choice)
    made.close().publish()
    made.open_page = f"/p/votes/{made.id}/{made.vote_id}"
    return made


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    out.seek(0)
    return out


def once(**fields):
    return fields | {"once": uuid.uuid4().hex}


class TestObjections:
    @pytest.mark.feature("VO-50")
    def test_an_owner_objects_with_a_photo_and_reads_the_answer(self, client, hall):
        me, desk = hall.headers(0), hall.headers("officer")
        here = f"{hall.page}/objections"
        short = submit(client, here, once(kind="roll", words="错"), headers=me)
        assert (short.status_code, "请写 5 到 1000 个字" in short.text, ">错<" in short.text) == (
            422,
            True,
            True,
        )
        sent = submit(
            client,
            here,
            once(kind="roll", words="我家面积登记少了十平方米。", photos=(photo(), "a.jpg")),
            headers=me,
        )
        assert sent.status_code == 303
        shown = client.get(here, headers=hall.headers(0))
        assert "等答复" in shown.text
        picture = shown.text.split('<img src="')[1].split('"')[0]
        assert client.get(picture, headers=hall.headers(0)).mimetype == "image/jpeg"
        assert client.get(picture, headers=hall.headers(1)).status_code == 404
        waiting = client.get(f"{hall.desk}/objections", headers=desk)
        assert "我家面积登记少了十平方米。" in waiting.text
        (objection_id,) = [
            one["id"] for one in client.get(f"{hall.path}/objections", headers=desk).json["items"]
        ]
        done = submit(
            client, f"{hall.desk}/objections/{objection_id}", {"decision": "upheld", "words": "核对属实，将更正名册。"},
            to=f"{hall.desk}/objections/{objection_id}/answer", headers=hall.headers("officer"),
        )  # fmt: skip
        assert done.status_code == 303
        assert "核对属实，将更正名册。" in client.get(here, headers=hall.headers(0)).text

    def test_neighbours_tenants_and_officers_see_what_is_theirs_to_see(self, client, hall):
        object_to(hall, 0, words="我不同意这个程序。")
        mine = client.get(f"{hall.path}/objections/mine", headers=hall.headers(0)).json["items"]
        assert [one["words"] for one in mine] == ["我不同意这个程序。"]
        assert client.get(f"{hall.path}/objections/mine", headers=hall.headers(1)).json["items"] == []
        assert client.get(f"{hall.path}/objections", headers=hall.headers(0)).status_code == 403
        assert "我不同意这个程序。" not in client.get(hall.open_page).text

    def test_an_answer_that_is_too_short_stands_in_its_form_again(self, client, hall):
        page = f"{hall.desk}/objections/{object_to(hall, 0)}"
        refused = submit(
            client,
            page,
            {"decision": "refused", "words": "不"},
            to=f"{page}/answer",
            headers=hall.headers("officer"),
        )
        assert (refused.status_code, ">不</textarea>" in refused.text) == (422, True)


class TestCorrection:
    @pytest.mark.feature("NN-08")
    def test_the_old_version_is_read_beside_the_new_one_with_what_changed(self, client, hall):
        one = object_to(hall, 2)
        area_of(hall, 2, 30000)
        page = client.get(f"{hall.desk}/recounts", headers=hall.headers("officer"))
        assert "面积由 100.00 ㎡ 改为 300.00 ㎡" in page.text
        asked = submit(
            client, f"{hall.desk}/recounts", once(objection_id=str(one), reason="面积登记有误"),
            to=f"{hall.desk}/corrections", headers=hall.headers("officer"),
        )  # fmt: skip
        assert asked.status_code == 303
        done = submit(
            client, f"{hall.desk}/recounts", {}, to=f"{hall.desk}/corrections/confirmation",
            headers=hall.headers("second"),
        )  # fmt: skip
        assert done.status_code == 303
        versions = client.get(f"{hall.open_page}/versions").text
        assert "面积登记有误" in versions
        assert "1 人，100.00 ㎡" in versions
        assert "1幢3室" not in versions  # the public reads numbers, not homes
        assert "1幢3室" in client.get(f"{hall.desk}/recounts", headers=hall.headers("officer")).text
        assert "不是最新结果" in client.get(f"{hall.open_page}/sheet?version=1").text
        found = client.get(f"{hall.path}/result/versions", headers=hall.headers(0)).json["items"]
        assert [(one["version"], one["roll"]["version"]) for one in found] == [(2, 2), (1, 1)]
        assert found[0]["roll_changes"][0]["after"] == 30000

    def test_a_recount_without_an_objection_is_refused_to_the_community_with_a_sentence(self, client, hall):
        refused = submit(
            client, f"{hall.desk}/recounts", once(objection_id="", reason="想再看一遍结果"),
            headers=hall.headers("officer"),
        )  # fmt: skip
        assert refused.status_code == 403
        answer = client.post(
            f"{hall.path}/recounts",
            json={"reason": "想再看一遍结果"},
            headers=hall.headers("officer") | key(),
        )
        assert (answer.status_code, answer.json["code"]) == (403, "voting.no_ground")


class TestSheet:
    @pytest.mark.feature("VO-48")
    def test_the_sheet_has_every_figure_the_formula_and_the_verdict_on_one_page(self, client, hall):
        sheet = client.get(f"{hall.open_page}/sheet").text
        for said in (
            "全小区", "3 人", "300.00 ㎡", "100.0%", "66.6%", "本项通过", "民法典第278条",
            "周社区", "钱社区", "其中网上", "其中纸质", "弃权", "反对", "其中空白", "其中无效", "随多数计入", "名册指纹",
        ):  # fmt: skip
            assert said in sheet, said
        found = client.get(f"{hall.path}/result/sheet", headers=hall.headers(0)).json
        assert (found["online"]["heads"], found["paper"]["heads"], found["items"][0]["verdict"]) == (
            3,
            0,
            "通过",
        )

    def test_there_is_no_sheet_before_the_publication_and_of_no_version_that_never_was(self, client, app):
        early = Hall(owners=1).open().close()
        path = f"/p/votes/{early.id}/{early.vote_id}/sheet"
        assert client.get(path).status_code == 404
        early.publish()
        assert client.get(f"{path}?version=7").status_code == 404
        assert client.get(f"{path}?version=x").status_code == 422


class TestRegister:
    def test_everybody_finds_decisions_with_their_state_and_sheet(self, client, hall):  # scenario 21
        for path, who in ((f"/p/votes/{hall.id}", None), (f"/e/{hall.id}/decisions", 0)):
            headers = hall.headers(who) if who is not None else {}
            assert "公示中" in client.get(f"{path}?q=电梯", headers=headers).text
            assert "没有含“游泳池”的决定" in client.get(f"{path}?q=游泳池", headers=headers).text
        revoked(settled(hall))
        assert "已撤销" in client.get(f"/p/votes/{hall.id}").text
        assert "已撤销" in client.get(hall.open_page).text
        found = client.get(f"/api/v1/estates/{hall.id}/decisions?q=电梯", headers=hall.headers(0)).json[
            "items"
        ]
        assert found[0]["items"][0]["revoked"]["number"] == "（2026）浙0802民初1234号"


class TestRevocation:
    @pytest.mark.feature("NN-20")
    def test_an_officer_registers_the_judgement_and_the_public_page_says_revoked(self, client, hall):
        settled(hall)
        page = f"{hall.desk}/revocations"
        fields = {
            "authority": "court", "number": "（2026）浙0802民初1号", "decided_on": "2026-03-01", "item_id": "",
            "words": "公告天数不足。",
        }  # fmt: skip
        nothing = submit(client, page, once(**fields), headers=hall.headers("officer"))
        assert (nothing.status_code, "请选择文件" in nothing.text) == (422, True)
        sent = submit(
            client,
            page,
            once(**fields, documents=(io.BytesIO(PDF), "判决书.pdf")),
            headers=hall.headers("officer"),
        )
        assert sent.status_code == 303
        listed = client.get(page, headers=hall.headers("officer")).text
        document = listed.split("/revocations/files/")[1].split('"')[0]
        answer = client.get(f"{page}/files/{document}", headers=hall.headers("officer"))
        assert answer.data == PDF
        public = client.get(hall.open_page).text
        assert "（2026）浙0802民初1号" in public
        assert "决定已撤销" in public  # what rests on it


class TestTasks:
    @pytest.mark.feature("NN-19", "DL-10")
    def test_a_passed_decision_is_followed_to_its_end_on_the_public_page(self, client, hall):
        settled(hall)
        page = f"{hall.desk}/tasks"
        with transaction():
            member = people.staff(Role.COMMITTEE_MEMBER, hall.estate_now(), name="业委会赵")
            member_id = member.id
            task = tasks.of_vote(hall.vote, today=day_of(clock.now()))[0].task
            task_id, due_on = task.id, task.due_on
        assert "申请列支维修资金" in client.get(page, headers=hall.headers(member_id)).text
        half = submit(
            client, f"{page}/{task_id}", once(percent="50", words="材料已报住建局", steps_done="0"),
            to=f"{page}/{task_id}/reports", headers=hall.headers(member_id),
        )  # fmt: skip
        assert half.status_code == 303
        assert "材料已报住建局" in client.get(hall.open_page).text
        clock.advance(timedelta(days=(due_on - day_of(clock.now())).days + 1))
        late = client.get(hall.open_page).text
        assert "已超期" in late
        assert "meter-bad" in late
        wrong = submit(
            client, f"{page}/{task_id}", once(percent="101", words="好了"), to=f"{page}/{task_id}/reports",
            headers=hall.headers("officer"),
        )  # fmt: skip
        assert (wrong.status_code, ">好了<" in wrong.text) == (422, True)
        done = submit(
            client, f"{page}/{task_id}",
            once(percent="100", words="资金已到账", files=(io.BytesIO(PDF), "到账单.pdf")),
            to=f"{page}/{task_id}/reports", headers=hall.headers("officer"),
        )  # fmt: skip
        assert done.status_code == 303
        assert "已办结" in client.get(hall.open_page).text
        kept = client.get(f"{page}/{task_id}", headers=hall.headers("officer")).text
        file_id = kept.split(f"{task_id}/files/")[1].split('"')[0]
        assert client.get(f"{page}/{task_id}/files/{file_id}", headers=hall.headers("officer")).data == PDF

    def test_a_task_is_added_and_gets_another_day(self, client, hall):
        settled(hall)
        made = client.post(
            f"{hall.path}/tasks",
            json={"title": "公布收益", "due_on": "2026-12-01"},
            headers=hall.headers("officer") | key(),
        )
        assert made.status_code == 201
        changed = client.put(
            f"{hall.path}/tasks/{made.json['id']}", json={"title": "公布收益账目", "due_on": "2026-12-31"},
            headers=hall.headers("officer"),
        )  # fmt: skip
        assert (changed.json["title"], changed.json["due_on"]) == ("公布收益账目", "2026-12-31")
        assert client.get(f"{hall.path}/tasks", headers=hall.headers(0)).status_code == 200
        refused = client.post(
            f"{hall.path}/tasks", json={"title": "x", "due_on": "2026-12-01"}, headers=hall.headers(0) | key()
        )
        assert refused.status_code == 403


class TestOutcome:
    @pytest.mark.feature("DL-09")
    def test_what_comes_of_it_is_asked_for_and_shown(self, client, hall):
        settled(hall)
        assert "写结果说明" in client.get("/work/", headers=hall.headers("officer")).text
        sent = submit(
            client, f"{hall.desk}/outcome", once(words="电梯下月招标。"), headers=hall.headers("officer")
        )
        assert sent.status_code == 303
        assert "电梯下月招标。" in client.get(hall.open_page).text
        assert "写结果说明" not in client.get("/work/", headers=hall.headers("officer")).text


class TestRecords:
    def file(self, client, hall, name):
        """Ask for the list, let it be written, fetch it."""
        asked = submit(
            client, hall.desk, {}, to=f"{hall.desk}/records/{name}", headers=hall.headers("officer")
        )
        assert asked.status_code == 303
        assert export_writing.write_next() == 1
        path = f"/api/v1/estates/{hall.id}/exports"
        (one,) = client.get(path, headers=hall.headers("officer")).json["items"]
        return client.post(f"{path}/{one['id']}/file", headers=hall.headers("officer")).data

    @pytest.mark.feature("VO-55")
    def test_the_participation_list_is_a_workbook_of_who_took_part_and_never_what(self, client, hall):
        book = openpyxl.load_workbook(io.BytesIO(self.file(client, hall, "participation")))
        rows = [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
        assert rows[1] == ["表决", "投票人编号", "房屋", "面积（㎡）", "方式", "时间"]
        assert sorted(row[2] for row in rows[2:]) == ["1幢1室", "1幢2室", "1幢3室"]
        assert not any(word in str(rows) for word in ("同意", "反对", "against"))

    @pytest.mark.feature("VO-54")
    def test_the_log_is_a_csv_with_who_when_what_and_why(self, client, hall):
        one = object_to(hall)
        answer(hall, one)
        area_of(hall, 0, 11000)
        correct(hall, one)
        text = self.file(client, hall, "log").decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[1] == ["表决", "时间", "谁", "身份", "做了什么", "结果", "理由"]
        assert any(row[4] == "voting:correction:confirm" and row[6] == "面积登记错误" for row in rows[2:])


def test_the_desk_says_how_many_objections_wait(client, hall):
    object_to(hall)
    assert "1 件异议等答复" in client.get(hall.desk, headers=hall.headers("officer")).text
    assert "答复异议" in client.get("/work/", headers=hall.headers("officer")).text


def test_an_answered_result_becomes_final_and_the_pages_say_so(client, hall):
    answer(hall, object_to(hall))
    after_objections(hall)
    with transaction():
        closing.settle(vote=hall.vote, now=clock.now())
    assert "已生效" in client.get(hall.open_page).text
