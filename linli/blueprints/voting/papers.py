"""The papers of a vote: notice, roll, posting record, result sheet, minutes; they say what the pages say."""

from collections.abc import Iterator

from flask import Response

from linli.domains.voting.models import Vote
from linli.domains.voting.rules.majority import Weight
from linli.domains.voting.rules.sheet import ItemSheet, ResultSheet
from linli.kernel.area import format_area
from linli.platform import qr
from linli.platform.spreadsheets import XLSX, SheetOut, Value, write_xlsx
from linli.platform.web.papers import download, paper
from linli.platform.web.show import day, site, when


def result_paper(sheet: ResultSheet, vote: Vote) -> Response:
    """The result sheet for signing and posting."""
    address = f"{site()}/p/votes/{vote.estate_id}/{vote.id}"
    return paper(
        "papers/result.html",
        name=f"表决结果单 {sheet.title}",
        place=sheet.estate,
        sheet=sheet,
        qr=qr.svg(address),
    )


def result_table(sheet: ResultSheet) -> Response:
    """The result sheet as a workbook: one sheet of facts, one of figures by item."""
    made = write_xlsx(
        [
            SheetOut("概况", _facts(sheet), header_rows=0),
            SheetOut("各项结果", [_HEAD, *(row for one in sheet.items for row in _figures(one))]),
        ]
    )
    return download(made, XLSX, f"表决结果单 {sheet.title}.xlsx")


_HEAD = ("事项", "结论", "项目", "人数", "人数占比", "面积（㎡）", "面积占比")


def _facts(sheet: ResultSheet) -> list[tuple[Value, ...]]:
    return [
        ("小区", sheet.estate),
        ("表决", sheet.title),
        ("会议", sheet.meeting),
        ("表决范围", sheet.scope),
        ("发起公告", sheet.initiator),
        ("投票开始", when(sheet.opens_at)),
        ("投票截止", when(sheet.closes_at)),
        ("公布", when(sheet.released_at) if sheet.released_at else ""),
        ("异议截止", day(sheet.objections_until) if sheet.objections_until else ""),
        ("结果版本", sheet.version),
        ("名册版本", sheet.roll_version),
        ("名册总人数", sheet.roll.heads),
        ("名册总面积（㎡）", format_area(sheet.roll.area)),
        ("收到选票", sheet.received),
        ("计入", sheet.effective),
        ("网上人数", sheet.online.heads),
        ("纸质人数", sheet.paper.heads),
        ("无效", sheet.void),
        ("被替代", sheet.superseded),
        ("撤销", f"{sheet.revoked.authority.title} {sheet.revoked.number}" if sheet.revoked else ""),
        ("名册指纹", sheet.roll_hash),
        ("最后一票哈希", sheet.last_hash),
        ("选票树根", sheet.root),
        ("结果指纹", sheet.result_hash),
    ]


def _figures(one: ItemSheet) -> Iterator[tuple[Value, ...]]:
    def row(word: str, weight: Weight, shares: tuple[str, str] = ("", "")) -> tuple[Value, ...]:
        verdict = "已撤销" if one.revoked else one.verdict
        title = f"第 {one.number} 项 {one.title}"
        return title, verdict, word, weight.heads, shares[0], format_area(weight.area), shares[1]

    yield row("名册总数", one.roll)
    yield row("参与表决", one.participating, one.participating_shares)
    for candidate in one.candidates:
        shares = (candidate.heads_share, candidate.area_share)
        yield row(f"候选人 {candidate.name}（{candidate.outcome}）", candidate.got, shares)
    if not one.candidates:
        yield row("同意", one.agreed, one.agreed_shares)
        yield row("反对", one.refused)
        yield row("弃权", one.abstained)
        yield row("其中按随多数计入", one.followed)
    yield row("交回选票", one.returned)
    yield row("其中有效", one.valid)
    yield row("其中空白", one.blank)
    yield row("其中无效", one.invalid)
