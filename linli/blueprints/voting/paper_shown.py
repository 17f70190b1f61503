"""Paper put together for whoever looks at it: voters with their sheets, the desk's form, the way of one sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from linli.blueprints.voting import choices, shown
from linli.domains.people.queries import identity
from linli.domains.voting.models import BallotDelivery, PaperBallot, RollEntry, Vote
from linli.domains.voting.queries import counting_desk, deliveries, paper, paper_lists, votes
from linli.domains.voting.queries.paper_lists import SheetShown
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.paper import Asked, Fault, Receiver, SheetState, Way, shown_serial
from linli.kernel.actors import Actor
from linli.platform import clock

WAYS = [(one.value, one.title) for one in Way]
RECEIVERS = [(one.value, one.title + ("" if one.counts else "（不算送达）")) for one in Receiver]
FAULTS = [("", "整张有效"), *((one.value, f"整张无效：{one.title}") for one in Fault)]


@dataclass(frozen=True, slots=True)
class VoterGiven:
    """A voter of the roll with the last sheet and every delivery."""

    entry: RollEntry
    sheet: SheetShown | None
    deliveries: Sequence[BallotDelivery]

    @property
    def voter_no(self) -> str:
        """The number on the roll."""
        return self.entry.voter_no

    @property
    def label(self) -> str:
        """The house."""
        return self.entry.label

    @property
    def area(self) -> int:
        """In 0.01 ㎡."""
        return self.entry.area

    @property
    def reached(self) -> bool:
        """Whether an owner has the ballot; an entry that was taken back does not count."""
        back = {one.takes_back for one in self.deliveries}
        return any(one.counts and one.id not in back for one in self.deliveries)


def given(vote: Vote, entries: Sequence[RollEntry]) -> list[VoterGiven]:
    """These voters with what they were given."""
    numbers = [one.voter_no for one in entries]
    sheets = {
        one.sheet.voter_no: one
        for one in paper_lists.shown(vote, list(paper.of_voters(vote, numbers).values()))
    }
    brought = deliveries.of_voters(vote, numbers)
    return [VoterGiven(one, sheets.get(one.voter_no), brought.get(one.voter_no, [])) for one in entries]


def sheets(vote: Vote, some: Sequence[PaperBallot]) -> list[SheetShown]:
    """These sheets with their voters, in their order."""
    return paper_lists.shown(vote, some)


def sheet(vote: Vote, one: PaperBallot) -> SheetShown:
    """One sheet with its voter."""
    return paper_lists.shown(vote, [one])[0]


def keyed(vote: Vote, one: PaperBallot, actor: Actor) -> dict[str, Any]:
    """What an operator hears after saving a sheet."""
    return {
        "sheet": sheet(vote, one),
        "said": said(one),
        "progress": paper.progress(vote, actor.account_id),
        "batches": paper.batches(vote),
    }


def said(one: PaperBallot) -> str:
    """Where a sheet stands after a keying, in a sentence."""
    serial, state = shown_serial(one.serial), SheetState(one.state)
    return {
        SheetState.RETURNED: f"票号 {serial} 已录第一遍，等另一位工作人员再录。",
        SheetState.DIFFERING: f"票号 {serial} 两次录入不一致，已转第三人核对。",
        SheetState.IN_BOX: f"票号 {serial} 两次一致，已入票箱。",
        SheetState.NOT_COUNTED: f"票号 {serial} 已录完；这一户已网上投票，按规则纸质票不计入。",
        SheetState.INVALID: f"票号 {serial} 已记为无效票。",
    }.get(state, f"票号 {serial}：{state.title}。")


def form_items(vote: Vote) -> list[dict[str, Any]]:
    """The items as the desk keys them: each with the answers in their order on the sheet."""
    return [
        {
            "number": one.item.number,
            "title": one.item.title,
            "many": one.item.kind == "election",
            "seats": one.item.seats,
            "options": [
                {"value": f"{one.item.number}:{each['candidate_id']}", "label": each["name"]}
                for each in one.item.candidates
            ]
            if one.item.kind == "election"
            else [dict(each) for each in one.options],
        }
        for one in shown.items(vote, None)
    ]


def compared(vote: Vote, one: PaperBallot) -> list[dict[str, Any]]:
    """Both keyings of a differing sheet, item by item, for the third person alone."""
    first, second = paper.entries(one)[:2]
    made = [
        {
            "title": f"第 {item.number} 项　{item.title}",
            "first": _read(item, first.choices.get(str(item.number)), first.fault),
            "second": _read(item, second.choices.get(str(item.number)), second.fault),
        }
        for item in votes.items(vote)
    ]
    return [each | {"same": each["first"] == each["second"]} for each in made]


def _read(item: Any, chosen: Any, fault: str) -> str:
    if fault:
        return f"整张无效：{Fault(fault).title}"
    return choices.said(item, chosen) if chosen else "空白"


def way(one: PaperBallot) -> list[dict[str, Any]]:
    """The way of a sheet through all hands, the newest first; who and when, never what stands on it."""
    hands, helped = counting_desk.hands(one), paper.help_of(one)
    people = [one.asked_by, one.received_by, *(hand.keyed_by for hand in hands)]
    people += [helped.first_by, helped.second_by] if helped else []
    names = identity.names([each for each in people if each])
    steps: list[dict[str, Any]] = [
        {"title": f"登记纸质选票（第 {one.issue} 张）", "at": one.asked_at,
         "text": f"{Asked(one.asked).title}，{names.get(one.asked_by, '')}"}
    ]  # fmt: skip
    if one.printed_at:
        steps.append({"title": "已打印", "at": one.printed_at})
    if helped:
        steps.append(
            {
                "title": "协助填写",
                "at": helped.first_at,
                "text": f"{helped.place}，{names.get(helped.first_by, '')}",
            }
        )
        if helped.second_at and helped.second_by:
            steps.append(
                {"title": "另一人确认协助", "at": helped.second_at, "text": names.get(helped.second_by, "")}
            )
    if one.received_at:
        by = names.get(one.received_by, "") if one.received_by else ""
        steps.append({"title": "收回登记", "at": one.received_at, "text": by})
    for hand in hands:
        word = {1: "第一次录入", 2: "第二次录入"}.get(hand.place, "第三人核对")
        steps.append({"title": word, "at": hand.keyed_at, "text": names.get(hand.keyed_by, "")})
    state = SheetState(one.state)
    if state not in {SheetState.ISSUED, SheetState.RETURNED, SheetState.DIFFERING}:
        steps.append({"title": state.title, "at": one.settled_at, "text": one.reason})
    steps.reverse()
    return [each | {"state": "now" if place == 0 else "done"} for place, each in enumerate(steps)]


def is_before_close(vote: Vote) -> bool:
    """Whether sheets are still issued, replaced and delivered."""
    now = clock.now()
    return votes.state(vote, now=now) in {State.ANNOUNCED, State.OPEN} and now < vote.closes_at


def may_receive(vote: Vote) -> bool:
    """Whether sheets can be scanned into a pack or keyed: the box is not sealed yet."""
    return votes.state(vote, now=clock.now()) in {State.OPEN, State.CLOSED}
