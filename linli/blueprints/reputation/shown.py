"""Credit items, list entries and grades as their readers see them: the same for programs and for pages."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g, url_for

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import engagements
from linli.domains.reputation.models import CreditItem, ListEntry
from linli.domains.reputation.permissions import GRANTS, Act
from linli.domains.reputation.queries import entries, items, scores
from linli.domains.reputation.rules.course import State
from linli.domains.reputation.rules.grading import Grade
from linli.domains.reputation.rules.listing import Colour, EntryState
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.attachments import Attachment, Kind

TONES = {
    State.PROPOSED: "wait", State.NOTIFIED: "wait", State.OBJECTED: "wait", State.DECIDED: "info",
    State.EFFECTIVE: "info", State.EXPIRED: "", State.REPAIRED: "good", State.DISMISSED: "", State.WITHDRAWN: "",
}  # fmt: skip
ENTRY_TONES = {
    EntryState.PROPOSED: "wait", EntryState.NOTIFIED: "wait", EntryState.READY: "wait", EntryState.PUBLISHED: "info",
    EntryState.RECTIFYING: "wait", EntryState.LEFT: "", EntryState.STRUCK: "",
}  # fmt: skip
GRADE_TONES = {Grade.AAA: "good", Grade.AA: "good", Grade.A: "info", Grade.B: "wait", Grade.C: "bad"}
_WHEN = {
    Act.NOTIFY: {State.PROPOSED},
    Act.WITHDRAW: {State.PROPOSED, State.NOTIFIED, State.OBJECTED, State.DECIDED},
    Act.OBJECT: {State.NOTIFIED},
    Act.DECIDE: {State.OBJECTED},
    Act.ASK_REPAIR: {State.EFFECTIVE},
    Act.REPAIR: {State.EFFECTIVE},
}


def today() -> date:
    """The day in Shanghai."""
    return day_of(clock.now())


def found(*, credit_id: UUID, **_: object) -> CreditItem:
    """What a door finds: the item, if it lies within the reach of whoever stands there."""
    return items.item_within(g.actor, credit_id, today=today())


def found_entry(*, listed_id: UUID, **_: object) -> ListEntry:
    """The entry, if it lies within reach."""
    return entries.entry_within(g.actor, listed_id, today=today())


def heads(some: Iterable[CreditItem]) -> list[dict[str, Any]]:
    """Items of a list, with the names of companies and projects."""
    companies, projects = dict(engagements.all_companies()), dict(estates.all_estates())
    return [_head(one, companies, projects) for one in some]


def detail(actor: Actor, item: CreditItem) -> dict[str, Any]:
    """An item with its life and what the reader may do."""
    return heads([item])[0] | {
        "fact": item.fact,
        "evidence": item.evidence,
        "finder": item.finder,
        "files": [_file(item, one) for one in items.files(item)],
        "steps": _steps(_life(item)),
        "decide_until": item.decide_until,
        "may": sorted(allowed(actor, item)),
    }


def _file(item: CreditItem, of: Attachment) -> dict[str, Any]:
    return {
        "name": of.name or "照片",
        "image": of.kind == Kind.IMAGE,
        "href": url_for("reputation_api.show_file", credit_id=item.id, file_id=of.id),
    }


def allowed(actor: Actor, item: CreditItem) -> set[Act]:
    """What the actor may do with an item as it stands."""
    state, wait = item.standing(today()), item.of_kind.weight.repairable_after
    acts = {act for act, states in _WHEN.items() if state in states and permits(GRANTS, actor, act, item)}
    ripe = wait is not None and item.effective_on is not None and today() >= item.effective_on + wait
    if not ripe or item.repair_asked_at is not None:
        acts.discard(Act.ASK_REPAIR)
    if item.repair_asked_at is None:
        acts.discard(Act.REPAIR)
    return acts


def entry_heads(some: Iterable[ListEntry]) -> list[dict[str, Any]]:
    """Entries of a list."""
    companies, projects = dict(engagements.all_companies()), dict(estates.all_estates())
    return [_entry(one, companies, projects) for one in some]


def entry_detail(actor: Actor, entry: ListEntry) -> dict[str, Any]:
    """An entry with its life and what the reader may do; the words of the verbs stand for what is possible."""
    return entry_heads([entry])[0] | {
        "rectify_until": entry.rectify_until,
        "again": entry.again,
        "steps": _steps(_entry_life(entry)),
        "may": sorted(entry_verbs(actor, entry)),
    }


def entry_verbs(actor: Actor, entry: ListEntry) -> set[str]:
    """Which verbs the actor may use now."""
    state, found_ = entry.standing(today()), set()
    if permits(GRANTS, actor, Act.HANDLE, entry):
        found_ |= {
            EntryState.PROPOSED: {"amend", "notify", "strike"},
            EntryState.NOTIFIED: {"strike"},
            EntryState.READY: {"publish", "strike"},
            EntryState.PUBLISHED: {"talk"} if entry.of_colour is Colour.BLACK else set(),
            EntryState.RECTIFYING: {"check"},
        }.get(state, set())
    if state is EntryState.NOTIFIED and permits(GRANTS, actor, Act.REPLY, entry):
        found_.add("reply")
    return found_


def standings() -> list[dict[str, Any]]:
    """Every company that serves somewhere or has a record, with its score and grade of today, the best first."""
    on = today()
    ground, names = scores.on_day(on), dict(engagements.all_companies())
    projects = list(ground.projects(on).values())
    lines = [
        {
            "company_id": company_id,
            "name": names[company_id],
            "score": score.hundredths,
            "points": points(score.hundredths),
            "grade": score.grade.value,
            "tone": GRADE_TONES[score.grade],
            "projects": projects.count(company_id),
        }
        for company_id, score in ground.company_scores(on).items()
    ]
    return sorted(lines, key=lambda one: (-one["score"], one["name"]))


def standing(company_id: UUID) -> dict[str, Any] | None:
    """One company's line of the standings, with its projects; none where it serves nowhere and has no record."""
    line = next((one for one in standings() if one["company_id"] == company_id), None)
    if line is None:
        return None
    on = today()
    ground, names = scores.on_day(on), dict(estates.all_estates())
    served, own = ground.projects(on), ground.project_scores(on)
    return line | {
        "own": [
            {
                "id": one,
                "name": names[one],
                "points": points(own[one].hundredths),
                "grade": own[one].grade.value,
            }
            for one, company in sorted(served.items(), key=lambda pair: names[pair[0]])
            if company == company_id
        ]
    }


