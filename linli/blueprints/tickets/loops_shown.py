"""What the staff's page of one ticket shows of the loops beyond the estate."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from config.departments import Duties, duties
from config.tickets import catalogue
from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import loops, splitting
from linli.domains.tickets.queries.departments import Seat
from linli.domains.tickets.rules.clocks import Supervision
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.photos import FIELDS
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor, Role
from linli.kernel.times import SHANGHAI, day_of

_TONES = {"made": "wait", "signed": "info", "finished": "good"}


def parts(actor: Actor, ticket: Ticket) -> list[dict[str, Any]]:
    """The parts with the names of their departments and holders."""
    found = queries.parts(ticket)
    names = identity.names([part.holder_id for part in found])
    return [
        {
            name: getattr(part, name)
            for name in (
                *("id", "department", "words", "must", "state", "holder_id", "sign_due_at", "due_at"),
                *("signed_at", "finished_at", "result"),
            )
        }
        | {
            "title": duties().title(part.department),
            "state_title": part.standing.title,
            "tone": _TONES.get(part.state, ""),
            "open": part.standing.open,
            "holder_name": names.get(part.holder_id, ""),
            "mine": part.holder_id == actor.account_id,
        }
        for part in found
    ]


def proposal(ticket: Ticket) -> dict[str, Any]:
    """Whom the rules name in the next loop."""
    found = loops.proposed(ticket)
    return {
        "rule": found.name, "thing": ticket.thing, "lead": found.lead, "cooperating": list(found.cooperating),
    }  # fmt: skip


def seat(found: Seat) -> dict[str, Any]:
    """A department and who holds its posts."""
    return {
        "department": found.department.code,
        "title": found.department.title,
        "first": found.names.get("a", ""),
        "stand_in": found.names.get("b", ""),
    }


def page_values(actor: Actor, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """Everything that the page needs beyond the ticket itself."""
    listed, rule = duties(), proposal(ticket)
    loop = "county" if ticket.addressee == "county" else "township"
    return {
        "estate_id": ticket.estate_id,
        "parts": parts(actor, ticket),
        "rule": rule,
        "rule_words": _rule_words(listed, rule),
        "body_title": listed.title(ticket.body),
        "thing_title": listed.things[ticket.thing].title if ticket.thing in listed.things else "",
        "in_loop": ticket.addressee in {"township", "county"},
        "lead_options": [(one.code, one.title) for one in listed.of_loop(loop)],
        "department_options": _departments(listed),
        "cooperating_options": [(one.code, one.title) for one in listed.of_loop("county")]
        if loop == "county"
        else [],
        "body_options": [("company", "物业公司"), ("community", "社区"), *_departments(listed)],
        "grounds": [(one.code, f"{one.title}（{one.law}）") for one in listed.grounds.values()],
        "causes": [(one.code, one.title) for one in listed.causes.values()],
        "outcomes": [{"value": one.value, "label": one.title} for one in Outcome],
        "outcome_title": Outcome(ticket.outcome).title if ticket.outcome else "",
        "worker_returns": actor.role is Role.PROPERTY_WORKER,
        "supervision": Supervision(ticket.supervision),
        "photo_options": _photos(ticket),
        "photo_fields": [(name, words) for name, (words, *_) in FIELDS.items()],
        "category_options": [
            (one.code, f"{group.title}：{one.title}")
            for group in catalogue().groups
            for one in group.categories
            if one.place != "unit" or ticket.unit_id
        ],
        "asked": _asked(ticket),
        "left": queries.pace(ticket).left(ticket.paused_at, ticket.due_at) // 3600 if ticket.paused_at else 0,
        "seen": ticket.events,
        "now": now,
    }


def _photos(ticket: Ticket) -> list[tuple[str, str]]:
    """The photos that the reporter sees, to choose from: numbered as the page shows them."""
    found = splitting.movable(ticket).values()
    return [
        (str(one.id), f"第 {number} 张，{day_of(one.made_at):%-m月%-d日}")
        for number, one in enumerate(found, 1)
    ]


def words(kind: Kind, told: Mapping[str, Any]) -> str:
    """What a line of the history says of a step beyond the estate."""
    say = _WORDS.get(kind)
    return say(told) if say else ""


def _given(told: Mapping[str, Any]) -> str:
    lead = duties().title(told.get("lead") or told.get("loop") or "")
    rule = f"（{told['rule']}{'，已改派' if told.get('override') else ''}）" if told.get("rule") else ""
    return f"{lead}牵头{rule}"


def _returned(told: Mapping[str, Any]) -> str:
    if not told.get("body"):
        return ""
    ground = duties().grounds.get(told["ground"])
    proposed = f"建议由{duties().title(told['proposed'])}办理"
    return f"{duties().title(told['body'])}：{ground.title if ground else ''}，{proposed}"


def _came_out(told: Mapping[str, Any]) -> str:
    results = [f"{duties().title(code)}：{said}" for code, said in (told.get("results") or {}).items()]
    outcome = Outcome(told["outcome"]).title if told.get("outcome") else ""
    return "；".join(part for part in (outcome, *results) if part)


def _part(told: Mapping[str, Any]) -> str:
    return duties().title(told["department"])


def _until(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda told: f"期限到 {datetime.fromisoformat(told[name]).astimezone(SHANGHAI):%m月%d日 %H:%M}"


def _cause(told: Mapping[str, Any]) -> str:
    found = duties().causes.get(told.get("cause", ""))
    return found.title if found else ""


_WORDS: Mapping[Kind, Callable[[Mapping[str, Any]], str]] = {
    Kind.DISPATCHED: _given,
    Kind.SETTLED: _given,
    Kind.RETURN_REQUESTED: _returned,
    Kind.FINISHED: _came_out,
    Kind.STOOD_IN: lambda _: "A 岗没有按时接单",
    Kind.PART_STOOD_IN: lambda told: f"{_part(told)} A 岗没有按时接单",
    Kind.PART_MADE: _part,
    Kind.PART_SIGNED: _part,
    Kind.PART_FINISHED: _part,
    Kind.PART_WAIVED: _part,
    Kind.EXTENSION_REQUESTED: _until("until"),
    Kind.EXTENDED: _until("due"),
    Kind.RESUMED: _until("due"),
    Kind.SUSPENSION_REQUESTED: _cause,
    Kind.SUSPENDED: _cause,
    Kind.NEEDED: lambda told: f"等 {told['number']} 先办好",
    Kind.NEED_DROPPED: lambda told: f"不必再等 {told['number']}",
    Kind.TO_DEVELOPER: lambda told: told["developer"],
    Kind.SPLIT: lambda told: f"另一件是 {told['number']}",
    Kind.PHOTO_COVERED: lambda told: f"遮住{'、'.join(told['fields'])}",
    Kind.SUPERVISED: lambda told: Supervision(told["level"]).title,
}


def _departments(listed: Duties) -> list[tuple[str, str]]:
    return [(one.code, one.title) for one in listed.departments.values()]


def _rule_words(listed: Duties, rule: dict[str, Any]) -> str:
    if not rule["lead"]:
        return str(rule["rule"])
    words = f"{rule['rule']}：{listed.title(rule['lead'])}牵头"
    others = "、".join(listed.title(one) for one in rule["cooperating"])
    return f"{words}，{others}协同" if others else words


def _asked(ticket: Ticket) -> str:
    """What waits to be granted, in the words of whoever asked."""
    kinds = {"extension_requested": "until", "suspension_requested": "cause", "return_requested": "proposed"}
    if ticket.state not in kinds:
        return ""
    asked = queries.last_event(ticket, *(kind for kind in queries.KINDS_ASKED if kind == ticket.state))
    if asked is None:
        return ""
    told = asked.data.get(kinds[ticket.state], "")
    what = {
        "extension_requested": lambda: _until("until")(asked.data),
        "suspension_requested": lambda: duties().causes[told].title if told in duties().causes else "",
        "return_requested": lambda: f"建议由{duties().title(told)}办理" if told else "",
    }[ticket.state]()
    return "：".join(part for part in (what, asked.reason) if part)


__all__ = ["page_values", "parts", "proposal", "seat", "words"]
