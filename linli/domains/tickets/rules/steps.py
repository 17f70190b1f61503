"""Which step may follow which: the state machine of a ticket as one table (features TK-17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from linli.domains.tickets.errors import WrongStep
from linli.kernel.actors import RESIDENTS, Role


class State(StrEnum):
    """Where a ticket stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ASSIGNED = "assigned"
    RETURN_REQUESTED = "return_requested"
    SIGNED = "signed"
    HANDLING = "handling"
    EXTENSION_REQUESTED = "extension_requested"
    SUSPENDED = "suspended"
    ESCALATED = "escalated"
    JOINT = "joint"
    HANDLED = "handled"
    REVIEW = "review"
    FEEDBACK = "feedback"
    EVALUATED = "evaluated"
    REOPENED = "reopened"
    CLOSED = "closed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _STATE_TITLES[self]


_STATE_TITLES = {
    State.SUBMITTED: "待受理",
    State.ACCEPTED: "已受理",
    State.REJECTED: "不予受理",
    State.MERGED: "已并案",
    State.WITHDRAWN: "已撤回",
    State.ASSIGNED: "已派单",
    State.RETURN_REQUESTED: "申请退回",
    State.SIGNED: "已接单",
    State.HANDLING: "处理中",
    State.EXTENSION_REQUESTED: "申请延期",
    State.SUSPENDED: "暂缓",
    State.ESCALATED: "已上报",
    State.JOINT: "会商中",
    State.HANDLED: "已处理",
    State.REVIEW: "核查中",
    State.FEEDBACK: "待评价",
    State.EVALUATED: "已评价",
    State.REOPENED: "重办",
    State.CLOSED: "已办结",
}

NEVER_WORK = frozenset({State.REJECTED, State.MERGED, State.WITHDRAWN})
OVER = NEVER_WORK | {State.CLOSED}
OPEN = frozenset(State) - OVER
#: The house is not waited for: told, rated, or over.
SETTLED = OVER | {State.FEEDBACK, State.EVALUATED}
AT_WORK = frozenset({State.ASSIGNED, State.SIGNED, State.HANDLING, State.REOPENED})


class Kind(StrEnum):
    """What can be done to a ticket; each is written down as an event."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ASSIGNED = "assigned"
    SIGNED = "signed"
    RETURN_REQUESTED = "return_requested"
    RETURN_REFUSED = "return_refused"
    STARTED = "started"
    EXTENSION_REQUESTED = "extension_requested"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ESCALATED = "escalated"
    JOINED = "joined"
    SETTLED = "settled"
    FINISHED = "finished"
    REVIEW_BEGUN = "review_begun"
    SENT_BACK = "sent_back"
    FED_BACK = "fed_back"
    RATED = "rated"
    REOPENED = "reopened"
    CLOSED = "closed"
    NOTED = "noted"
    PHOTOS_ADDED = "photos_added"
    URGED = "urged"
    SUPERVISED = "supervised"
    RATING_CHANGED = "rating_changed"
    HANDED_OVER = "handed_over"
    PASSED_ON = "passed_on"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The step as a timeline shows it."""
        return _KIND_TITLES[self]


_KIND_TITLES = {
    Kind.REPORTED: "已报事",
    Kind.ACCEPTED: "已受理",
    Kind.REJECTED: "不予受理",
    Kind.MERGED: "并入另一件报事",
    Kind.WITHDRAWN: "报事人撤回",
    Kind.ASSIGNED: "已派单",
    Kind.SIGNED: "师傅已接单",
    Kind.RETURN_REQUESTED: "申请退回",
    Kind.RETURN_REFUSED: "退回未同意",
    Kind.STARTED: "开始处理",
    Kind.EXTENSION_REQUESTED: "申请延期",
    Kind.EXTENDED: "同意延期",
    Kind.EXTENSION_REFUSED: "延期未同意",
    Kind.SUSPENDED: "暂缓办理",
    Kind.RESUMED: "恢复办理",
    Kind.ESCALATED: "上报县级",
    Kind.JOINED: "进入会商",
    Kind.SETTLED: "会商结束",
    Kind.FINISHED: "处理完成",
    Kind.REVIEW_BEGUN: "开始核查",
    Kind.SENT_BACK: "核查未通过",
    Kind.FED_BACK: "请您评价",
    Kind.RATED: "已评价",
    Kind.REOPENED: "要求重办",
    Kind.CLOSED: "已办结",
    Kind.NOTED: "内部备注",
    Kind.PHOTOS_ADDED: "补充照片",
    Kind.URGED: "报事人催办",
    Kind.SUPERVISED: "督办",
    Kind.RATING_CHANGED: "修改评价",
    Kind.HANDED_OVER: "移交新物业公司",
    Kind.PASSED_ON: "转由同事接手",
}

#: Staff that deal with a ticket: decide on it, or do the work. Which of them, permissions.py tells.
DISPATCHERS = frozenset({Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER})
HANDLERS = DISPATCHERS | {Role.PROPERTY_WORKER}
REVIEWERS = DISPATCHERS
GOVERNMENT = frozenset({Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER})
CLOCKWORK: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """From which states a step may be taken, where it leads, and in which roles; no role: by itself."""

    since: frozenset[State]
    to: State | None
    by: frozenset[Role]