def points(hundredths: int) -> str:
    """A score as people read it."""
    sign = "−" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _head(item: CreditItem, companies: dict[UUID, str], projects: dict[UUID, str]) -> dict[str, Any]:
    state, kind = item.standing(today()), item.of_kind
    sign = "−" if kind.weight.bad else "+"
    return {
        "id": item.id,
        "company_id": item.company_id,
        "company": companies[item.company_id],
        "project_id": item.project_id,
        "project": projects.get(item.project_id, "") if item.project_id else "",
        "kind": item.kind,
        "kind_title": kind.title,
        "weight": kind.weight.value,
        "weight_title": kind.weight.title,
        "points_said": f"{sign}{item.points} 分" if item.points else "直接评为 C",
        "state": state.value,
        "state_title": state.title,
        "tone": TONES[state],
        "found_on": item.found_on,
        "object_until": item.object_until,
        "effective_on": item.effective_on,
        "ends_on": item.ends_on,
        "fact": item.fact,
        "evidence": item.evidence,
        "finder": item.finder,
    }


def _entry(entry: ListEntry, companies: dict[UUID, str], projects: dict[UUID, str]) -> dict[str, Any]:
    state = entry.standing(today())
    names = ("id", "year", "quarter", "colour", "company_id", "project_id", "score", "place", "among")
    more = ("reason", "evidence", "term_until", "reply_until", "reply")
    return {name: getattr(entry, name) for name in names + more} | {
        "colour_title": entry.of_colour.title,
        "quarter_title": entry.of_quarter.title,
        "company": companies[entry.company_id],
        "project": projects.get(entry.project_id, "") if entry.project_id else "",
        "points": points(entry.score),
        "state": state.value,
        "state_title": state.title,
        "tone": ENTRY_TONES[state],
        "rectify_until": entry.rectify_until,
    }


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


_Step = tuple[str, datetime | date | None, str]


def _life(item: CreditItem) -> list[_Step]:
    verdict = "决定：信息成立" if item.upheld else "决定：异议成立，不记录"
    return [
        ("提出", item.proposed_at, ""),
        ("告知企业", item.notified_at, f"{_day(item.object_until)}前可以提异议" if item.object_until else ""),
        ("企业异议", item.objected_at, item.objection),
        (verdict, item.decided_at, item.decision),
        ("撤回", item.withdrawn_at, item.withdrawn_why),
        ("申请修复", item.repair_asked_at, item.repair_words),
    ]


def _entry_life(entry: ListEntry) -> list[_Step]:
    return [
        ("拟定", entry.drawn_at, ""),
        ("告知企业", entry.notified_at, f"{_day(entry.reply_until)}前可以申辩" if entry.reply_until else ""),
        ("企业申辩", entry.replied_at, entry.reply),
        ("不上榜", entry.struck_at, entry.struck_why),
        ("公布", entry.published_at, "连续两个季度上黑榜，已告知业委会和街道" if entry.again else ""),
    ]


def _steps(life: list[_Step]) -> list[dict[str, Any]]:
    return [{"title": title, "at": at, "text": text} for title, at, text in life if at is not None]
