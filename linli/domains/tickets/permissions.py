"""Who may do what with a ticket."""

from enum import StrEnum
from typing import Any

from linli.domains.tickets.rules.routing import LOOPS, Addressee
from linli.domains.tickets.rules.steps import DISPATCHERS, GOVERNMENT, HANDLERS, HOUSE, STEPS, Kind, State
from linli.kernel.actors import RESIDENTS, Actor, Role, ScopeKind
from linli.kernel.grants import May, Table, may


class Act(StrEnum):
    """The acts of this room."""

    LIST = "tickets:ticket:list"
    LIST_COMMON = "tickets:ticket:list_common"
    READ = "tickets:ticket:read"
    QUEUE = "tickets:queue:read"
    READ_INSIDE = "tickets:ticket:read_inside"
    REPORT = "tickets:ticket:report"
    ENTER = "tickets:ticket:enter_for"
    FILE_OUTSIDE = "tickets:ticket:file_outside"
    ACCEPT = "tickets:ticket:accept"
    REJECT = "tickets:ticket:reject"
    MERGE = "tickets:ticket:merge"
    WITHDRAW = "tickets:ticket:withdraw"
    ASSIGN = "tickets:ticket:assign"
    SIGN = "tickets:ticket:sign"
    REQUEST_RETURN = "tickets:ticket:request_return"
    REFUSE_RETURN = "tickets:ticket:refuse_return"
    DISPATCH = "tickets:ticket:dispatch"
    ESCALATE = "tickets:ticket:escalate"
    CONSULT = "tickets:ticket:consult"
    SETTLE = "tickets:ticket:settle"
    REQUEST_EXTENSION = "tickets:ticket:request_extension"
    EXTEND = "tickets:ticket:extend"
    REFUSE_EXTENSION = "tickets:ticket:refuse_extension"
    REQUEST_PAUSE = "tickets:ticket:request_pause"
    PAUSE = "tickets:ticket:pause"
    REFUSE_PAUSE = "tickets:ticket:refuse_pause"
    RESUME = "tickets:ticket:resume"
    SUPERVISE = "tickets:ticket:supervise"
    MAKE_PART = "tickets:part:make"
    DO_PART = "tickets:part:do"
    WAIVE_PART = "tickets:part:waive"
    KEEP_POSTS = "tickets:post:keep"
    START = "tickets:ticket:start"
    FINISH = "tickets:ticket:finish"
    SEND_BACK = "tickets:ticket:send_back"
    FEED_BACK = "tickets:ticket:feed_back"
    RATE = "tickets:ticket:rate"
    REOPEN = "tickets:ticket:reopen"
    NOTE = "tickets:ticket:note"
    REPLY = "tickets:ticket:reply"
    RECATEGORISE = "tickets:ticket:recategorise"
    ADD_PHOTOS = "tickets:ticket:add_photos"
    REDACT_PHOTO = "tickets:photo:redact"
    SPLIT = "tickets:ticket:split"
    URGE = "tickets:ticket:urge"
    READ_SHARED = "tickets:ticket:read_shared"
    FOLLOW = "tickets:ticket:follow"
    LIST_PLACES = "tickets:place:list"
    KEEP_PLACES = "tickets:place:keep"
    KEEP_DUTY = "tickets:duty:keep"
    KEEP_INCIDENTS = "tickets:incident:keep"
    SET_DISPATCH = "tickets:dispatch:set"
    GRAB = "tickets:ticket:grab"
    GRAB_LIST = "tickets:pool:read"
    QUOTE = "tickets:quote:make"
    ANSWER_QUOTE = "tickets:quote:answer"
    CALL_BACK = "tickets:ticket:call_back"
    READ_URGED = "tickets:urged:read"
    READ_FIGURES = "tickets:figures:read"
    NEED = "tickets:ticket:need"
    TO_DEVELOPER = "tickets:ticket:to_developer"
    KEEP_WARRANTIES = "tickets:warranty:keep"
    ANSWER_LATER = "tickets:later:answer"
    KEEP_BLOCKS = "tickets:block:keep"
    READ_BLOCKS = "tickets:block:read"
    DECIDE_APPEAL = "tickets:appeal:decide"
    APPEAL = "tickets:appeal:make"
    READ_REPLIES = "tickets:reply_template:read"
    KEEP_REPLIES = "tickets:reply_template:keep"
    SET_CAPS = "tickets:cap:set"
    KEEP_CHECKLISTS = "tickets:checklist:keep"
    CHECK = "tickets:ticket:check"
    BOARD = "tickets:board:read"
    KEEP_FILTERS = "tickets:filter:keep"
    BULK = "tickets:ticket:bulk"