def _step(*since: State, to: State | None, by: frozenset[Role]) -> Step:
    return Step(frozenset(since), to, by)


S = State
STEPS: Mapping[Kind, Step] = {
    Kind.REPORTED: _step(to=S.SUBMITTED, by=RESIDENTS | HANDLERS),
    Kind.ACCEPTED: _step(S.SUBMITTED, to=S.ACCEPTED, by=DISPATCHERS),
    Kind.REJECTED: _step(S.SUBMITTED, to=S.REJECTED, by=DISPATCHERS),
    Kind.MERGED: _step(S.SUBMITTED, to=S.MERGED, by=DISPATCHERS),
    Kind.WITHDRAWN: _step(S.SUBMITTED, to=S.WITHDRAWN, by=RESIDENTS),
    Kind.ASSIGNED: _step(
        S.ACCEPTED, S.RETURN_REQUESTED, S.ESCALATED, S.JOINT, *AT_WORK, to=S.ASSIGNED, by=DISPATCHERS
    ),
    Kind.SIGNED: _step(S.ASSIGNED, to=S.SIGNED, by=HANDLERS),
    Kind.RETURN_REQUESTED: _step(S.ASSIGNED, to=S.RETURN_REQUESTED, by=HANDLERS),
    Kind.RETURN_REFUSED: _step(S.RETURN_REQUESTED, to=S.ASSIGNED, by=DISPATCHERS),
    Kind.STARTED: _step(S.SIGNED, S.REOPENED, to=S.HANDLING, by=HANDLERS),
    Kind.EXTENSION_REQUESTED: _step(S.HANDLING, to=S.EXTENSION_REQUESTED, by=HANDLERS),
    Kind.EXTENDED: _step(S.EXTENSION_REQUESTED, to=S.HANDLING, by=DISPATCHERS),
    Kind.EXTENSION_REFUSED: _step(S.EXTENSION_REQUESTED, to=S.HANDLING, by=DISPATCHERS),
    Kind.SUSPENDED: _step(S.HANDLING, to=S.SUSPENDED, by=DISPATCHERS),
    Kind.RESUMED: _step(S.SUSPENDED, to=S.HANDLING, by=DISPATCHERS),
    Kind.ESCALATED: _step(S.HANDLING, to=S.ESCALATED, by=GOVERNMENT),
    Kind.JOINED: _step(S.HANDLING, to=S.JOINT, by=GOVERNMENT),
    Kind.SETTLED: _step(S.JOINT, to=S.HANDLING, by=GOVERNMENT),
    Kind.FINISHED: _step(S.HANDLING, to=S.HANDLED, by=HANDLERS),
    Kind.REVIEW_BEGUN: _step(S.HANDLED, to=S.REVIEW, by=REVIEWERS),
    Kind.SENT_BACK: _step(S.HANDLED, S.REVIEW, to=S.HANDLING, by=REVIEWERS),
    Kind.FED_BACK: _step(S.HANDLED, S.REVIEW, to=S.FEEDBACK, by=REVIEWERS),
    Kind.RATED: _step(S.FEEDBACK, to=S.EVALUATED, by=RESIDENTS),
    Kind.REOPENED: _step(S.EVALUATED, S.CLOSED, to=S.REOPENED, by=RESIDENTS),
    Kind.CLOSED: _step(S.EVALUATED, S.FEEDBACK, to=S.CLOSED, by=CLOCKWORK),
    Kind.NOTED: _step(*OPEN, to=None, by=HANDLERS),
    Kind.PHOTOS_ADDED: _step(*(OPEN - {S.FEEDBACK, S.EVALUATED}), to=None, by=HANDLERS | RESIDENTS),
    Kind.URGED: _step(*(OPEN - {S.FEEDBACK, S.EVALUATED}), to=None, by=RESIDENTS),
    Kind.SUPERVISED: _step(*(OPEN - {S.FEEDBACK, S.EVALUATED}), to=None, by=CLOCKWORK),
    Kind.RATING_CHANGED: _step(S.EVALUATED, S.CLOSED, to=None, by=RESIDENTS),
    Kind.HANDED_OVER: _step(*OPEN, to=None, by=CLOCKWORK),
    Kind.PASSED_ON: _step(*OPEN, to=None, by=CLOCKWORK),
}


def after(state: State | None, kind: Kind) -> State:
    """Where a step leads. Raises WrongStep where the table does not have it."""
    step = STEPS[kind]
    if (state is None) != (kind is Kind.REPORTED) or (state is not None and state not in step.since):
        where = f"这件报事现在是“{state.title}”" if state else "还没有这件报事"
        raise WrongStep(f"{where}，不能办理“{kind.title}”。请刷新页面看最新进度。")
    reached = step.to or state
    if reached is None:
        raise WrongStep
    return reached


def derive(kinds: Iterable[Kind]) -> State:
    """The state that the events of a ticket lead to, from the first to the last. Raises WrongStep."""
    state: State | None = None
    for kind in kinds:
        state = after(state, kind)
    if state is None:
        raise WrongStep
    return state


def possible(state: State) -> set[Kind]:
    """What the table allows next."""
    return {kind for kind, step in STEPS.items() if state in step.since}
