"""Lists of a vote that organisers take along: who took part, and every act of administration."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import records, votes
from linli.domains.voting.rules.counting import Channel
from linli.kernel.actors import Actor, Role
from linli.kernel.area import format_area
from linli.kernel.times import shanghai
from linli.platform import exports
from linli.platform.spreadsheets import Value

Rows = Sequence[Sequence[Value]]
_CHANNELS = {Channel.ONLINE: "网上", Channel.PAPER: "纸质"}
_RESULTS = {"done": "成功", "refused": "被拒绝"}


def _wanted(estate_id: uuid.UUID, parameters: dict[str, Any]) -> list[uuid.UUID]:
    """The vote that was asked for, or every one that has ended."""
    if "vote_id" in parameters:
        return [uuid.UUID(str(parameters["vote_id"]))]
    return [one.id for one in records.ended(estate_id)]


def _participation(actor: Actor, estate_id: uuid.UUID, parameters: dict[str, Any]) -> Iterator[Rows]:  # noqa: ARG001
    for vote_id in _wanted(estate_id, parameters):
        vote = votes.vote(estate_id=estate_id, vote_id=vote_id)
        for page in records.participation(vote):
            yield [
                (
                    vote.title,
                    one.voter_no,
                    one.label,
                    format_area(one.area),
                    _CHANNELS[Channel(one.channel)] if one.channel else "没有投票",
                    f"{shanghai(one.cast_at):%Y-%m-%d %H:%M}" if one.cast_at else "",
                )
                for one in page
            ]


def _log(actor: Actor, estate_id: uuid.UUID, parameters: dict[str, Any]) -> Iterator[Rows]:  # noqa: ARG001
    for vote_id in _wanted(estate_id, parameters):
        vote = votes.vote(estate_id=estate_id, vote_id=vote_id)
        for page in records.acts(vote):
            yield [
                (
                    vote.title,
                    f"{shanghai(one.at):%Y-%m-%d %H:%M:%S}",
                    one.who,
                    Role(one.role).title if one.role in set(Role) else one.role,
                    one.act,
                    _RESULTS.get(one.result, one.result),
                    one.why,
                )
                for one in page
            ]


def offer() -> None:
    """Let organisers ask for the lists."""
    exports.offer(
        exports.Kind(
            "vote_participation",
            "表决参与名单（不含选择）",
            Act.READ_RECORDS,
            GRANTS,
            ("表决", "投票人编号", "房屋", "面积（㎡）", "方式", "时间"),
            _participation,
        )
    )
    exports.offer(
        exports.Kind(
            "vote_log",
            "表决办理记录",
            Act.READ_RECORDS,
            GRANTS,
            ("表决", "时间", "谁", "身份", "做了什么", "结果", "理由"),
            _log,
        )
    )
