"""What is printed about paper: the ballots of one print run, and the ledger of who was given what."""

from collections.abc import Sequence
from typing import Any

from flask import Response

from linli.blueprints.voting import shown
from linli.domains.estates import queries as estates
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import ledger, votes
from linli.domains.voting.queries.ledger import Line
from linli.domains.voting.queries.paper_lists import SheetShown
from linli.domains.voting.rules import paper as rule
from linli.kernel.area import format_area
from linli.platform import clock, qr
from linli.platform.spreadsheets import XLSX, SheetOut, write_xlsx
from linli.platform.web.papers import download, paper
from linli.platform.web.show import when


def ballots(vote: Vote, sheets: Sequence[SheetShown]) -> Response:
    """The ballots of these voters, one sheet each, in this order."""
    rules = votes.rules_of(vote, now=clock.now())
    return paper(
        "papers/ballot.html",
        name=f"表决票 {vote.title} {len(sheets)} 张",
        place=_place(vote),
        vote=vote,
        items=shown.items(vote, None),
        sheets=[_printed(one) for one in sheets],
        uncast=rule.uncast_said(rules),
        conflict=rule.conflict_said(rules.conflict),
    )


def _place(vote: Vote) -> str:
    return estates.estate(estate_id=vote.estate_id).name


def _printed(one: SheetShown) -> dict[str, Any]:
    return {
        "serial": rule.shown_serial(one.sheet.serial),
        "code": qr.svg(one.sheet.serial),
        "label": one.label,
        "voter_no": one.sheet.voter_no,
        "area": one.entry.area if one.entry else 0,
        "receipt_no": one.sheet.receipt_no,
    }


def ledger_paper(vote: Vote) -> Response:
    """The delivery ledger for the street office's file."""
    return paper(
        "papers/deliveries.html",
        name=f"选票送达登记表 {vote.title}",
        place=_place(vote),
        vote=vote,
        lines=ledger.lines(vote),
        ways={one.value: one.title for one in rule.Way},
        receivers={one.value: one.title for one in rule.Receiver},
    )


def ledger_table(vote: Vote) -> Response:
    """The same as a workbook."""
    made = write_xlsx([SheetOut("送达登记", [_HEAD, *(_row(one) for one in ledger.lines(vote))])])
    return download(made, XLSX, f"选票送达登记表 {vote.title}.xlsx")


_HEAD = ("编号", "房屋", "面积（㎡）", "纸质票号", "登记方式", "登记时间", "打印", "交回", "办理情况",
         "送达时间", "送达方式", "交到谁手里", "签收人", "送达人", "算送达", "备注")  # fmt: skip


def _row(one: Line) -> tuple[str | int, ...]:
    sheet, given = one.sheet, one.delivery
    return (
        one.voter_no,
        one.label,
        format_area(one.area),
        rule.shown_serial(sheet.serial) if sheet else "",
        rule.Asked(sheet.asked).title if sheet else "",
        when(sheet.asked_at) if sheet else "",
        when(sheet.printed_at) if sheet and sheet.printed_at else "",
        when(sheet.received_at) if sheet and sheet.received_at else "",
        rule.SheetState(sheet.state).title if sheet else "",
        when(given.delivered_at) if given else "",
        rule.Way(given.way).title if given else "",
        rule.Receiver(given.receiver).title if given else "",
        given.name if given else "",
        one.delivered_by,
        "是" if given and given.counts and not one.taken_back else "否",
        ("（已更正）" if one.taken_back else "") + (given.note if given else ""),
    )
