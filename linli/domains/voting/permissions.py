"""Who may do what in a vote."""

from enum import StrEnum
from typing import Any

from linli.domains.voting.rules.course import UNANNOUNCED, WITH_RESULT
from linli.domains.voting.rules.kinds import Audience
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "voting:vote:read"
    CAST = "voting:ballot:cast"
    READ_TURNOUT = "voting:turnout:read"
    READ_RESULT = "voting:result:read"
    DRAFT = "voting:vote:draft"
    READ_ROLL = "voting:roll:read"
    ANNOUNCE = "voting:vote:announce"
    REVIEW = "voting:review:make"
    EXTEND = "voting:vote:extend"
    END_EARLY = "voting:vote:end_early"
    OBSERVE = "voting:process:read"
    OBJECT_TO_ROLL = "voting:roll:object"
    KEEP_ROLL = "voting:roll:keep"
    HAND_OVER = "voting:official:hand_over"
    CONFIRM_OPENING = "voting:vote:confirm_opening"
    CLOSE = "voting:vote:close"
    COUNT = "voting:vote:count"
    PUBLISH = "voting:result:publish"
    EXPORT = "voting:bundle:export"
    ASK_INSPECTION = "voting:inspection:ask"
    DECIDE_INSPECTION = "voting:inspection:decide"
    ARRANGE_KEY = "voting:key:arrange"
    HOLD_KEY = "voting:key:hold"
    ANNUL = "voting:vote:annul"
    CONFIRM_ANNULMENT = "voting:vote:confirm_annulment"
    OBJECT = "voting:objection:file"
    READ_OBJECTIONS = "voting:objection:read"
    ANSWER = "voting:objection:answer"
    RECOUNT = "voting:result:recount"
    CONFIRM_CORRECTION = "voting:result:confirm_correction"
    REVOKE = "voting:vote:revoke"
    STATE_OUTCOME = "voting:outcome:state"
    FOLLOW_UP = "voting:task:follow_up"
    READ_REGISTER = "voting:register:read"
    READ_RECORDS = "voting:record:read"
    ASK_PAPER = "voting:paper:ask"
    READ_PAPER = "voting:paper:read"
    ISSUE_PAPER = "voting:paper:issue"
    DELIVER = "voting:delivery:record"
    RECEIVE_PAPER = "voting:paper:receive"
    KEY_PAPER = "voting:paper:key"
    SETTLE_PAPER = "voting:paper:settle"
    HELP_VOTER = "voting:paper:help"
    GIVE_PROXY = "voting:proxy:give"
    KEEP_PROXIES = "voting:proxy:keep"
    CANVASS = "voting:canvass:keep"
    READ_CANVASS = "voting:canvass:read"
    REMIND = "voting:reminder:send"
    READ_ELECTION = "voting:election:read"
    STAND = "voting:candidate:stand"
    SIGN = "voting:candidate:sign"
    OBJECT_TO_CANDIDATE = "voting:candidates:object"
    REVIEW_CANDIDATES = "voting:candidate:review"


def _announced(_: Actor, vote: Any) -> bool:
    return vote is None or vote.state not in UNANNOUNCED


def _published(_: Actor, vote: Any) -> bool:
    return vote.state in WITH_RESULT


def _published_to(actor: Actor, vote: Any) -> bool:
    """Whether the result is up, and the notice lets this role read it; organisers and those above always may."""
    if vote.state not in WITH_RESULT:
        return False
    beyond_estate = {*_COMMITTEE, *RESIDENTS} if vote.audience == Audience.RESIDENTS else {Role.OWNER}
    return vote.audience == Audience.PUBLIC or actor.role in {*_ORGANISERS, *_ABOVE, *beyond_estate}


_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY)
_ORGANISERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER)
_ABOVE = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)
_READERS = (*RESIDENTS, *_COMMITTEE, *_ORGANISERS, *_ABOVE, Role.PROPERTY_MANAGER, Role.AUDITOR)