COMPANY = frozenset({Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD})
_OVERSEERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)


def reported_it(actor: Actor, ticket: Any) -> bool:
    """It is the actor's own report, also where staff entered it for them."""
    return ticket is not None and ticket.reporter_id == actor.account_id


def shared_with(actor: Actor, ticket: Any) -> bool:
    """It lies in the common parts and is no private matter, or in the actor's own household."""
    if ticket is None:
        return False
    return ticket.unit_id in actor.units if ticket.unit_id else not ticket.private


def within_company(actor: Actor, ticket: Any) -> bool:
    """It is for the property company, and for the actor's own. Never a complaint about it (TK-49)."""
    if ticket is None or not ticket.is_for(Addressee.COMPANY):
        return False
    return actor.scope.kind is not ScopeKind.COMPANY or ticket.company_id in {None, actor.scope.id}


def works_on_it(actor: Actor, ticket: Any) -> bool:
    """A worker's own work; the manager may stand in for anyone of the company, the officer for the community.

    Beyond the estate it is the work of whoever holds the lead department's post.
    """
    if ticket is None:
        return False
    if any(ticket.is_for(loop) for loop in LOOPS):
        return actor.role in GOVERNMENT and ticket.assignee_id == actor.account_id
    if actor.role is Role.COMMUNITY_OFFICER:
        return bool(ticket.is_for(Addressee.COMMUNITY))
    if not within_company(actor, ticket):
        return False
    return actor.role is Role.PROPERTY_MANAGER or ticket.assignee_id == actor.account_id


def directs(actor: Actor, ticket: Any) -> bool:
    """The desk that decides on it: the company its own, the community what is in the estate, the township its small
    loop, the county what lies beyond the estate, and what only the county can decide.
    """
    if ticket is None:
        return False
    if actor.role in COMPANY:
        return within_company(actor, ticket)
    beyond = any(ticket.is_for(loop) for loop in LOOPS)
    if actor.role is Role.COMMUNITY_OFFICER:
        return not beyond
    if actor.role is Role.STREET_OFFICER:
        return bool(ticket.is_for(Addressee.TOWNSHIP))
    return beyond or ticket.standing in {State.JOINT, State.EXTENSION_REQUESTED}


def leads_or_directs(actor: Actor, ticket: Any) -> bool:
    """The lead department, or the desk above it."""
    return works_on_it(actor, ticket) or directs(actor, ticket)


def _beyond_and_led(actor: Actor, ticket: Any) -> bool:
    return leads_or_directs(actor, ticket) and any(ticket.is_for(loop) for loop in LOOPS)


def holds_it(actor: Actor, part: Any) -> bool:
    """The part is in the actor's own hands."""
    return part is not None and part.holder_id == actor.account_id


def _own_and_not_worked_on(actor: Actor, ticket: Any) -> bool:
    return reported_it(actor, ticket) and ticket.assignee_id != actor.account_id


def _reporter(kind: Kind) -> tuple[May, ...]:
    return (may(*STEPS[kind].by & RESIDENTS, when="自己的报事", test=reported_it),)


def _dispatcher(kind: Kind) -> tuple[May, ...]:
    by = STEPS[kind].by
    return (
        may(*by & COMPANY, when="本公司办理的报事", test=within_company),
        may(*by - COMPANY - RESIDENTS, when="归自己这一级交办的报事", test=directs),
    )


def _handler(kind: Kind) -> tuple[May, ...]:
    return (may(*STEPS[kind].by - RESIDENTS, when="交给自己办理的报事", test=works_on_it),)


def _concerned(kind: Kind) -> tuple[May, ...]:
    by = STEPS[kind].by
    return (
        may(*by & COMPANY, when="本公司办理的报事", test=within_company),
        may(*by & GOVERNMENT),
    )


def _everyone(kind: Kind) -> tuple[May, ...]:
    return (*_reporter(kind), *_concerned(kind))


_INSIDE = (may(*COMPANY, when="本公司办理的报事", test=within_company), may(*_OVERSEERS))

