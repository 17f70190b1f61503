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
    SUSPENSION_REQUESTED = "suspension_requested"
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
    State.SUSPENSION_REQUESTED: "申请暂缓",
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
#: While its lead has it, departments cooperate: parts are made, signed and done.
COOPERATING = AT_WORK | {State.EXTENSION_REQUESTED, State.SUSPENSION_REQUESTED}
#: The clock runs against nobody: told, over, or standing still for a listed cause.
RESTING = SETTLED | {State.SUSPENDED}


class Kind(StrEnum):
    """What can be done to a ticket; each is written down as an event."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ASSIGNED = "assigned"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    STOOD_IN = "stood_in"
    RETURN_REQUESTED = "return_requested"
    RETURN_REFUSED = "return_refused"
    STARTED = "started"
    EXTENSION_REQUESTED = "extension_requested"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    SUSPENSION_REQUESTED = "suspension_requested"
    SUSPENSION_REFUSED = "suspension_refused"
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
    REPLIED = "replied"
    RECATEGORISED = "recategorised"
    PHOTOS_ADDED = "photos_added"
    PHOTO_COVERED = "photo_covered"
    PHOTO_REMOVED = "photo_removed"
    SPLIT = "split"
    URGED = "urged"
    SUPERVISED = "supervised"
    RATING_CHANGED = "rating_changed"
    HANDED_OVER = "handed_over"
    PASSED_ON = "passed_on"
    PART_MADE = "part_made"
    PART_SIGNED = "part_signed"
    PART_STOOD_IN = "part_stood_in"
    PART_FINISHED = "part_finished"
    PART_WAIVED = "part_waived"
    NEEDED = "needed"
    NEED_DROPPED = "need_dropped"
    TO_DEVELOPER = "to_developer"

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
    Kind.DISPATCHED: "交部门办理",
    Kind.SIGNED: "已接单",
    Kind.STOOD_IN: "转 B 岗接单",
    Kind.RETURN_REQUESTED: "申请退回",
    Kind.RETURN_REFUSED: "退回未同意",
    Kind.STARTED: "开始处理",
    Kind.EXTENSION_REQUESTED: "申请延期",
    Kind.EXTENDED: "同意延期",
    Kind.EXTENSION_REFUSED: "延期未同意",
    Kind.SUSPENSION_REQUESTED: "申请暂缓",
    Kind.SUSPENSION_REFUSED: "暂缓未同意",
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
    Kind.REPLIED: "答复居民",
    Kind.RECATEGORISED: "改了类别",
    Kind.PHOTOS_ADDED: "补充照片",
    Kind.PHOTO_COVERED: "照片遮挡了一部分",
    Kind.PHOTO_REMOVED: "移除了一张照片",
    Kind.SPLIT: "分出另一件报事",
    Kind.URGED: "报事人催办",
    Kind.SUPERVISED: "督办",
    Kind.RATING_CHANGED: "修改评价",
    Kind.HANDED_OVER: "移交新物业公司",
    Kind.PASSED_ON: "转由同事接手",
    Kind.PART_MADE: "请部门协同",
    Kind.PART_SIGNED: "协同部门已接单",
    Kind.PART_STOOD_IN: "协同任务转 B 岗",
    Kind.PART_FINISHED: "协同部门已办好",
    Kind.PART_WAIVED: "不再需要协同",
    Kind.NEEDED: "要先办好另一件",
    Kind.NEED_DROPPED: "不必再等另一件",
    Kind.TO_DEVELOPER: "已转开发商保修",
}

#: Staff that deal with a ticket: decide on it, or do the work. Which of them, permissions.py tells.
GOVERNMENT = frozenset({Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER})
DISPATCHERS = GOVERNMENT | {Role.PROPERTY_MANAGER}
HOUSE = frozenset({Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER})
HANDLERS = DISPATCHERS | {Role.PROPERTY_WORKER}
REVIEWERS = DISPATCHERS
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
    Kind.REPORTED: _step(to=S.SUBMITTED, by=RESIDENTS | HOUSE | {Role.PROPERTY_WORKER}),
    Kind.ACCEPTED: _step(S.SUBMITTED, to=S.ACCEPTED, by=DISPATCHERS),
    Kind.REJECTED: _step(S.SUBMITTED, to=S.REJECTED, by=DISPATCHERS),
    Kind.MERGED: _step(S.SUBMITTED, S.ACCEPTED, to=S.MERGED, by=DISPATCHERS),
    Kind.WITHDRAWN: _step(S.SUBMITTED, to=S.WITHDRAWN, by=RESIDENTS),
    Kind.ASSIGNED: _step(S.ACCEPTED, S.RETURN_REQUESTED, *AT_WORK, to=S.ASSIGNED, by=HOUSE),
    Kind.DISPATCHED: _step(
        S.ACCEPTED, S.RETURN_REQUESTED, S.ESCALATED, *AT_WORK, to=S.ASSIGNED, by=GOVERNMENT
    ),
    Kind.STOOD_IN: _step(S.ASSIGNED, to=None, by=CLOCKWORK),
    Kind.SIGNED: _step(S.ASSIGNED, to=S.SIGNED, by=HANDLERS),
    Kind.RETURN_REQUESTED: _step(S.ASSIGNED, S.SIGNED, to=S.RETURN_REQUESTED, by=HANDLERS),
    Kind.RETURN_REFUSED: _step(S.RETURN_REQUESTED, to=S.ASSIGNED, by=DISPATCHERS),
    Kind.STARTED: _step(S.SIGNED, S.REOPENED, to=S.HANDLING, by=HANDLERS),
    Kind.EXTENSION_REQUESTED: _step(S.HANDLING, to=S.EXTENSION_REQUESTED, by=HANDLERS),
    Kind.EXTENDED: _step(S.EXTENSION_REQUESTED, to=S.HANDLING, by=DISPATCHERS),
    Kind.EXTENSION_REFUSED: _step(S.EXTENSION_REQUESTED, to=S.HANDLING, by=DISPATCHERS),
    Kind.SUSPENSION_REQUESTED: _step(S.HANDLING, to=S.SUSPENSION_REQUESTED, by=HANDLERS),
    Kind.SUSPENSION_REFUSED: _step(S.SUSPENSION_REQUESTED, to=S.HANDLING, by=DISPATCHERS),
    Kind.SUSPENDED: _step(S.SUSPENSION_REQUESTED, to=S.SUSPENDED, by=DISPATCHERS),
    Kind.RESUMED: _step(S.SUSPENDED, to=S.HANDLING, by=DISPATCHERS),
    Kind.ESCALATED: _step(
        S.RETURN_REQUESTED,
        S.ASSIGNED,
        S.SIGNED,
        S.HANDLING,
        to=S.ESCALATED,
        by=frozenset({Role.STREET_OFFICER}),
    ),
    Kind.JOINED: _step(S.HANDLING, S.RETURN_REQUESTED, to=S.JOINT, by=GOVERNMENT),
    Kind.SETTLED: _step(S.JOINT, to=S.ASSIGNED, by=GOVERNMENT),
    Kind.FINISHED: _step(S.HANDLING, to=S.HANDLED, by=HANDLERS),
    Kind.REVIEW_BEGUN: _step(S.HANDLED, to=S.REVIEW, by=REVIEWERS),
    Kind.SENT_BACK: _step(S.HANDLED, S.REVIEW, to=S.HANDLING, by=REVIEWERS),
    Kind.FED_BACK: _step(S.HANDLED, S.REVIEW, to=S.FEEDBACK, by=REVIEWERS),
    Kind.RATED: _step(S.FEEDBACK, to=S.EVALUATED, by=RESIDENTS),
    Kind.REOPENED: _step(S.EVALUATED, S.CLOSED, to=S.REOPENED, by=RESIDENTS),
    Kind.CLOSED: _step(S.EVALUATED, S.FEEDBACK, to=S.CLOSED, by=CLOCKWORK),
    Kind.NOTED: _step(*OPEN, to=None, by=HANDLERS),
    Kind.REPLIED: _step(*OPEN, to=None, by=HANDLERS),
    Kind.RECATEGORISED: _step(*(OPEN - {S.FEEDBACK, S.EVALUATED}), to=None, by=DISPATCHERS),
    Kind.PHOTOS_ADDED: _step(*(OPEN - {S.FEEDBACK, S.EVALUATED}), to=None, by=HANDLERS | RESIDENTS),
    Kind.PHOTO_COVERED: _step(*State, to=None, by=DISPATCHERS),
    Kind.PHOTO_REMOVED: _step(*State, to=None, by=DISPATCHERS),
    Kind.SPLIT: _step(*(OPEN - {S.FEEDBACK, S.EVALUATED}), to=None, by=HOUSE),
    Kind.URGED: _step(*(OPEN - {S.FEEDBACK, S.EVALUATED}), to=None, by=RESIDENTS),
    Kind.SUPERVISED: _step(
        *(OPEN - {S.FEEDBACK, S.EVALUATED}),
        to=None,
        by=frozenset({Role.STREET_OFFICER, Role.COUNTY_OFFICER}),
    ),
    Kind.RATING_CHANGED: _step(S.EVALUATED, S.CLOSED, to=None, by=RESIDENTS),
    Kind.HANDED_OVER: _step(*OPEN, to=None, by=CLOCKWORK),
    Kind.PASSED_ON: _step(*OPEN, to=None, by=CLOCKWORK),
    Kind.PART_MADE: _step(*COOPERATING, to=None, by=GOVERNMENT),
    Kind.PART_SIGNED: _step(*COOPERATING, to=None, by=GOVERNMENT),
    Kind.PART_STOOD_IN: _step(*COOPERATING, to=None, by=CLOCKWORK),
    Kind.PART_FINISHED: _step(*COOPERATING, to=None, by=GOVERNMENT),
    Kind.PART_WAIVED: _step(*OPEN, to=None, by=GOVERNMENT),
    Kind.NEEDED: _step(*(OPEN - SETTLED), to=None, by=HANDLERS),
    Kind.NEED_DROPPED: _step(*(OPEN - SETTLED), to=None, by=HANDLERS),
    Kind.TO_DEVELOPER: _step(*(OPEN - SETTLED), to=None, by=HANDLERS),
}

#: The first of these is the answer to the reporter (TK-28): a note for colleagues, a reminder, a step behind
#: the scenes is none, so it never stops the clock of the first response.
ANSWERS = frozenset(
    {
        *(Kind.ACCEPTED, Kind.REJECTED, Kind.MERGED, Kind.ASSIGNED, Kind.DISPATCHED, Kind.STARTED),
        *(Kind.FED_BACK, Kind.REPLIED),
    }
)


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