GRANTS: Table = {
    Act.READ: (may(*_ORGANISERS), may(*_READERS, when="公告以后", test=_announced)),
    Act.CAST: (may(Role.OWNER, when="名册上的业主"), may(Role.FAMILY, Role.TENANT, when="有业主书面委托")),
    Act.GIVE_PROXY: (may(Role.OWNER, when="名册上的业主"),),
    Act.KEEP_PROXIES: (may(*_ORGANISERS, when="纸面委托书须两人经手"),),
    Act.CANVASS: (may(*_ORGANISERS, *_COMMITTEE),),
    Act.READ_CANVASS: (may(*_ORGANISERS, *_COMMITTEE),),
    Act.REMIND: (may(*_ORGANISERS),),
    Act.READ_TURNOUT: (may(*RESIDENTS, *_COMMITTEE, *_ORGANISERS, *_ABOVE),),
    Act.READ_RESULT: (may(*_READERS, when="公布以后，公告写明可以看的人", test=_published_to),),
    Act.DRAFT: (may(Role.COMMUNITY_OFFICER),),
    Act.READ_ROLL: (may(*_ORGANISERS),),
    Act.ANNOUNCE: (may(Role.COMMUNITY_OFFICER),),
    Act.REVIEW: (may(Role.STREET_OFFICER, Role.BRANCH_SECRETARY, when="不是起草的人"),),
    Act.EXTEND: (may(*_ORGANISERS, when="公告写明可以延长"),),
    Act.END_EARLY: (may(Role.STREET_OFFICER, when="全部投完，或公告写明"),),
    Act.OBSERVE: (may(*_ORGANISERS, Role.COMMITTEE_SUPERVISOR, Role.BRANCH_SECRETARY, Role.AUDITOR),),
    Act.OBJECT_TO_ROLL: (may(Role.OWNER, when="名册公布期间"),),
    Act.KEEP_ROLL: (may(*_ORGANISERS),),
    Act.HAND_OVER: (may(*_ORGANISERS, when="由城市系统表决的"),),
    Act.CONFIRM_OPENING: (may(*_ORGANISERS, when="不是公告的人"),),
    Act.CLOSE: (may(*_ORGANISERS, when="到截止时间以后"),),
    Act.COUNT: (may(*_ORGANISERS, when="到截止时间以后"),),
    Act.PUBLISH: (may(*_ORGANISERS),),
    Act.ASK_INSPECTION: (may(Role.OWNER, when="公布以后", test=_published),),
    Act.DECIDE_INSPECTION: (may(*_ORGANISERS),),
    Act.ARRANGE_KEY: (may(*_ORGANISERS),),
    Act.HOLD_KEY: (may(*_COMMITTEE, *_ORGANISERS, when="不记名表决的密钥保管人"),),
    Act.EXPORT: (may(*_ORGANISERS, when="公布以后", test=_published),),
    Act.ANNUL: (may(*_ORGANISERS),),
    Act.CONFIRM_ANNULMENT: (may(*_ORGANISERS, when="不是提出的人"),),
    Act.OBJECT: (may(Role.OWNER, when="公布以后", test=_published),),
    Act.READ_OBJECTIONS: (may(*_ORGANISERS),),
    Act.ANSWER: (may(*_ORGANISERS),),
    Act.RECOUNT: (may(*_ORGANISERS, when="有异议，或由街道写明理由"),),
    Act.CONFIRM_CORRECTION: (may(*_ORGANISERS, when="不是提出的人"),),
    Act.REVOKE: (may(*_ORGANISERS, when="有判决书或决定书"),),
    Act.STATE_OUTCOME: (may(*_ORGANISERS, when="公布以后", test=_published),),
    Act.FOLLOW_UP: (may(*_ORGANISERS, *_COMMITTEE),),
    Act.READ_REGISTER: (may(*_READERS),),
    Act.READ_RECORDS: (may(*_ORGANISERS, when="截止以后"),),
    Act.ASK_PAPER: (may(Role.OWNER, when="名册上的业主"),),
    Act.READ_PAPER: (may(*_ORGANISERS),),
    Act.ISSUE_PAPER: (may(*_ORGANISERS),),
    Act.DELIVER: (may(*_ORGANISERS),),
    Act.RECEIVE_PAPER: (may(*_ORGANISERS),),
    Act.KEY_PAPER: (may(*_ORGANISERS, when="同一张须由两人分别录入"),),
    Act.SETTLE_PAPER: (may(*_ORGANISERS, when="不是录过这一张的两个人"),),
    Act.HELP_VOTER: (may(*_ORGANISERS, when="须两人，各用自己的账号"),),
    Act.READ_ELECTION: (may(*_READERS, when="报名开始以后"),),
    Act.STAND: (may(Role.OWNER, when="业主本人"),),
    Act.SIGN: (may(Role.OWNER),),
    Act.OBJECT_TO_CANDIDATE: (may(Role.OWNER, when="名单公示期内"),),
    Act.REVIEW_CANDIDATES: (may(*_ORGANISERS),),
}
