"""The words of `linli verify`: what it was asked, and what it answers."""

import argparse
import json
import sys
from typing import Any

from linli.verify import checking, heads
from linli.verify.checking import Report
from linli.verify.faults import Malformed, shown
from linli.verify.reading import Item

HOLDS, DOES_NOT_HOLD, NO_BUNDLE = 0, 1, 2
_AREA_DIGITS = 100


def run(argv: list[str]) -> int:
    """Check the bundle named by the arguments, say what was found, and return the exit code."""
    asked = _parser().parse_args(argv)
    answer = _answer(
        asked.bundle, allow_unsigned=asked.allow_unsigned, anchors=asked.heads, nonce=asked.nonce
    )
    _say(json.dumps(answer, ensure_ascii=False, indent=2) if asked.json else "\n".join(_lines(answer)))
    return int(answer["exit_code"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linli verify",
        description="重新计算一次表决，不依赖数据库和计票的服务器。退出码：0 全部成立，1 有不成立之处，2 不是表决包。",
    )
    parser.add_argument("bundle", metavar="BUNDLE.zip", help="表决包")
    parser.add_argument("--allow-unsigned", action="store_true", help="没有签名也核验")
    parser.add_argument("--heads", metavar="FILE", help="当时另行保存的存证：票链里没有它们的，不予通过")
    parser.add_argument(
        "--nonce", metavar="HEX", help="与结果一起公布的随机数，用来打开存证；存证文件里有的不必给"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出，供程序读取")
    return parser


def _answer(
    path: str, *, allow_unsigned: bool, anchors: str | None = None, nonce: str | None = None
) -> dict[str, Any]:
    try:
        kept = None if anchors is None else heads.read(anchors)
        report = checking.check(checking.read(path), allow_unsigned=allow_unsigned, anchors=kept, nonce=nonce)
    except Malformed as no:
        return _no_bundle(no.where, no.code, no.sentence)
    except Exception as surprise:  # noqa: BLE001 - a stranger's file never ends in a traceback
        return _no_bundle("bundle", "unexpected", f"读不了这个文件（{shown(repr(surprise))}）。")
    faults = [
        {"what": fault.kind.value, "where": fault.where, "code": fault.code, "sentence": fault.sentence}
        for fault in report.faults
    ]
    return {
        "ok": not faults,
        "code": faults[0]["what"] if faults else "ok",
        "exit_code": DOES_NOT_HOLD if faults else HOLDS,
        "faults": faults,
        "signed": report.signed,
        "public_key": report.bundle.manifest.public_key.hex() if report.bundle.manifest.public_key else None,
        **_vote(report),
        "result": report.recounted,
    }


def _no_bundle(where: str, code: str, sentence: str) -> dict[str, Any]:
    fault = {"what": "malformed", "where": where, "code": code, "sentence": sentence}
    return {"ok": False, "code": "malformed", "exit_code": NO_BUNDLE, "faults": [fault]}


def _vote(report: Report) -> dict[str, Any]:
    vote = report.bundle.vote
    titles = {item.item_id: _title(item) for item in vote.items}
    return {"vote_id": vote.vote_id, "estate": vote.estate, "title": vote.title, "items": titles}


def _title(item: Item) -> str:
    threshold = "四分之三以上同意" if item.special else "过半数同意"
    return f"{item.title}（{'选举' if item.elects else '决议'}，{threshold}）"


def _lines(answer: dict[str, Any]) -> list[str]:
    faults = [f"{fault['what']}: {fault['where']} {fault['sentence']}" for fault in answer["faults"]]
    if "result" not in answer:
        return faults
    lines = faults or ["ok: 全部成立：文件、签名、票链、名册、每一票和结果。"]
    if not answer["signed"]:
        lines.append("注意：这个包没有签名，只能证明自身前后一致，不能证明出自哪里。")
    lines.append(f"{shown(answer['estate'])} {shown(answer['title'])}（{shown(answer['vote_id'])}）")
    if answer["result"] is not None:
        lines.extend(_figures(answer["result"], answer["items"]))
    return lines


def _figures(result: dict[str, Any], titles: dict[str, str]) -> list[str]:
    sorts = "收到 {received} 票：有效 {effective}，被替代 {superseded}，无效 {void}；末票哈希 {last_hash}"
    lines = [sorts.format_map(result["ballots"])]
    for item in result["items"]:
        lines.append(f"事项 {shown(item['item_id'])} {shown(titles[item['item_id']])}")
        lines.append(
            f"  应参与 {_sum(item['roll'])}；参与 {_sum(item['participating'])}；{_met(item['quorum'])}"
        )
        lines.extend(_election(item) if "candidates" in item else _resolution(item))
    return lines


def _resolution(item: dict[str, Any]) -> list[str]:
    parts = [("同意", "for"), ("反对", "against"), ("弃权", "abstain"), ("其中随多数", "followed")]
    return [
        "  " + "；".join(f"{word} {_sum(item[name])}" for word, name in parts),
        f"  结果：{'通过' if item['passed'] else '未通过'}",
    ]


def _election(item: dict[str, Any]) -> list[str]:
    words = {"elected": "当选", "alternate": "候补", "runoff": "需再次投票", "not_elected": "未当选"}
    lines = [
        f"  {shown(one['candidate_id'])}：{_sum(one)}，{words[one['outcome']]}" for one in item["candidates"]
    ]
    left = f"，另有 {item['runoff_seats']} 席需再次投票" if item["runoff_seats"] else ""
    return [*lines, f"  业主委员会{'成立' if item['formed'] else '不成立'}{left}"]


def _met(quorum: bool) -> str:  # noqa: FBT001 - one of two words
    return "达到三分之二" if quorum else "未达到三分之二"


def _sum(part: dict[str, int]) -> str:
    return f"{part['heads']} 人 {part['area'] // _AREA_DIGITS}.{part['area'] % _AREA_DIGITS:02d} ㎡"


def _say(text: str) -> None:
    """Print, also where the terminal knows no Chinese."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))  # noqa: T201 - it is a command
