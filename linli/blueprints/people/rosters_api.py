"""Bringing a roster in, for programs: upload, rows, corrections, what would change, confirmation by two."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.people import rosters_schemas as schemas
from linli.blueprints.people import rosters_shown as shown
from linli.domains.people.models import Roster
from linli.domains.people.operations import rosters
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import rosters as queries
from linli.domains.people.roster.error_sheet import error_sheet
from linli.domains.people.roster.lines import Field
from linli.kernel.actors import Actor
from linli.kernel.text import fold
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.spreadsheets import XLSX
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("people_rosters_api", __name__, tag="people")
ONE = "/estates/<uuid:estate_id>/rosters/<uuid:roster_id>"


@bp.get("/estates/<uuid:estate_id>/rosters")
@allow(Act.READ_CHANGES, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.RosterOut))
@summary("导入过的业主名册")
def list_rosters(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return queries.rosters_page(estate_id, window=Window(**query))


@bp.post("/estates/<uuid:estate_id>/rosters")
@allow(Act.IMPORT_ROSTER, GRANTS)
@takes(schemas.FileIn, files=True)
@gives(schemas.RosterOut, 201)
@idempotent()
@summary("上传业主名册（.xlsx 或 .csv）先预览，确认以前什么都不写入")
def upload_roster(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    return rosters.take_in(
        actor=actor, estate_id=estate_id, now=clock.now(), **schemas.uploaded(body["file"])
    )


@bp.get(ONE)
@allow(Act.READ_CHANGES, GRANTS, on=queries.roster)
@gives(schemas.RosterOut)
@summary("一份名册的状态和各类行数")
def show_roster(actor: Actor, roster: Roster) -> Any:  # noqa: ARG001
    return roster


@bp.get(f"{ONE}/rows")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.RowsIn, where="query")
@gives(page_of(schemas.RowOut))
@summary("逐行的结论和原因；每一行恰有一个结论")
def list_rows(actor: Actor, roster: Roster, query: dict[str, Any]) -> Any:  # noqa: ARG001
    found = shown.rows_of(queries.reading(roster), query["verdict"] or "all")
    start = int(query["cursor"] or 0)
    end = start + query["limit"]
    return {
        "items": [shown.row(one) for one in found[start:end]],
        "next": str(end) if end < len(found) else None,
    }


@bp.post(f"{ONE}/corrections")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.CorrectionsIn)
@gives(schemas.RosterOut)
@summary("更正若干行；没写的列不变")
def correct_rows(actor: Actor, roster: Roster, body: dict[str, Any]) -> Any:  # noqa: ARG001
    corrections = {
        (one["sheet"], one["row"]): {
            Field(name): text for name, text in one["texts"].items() if text is not None
        }
        for one in body["rows"]
    }
    rosters.correct(roster=roster, corrections=corrections)
    return roster


@bp.post(f"{ONE}/developer")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.DeveloperIn)
@gives(schemas.RosterOut)
@summary("说明未售房屋的开发商")
def name_developer(actor: Actor, roster: Roster, body: dict[str, Any]) -> Any:  # noqa: ARG001
    rosters.name_developer(roster=roster, **body)
    return roster


@bp.get(f"{ONE}/error-sheet")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@gives(None, media_type=XLSX)
@summary("下载存疑和不能识别的行，改好后再上传")
def download_error_sheet(actor: Actor, roster: Roster) -> Response:  # noqa: ARG001
    return schemas.download(error_sheet(queries.reading(roster)), "更正表.xlsx")


@bp.post(f"{ONE}/error-sheet")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.FileIn, files=True)
@gives(schemas.RosterOut)
@summary("上传改好的更正表")
def upload_error_sheet(actor: Actor, roster: Roster, body: dict[str, Any]) -> Any:  # noqa: ARG001
    rosters.correct_by_sheet(roster=roster, **schemas.uploaded(body["file"]))
    return roster


@bp.get(f"{ONE}/outlook")
@allow(Act.READ_CHANGES, GRANTS, on=queries.roster)
@gives(schemas.OutlookOut)
@summary("确认以后会改动什么；也列出可能是同一人的姓名")
def show_outlook(actor: Actor, roster: Roster) -> Any:  # noqa: ARG001
    return shown.outlook(queries.outlook(roster, on=day_of(clock.now())), queries.reading(roster))


@bp.post(f"{ONE}/days")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.DayIn)
@gives(schemas.RosterOut)
@summary("填写过户日期；不写房屋则用于所有没有单独日期的")
def say_day(actor: Actor, roster: Roster, body: dict[str, Any]) -> Any:  # noqa: ARG001
    rosters.say_day(roster=roster, now=clock.now(), **body)
    return roster


@bp.post(f"{ONE}/merges")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.MergeIn)
@gives(schemas.RosterOut)
@summary("说明几处同名的是同一人")
def say_one_person(actor: Actor, roster: Roster, body: dict[str, Any]) -> Any:  # noqa: ARG001
    merge = frozenset((label, fold(body["name"])) for label in body["units"])
    rosters.say_one_person(roster=roster, merge=merge)
    return roster


@bp.post(f"{ONE}/handing-in")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.SeenIn)
@gives(schemas.RosterOut)
@idempotent()
@summary("确认导入：空名册立即导入，有改动的交第二人确认")
def hand_in(actor: Actor, roster: Roster, body: dict[str, Any]) -> Any:
    return rosters.hand_in(actor=actor, roster=roster, now=clock.now(), **body)


@bp.post(f"{ONE}/decision")
@allow(Act.DECIDE_CHANGE, GRANTS, on=queries.roster)
@takes(schemas.RosterDecisionIn)
@gives(schemas.RosterOut)
@idempotent()
@summary("第二人同意导入或退回，不能由上传或提交的人自己确认")
def decide_roster(actor: Actor, roster: Roster, body: dict[str, Any]) -> Any:
    return rosters.decide(actor=actor, roster=roster, now=clock.now(), **body)


@bp.delete(ONE)
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@gives(None, 204)
@summary("放弃一份没有导入的名册")
def discard_roster(actor: Actor, roster: Roster) -> None:  # noqa: ARG001
    rosters.discard(roster=roster, now=clock.now())