GRANTS: Table = {
    Act.LIST: (may(*RESIDENTS, when="自己的报事"), may(*COMPANY, when="本公司办理的报事"), may(*_OVERSEERS)),
    Act.LIST_COMMON: (may(*RESIDENTS),),
    Act.READ: (may(*RESIDENTS, when="自己的报事", test=reported_it), *_INSIDE),
    Act.QUEUE: (may(*COMPANY, when="本公司办理的报事"), may(*_OVERSEERS)),
    Act.READ_INSIDE: _INSIDE,
    Act.REPORT: (may(*RESIDENTS),),
    Act.ENTER: (may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
    Act.FILE_OUTSIDE: (may(*RESIDENTS), may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER)),
    Act.ACCEPT: _dispatcher(Kind.ACCEPTED),
    Act.REJECT: _dispatcher(Kind.REJECTED),
    Act.MERGE: _dispatcher(Kind.MERGED),
    Act.WITHDRAW: _reporter(Kind.WITHDRAWN),
    Act.ASSIGN: _dispatcher(Kind.ASSIGNED),
    Act.SIGN: _handler(Kind.SIGNED),
    Act.REQUEST_RETURN: _handler(Kind.RETURN_REQUESTED),
    Act.REFUSE_RETURN: _dispatcher(Kind.RETURN_REFUSED),
    Act.DISPATCH: _dispatcher(Kind.DISPATCHED),
    Act.ESCALATE: _dispatcher(Kind.ESCALATED),
    Act.CONSULT: (may(*STEPS[Kind.JOINED].by, when="牵头或交办的报事", test=leads_or_directs),),
    Act.SETTLE: _dispatcher(Kind.SETTLED),
    Act.REQUEST_EXTENSION: _handler(Kind.EXTENSION_REQUESTED),
    Act.EXTEND: _dispatcher(Kind.EXTENDED),
    Act.REFUSE_EXTENSION: _dispatcher(Kind.EXTENSION_REFUSED),
    Act.REQUEST_PAUSE: _handler(Kind.SUSPENSION_REQUESTED),
    Act.PAUSE: _dispatcher(Kind.SUSPENDED),
    Act.REFUSE_PAUSE: _dispatcher(Kind.SUSPENSION_REFUSED),
    Act.RESUME: (may(*STEPS[Kind.RESUMED].by, when="牵头或交办的报事", test=leads_or_directs),),
    Act.SUPERVISE: (may(*STEPS[Kind.SUPERVISED].by),),
    Act.MAKE_PART: (may(*STEPS[Kind.PART_MADE].by, when="牵头或交办的报事", test=_beyond_and_led),),
    Act.DO_PART: (may(*STEPS[Kind.PART_SIGNED].by, when="本部门的协同任务", test=holds_it),),
    Act.WAIVE_PART: (may(*STEPS[Kind.PART_WAIVED].by, when="牵头或交办的报事", test=leads_or_directs),),
    Act.KEEP_POSTS: (may(Role.STREET_OFFICER, Role.COUNTY_OFFICER),),
    Act.START: _handler(Kind.STARTED),
    Act.FINISH: _handler(Kind.FINISHED),
    Act.SEND_BACK: _dispatcher(Kind.SENT_BACK),
    Act.FEED_BACK: _dispatcher(Kind.FED_BACK),
    Act.RATE: (may(*RESIDENTS, when="自己的报事，且不是自己经办", test=_own_and_not_worked_on),),
    Act.REOPEN: _reporter(Kind.REOPENED),
    Act.NOTE: _concerned(Kind.NOTED),
    Act.REPLY: _concerned(Kind.REPLIED),
    Act.RECATEGORISE: _dispatcher(Kind.RECATEGORISED),
    Act.ADD_PHOTOS: _everyone(Kind.PHOTOS_ADDED),
    Act.REDACT_PHOTO: _concerned(Kind.PHOTO_REMOVED),
    Act.SPLIT: _dispatcher(Kind.SPLIT),
    Act.URGE: _reporter(Kind.URGED),
    Act.READ_SHARED: (may(*RESIDENTS, when="公共部位或自家的报事", test=shared_with),),
    Act.FOLLOW: (may(*RESIDENTS, when="公共部位或自家的报事", test=shared_with),),
    Act.LIST_PLACES: (may(*RESIDENTS, *HANDLERS, Role.COMPANY_HEAD),),
    Act.KEEP_PLACES: (may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
    Act.KEEP_DUTY: (may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
    Act.KEEP_INCIDENTS: (may(Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),),
    Act.SET_DISPATCH: (may(Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, when="本公司办理的小区"),),
    Act.GRAB: (may(Role.PROPERTY_WORKER, when="本公司办理的报事", test=within_company),),
    Act.GRAB_LIST: (
        may(Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, when="本公司办理的小区"),
    ),
    Act.QUOTE: (
        may(Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, when="交给自己办理的报事", test=works_on_it),
    ),
    Act.ANSWER_QUOTE: (may(*RESIDENTS, when="自己的报事", test=reported_it),),
    Act.CALL_BACK: (may(Role.COMMUNITY_OFFICER),),
    Act.READ_URGED: (
        may(Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, when="本公司办理的报事"),
        may(Role.COMMUNITY_OFFICER),
    ),
    Act.READ_FIGURES: (
        may(Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, when="本公司办理的报事"),
        may(*_OVERSEERS),
    ),
    Act.READ_REPLIES: (may(*HANDLERS),),
    Act.KEEP_REPLIES: (may(*HOUSE, when="本单位的常用语"),),
    Act.SET_CAPS: (may(Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, when="本公司办理的小区"),),
    Act.KEEP_CHECKLISTS: (may(*HOUSE),),
    Act.CHECK: _handler(Kind.FINISHED),
    Act.BOARD: (may(*COMPANY, when="本公司办理的报事"), may(*_OVERSEERS)),
    Act.KEEP_FILTERS: (may(*COMPANY, *_OVERSEERS, when="自己存的筛选"),),
    Act.BULK: (may(*DISPATCHERS, when="归自己这一级交办的报事"),),
    Act.NEED: (may(*STEPS[Kind.NEEDED].by, when="自己办理或交办的报事", test=leads_or_directs),),
    Act.TO_DEVELOPER: (
        may(*STEPS[Kind.TO_DEVELOPER].by, when="自己办理或交办的报事", test=leads_or_directs),
    ),
    Act.KEEP_WARRANTIES: (may(*HOUSE),),
    Act.ANSWER_LATER: (may(*RESIDENTS, when="自己的报事", test=reported_it),),
    Act.KEEP_BLOCKS: (may(Role.COMMUNITY_OFFICER),),
    Act.READ_BLOCKS: (may(Role.COMMUNITY_OFFICER, Role.STREET_OFFICER),),
    Act.DECIDE_APPEAL: (may(Role.STREET_OFFICER),),
    Act.APPEAL: (may(*RESIDENTS, when="自己的手机号被限制"),),
}

#: The act that takes each step, for showing a person only what they may do.
ACT_OF: dict[Kind, Act] = {
    Kind.ACCEPTED: Act.ACCEPT,
    Kind.REJECTED: Act.REJECT,
    Kind.MERGED: Act.MERGE,
    Kind.WITHDRAWN: Act.WITHDRAW,
    Kind.ASSIGNED: Act.ASSIGN,
    Kind.SIGNED: Act.SIGN,
    Kind.RETURN_REQUESTED: Act.REQUEST_RETURN,
    Kind.RETURN_REFUSED: Act.REFUSE_RETURN,
    Kind.DISPATCHED: Act.DISPATCH,
    Kind.ESCALATED: Act.ESCALATE,
    Kind.JOINED: Act.CONSULT,
    Kind.SETTLED: Act.SETTLE,
    Kind.EXTENSION_REQUESTED: Act.REQUEST_EXTENSION,
    Kind.EXTENDED: Act.EXTEND,
    Kind.EXTENSION_REFUSED: Act.REFUSE_EXTENSION,
    Kind.SUSPENSION_REQUESTED: Act.REQUEST_PAUSE,
    Kind.SUSPENDED: Act.PAUSE,
    Kind.SUSPENSION_REFUSED: Act.REFUSE_PAUSE,
    Kind.RESUMED: Act.RESUME,
    Kind.SUPERVISED: Act.SUPERVISE,
    Kind.PART_MADE: Act.MAKE_PART,
    Kind.PART_WAIVED: Act.WAIVE_PART,
    Kind.STARTED: Act.START,
    Kind.FINISHED: Act.FINISH,
    Kind.SENT_BACK: Act.SEND_BACK,
    Kind.FED_BACK: Act.FEED_BACK,
    Kind.RATED: Act.RATE,
    Kind.RATING_CHANGED: Act.RATE,
    Kind.REOPENED: Act.REOPEN,
    Kind.NOTED: Act.NOTE,
    Kind.REPLIED: Act.REPLY,
    Kind.RECATEGORISED: Act.RECATEGORISE,
    Kind.PHOTOS_ADDED: Act.ADD_PHOTOS,
    Kind.PHOTO_REMOVED: Act.REDACT_PHOTO,
    Kind.PHOTO_COVERED: Act.REDACT_PHOTO,
    Kind.SPLIT: Act.SPLIT,
    Kind.URGED: Act.URGE,
    Kind.NEEDED: Act.NEED,
    Kind.NEED_DROPPED: Act.NEED,
    Kind.TO_DEVELOPER: Act.TO_DEVELOPER,
}
