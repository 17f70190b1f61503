"""What keeps a draft's elections and recalls from being announced, and what to do about it (VO-24, NN-12)."""

from datetime import datetime

from sqlalchemy import select

from linli.domains.voting.models import Election, Recall, Vote, VoteItem
from linli.domains.voting.queries.elections import (
    elections_of,
    item_of,
    listed,
    lists,
    objections,
    recalls_of,
    rules_of,
)
from linli.domains.voting.rules import candidacy as rules
from linli.domains.voting.rules.candidacy import ElectionKind
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.majority import Weight
from linli.kernel.times import day_of
from linli.platform.db import db


def lacking(found: Vote, *, now: datetime) -> list[str]:
    """What keeps the elections and recalls of a draft from being announced, item by item."""
    recalled, held = recalls_of(found), elections_of(found)
    missing: list[str] = []
    for item in db.session.scalars(
        select(VoteItem).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(VoteItem.number)
    ):
        if item.id in recalled:
            missing += [f"第 {item.number} 项：{one}" for one in recall_lacks(recalled[item.id], now=now)]
        elif item.kind == ItemKind.ELECTION and item.id in held:
            missing += [
                f"第 {item.number} 项：{one}" for one in election_lacks(held[item.id], found, now=now)
            ]
    return missing


def election_lacks(found: Election, vote: Vote, *, now: datetime) -> list[str]:
    """What an election lacks before its notice: a list, its days, its number, the answers to objections."""
    item = item_of(found)
    if found.kind == ElectionKind.RUN_OFF:
        return []
    up = lists(found)
    if not up:
        return ["还没有公布候选人名单。"]
    missing = []
    decided = rules_of(found.estate_id, now=now)
    late = rules.list_lacking(
        day_of(up[-1].published_at),
        up[0].shown_until,
        opens_on=day_of(vote.opens_at),
        today=day_of(now),
        rules=decided,
    )
    if late:
        missing.append(late)
    still = {one.number for one in listed(found)}
    if still != {one["number"] for one in up[0].candidates}:
        missing.append("候选人有变动，请重新公布名单。")
    number = rules.how_many_lacking(len(still), seats=item.seats, contested=found.contested)
    if number:
        missing.append(number)
    unanswered = sum(one.answered_at is None for one in objections(found))
    if unanswered:
        missing.append(f"还有 {unanswered} 条对候选人的异议没有答复。")
    return missing


def recall_lacks(found: Recall, *, now: datetime) -> list[str]:
    """What a recall lacks: a request that reaches its fifth by the rule in force, and the member's hearing."""
    missing = []
    if not found.asked_by:
        missing.append(f"还没有登记罢免“{found.name}”由谁提出。")
    elif found.asked_by == "owners":
        by = rules_of(found.estate_id, now=now).request_by
        if not rules.request_reached(
            Weight(found.asked_heads, found.asked_area),
            Weight(found.whole_heads, found.whole_area),
            by,
        ):
            missing.append(f"联名提出罢免“{found.name}”的业主不够：要{by.title.partition('：')[0]}。")
    if found.heard_on is None:
        missing.append(f"还没有听取“{found.name}”本人的申辩，请先登记听取记录。")
    return missing
