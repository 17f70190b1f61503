"""Who may fill in, submit and confirm an estate's sheet. Confirmed stars are for everybody."""

from enum import StrEnum

from linli.kernel.actors import Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ_SHEET = "rating:sheet:read"
    ENTER = "rating:sheet:enter"
    VETO = "rating:sheet:veto"
    SUBMIT = "rating:sheet:submit"
    CONFIRM = "rating:sheet:confirm"
    READ_YEAR = "rating:year:read"
    PROPOSE_PRIZES = "rating:prize:propose"
    DECIDE_PRIZES = "rating:prize:decide"
    PAY_PRIZES = "rating:prize:pay"
    NOTE_REDRAWING = "rating:estate:redraw"
    READ_WAYS = "rating:measure:read"
    PLAN_MEASURES = "rating:measure:plan"
    READ_PLAN = "rating:plan:read"
    PLAN = "rating:plan:make"
    READ_COURSE = "rating:course:read"
    SAY = "rating:self_report:say"
    ASSESS = "rating:visit:assess"
    REPLACE = "rating:visit:replace"
    CHECK_AREA = "rating:area:check"
    MOVE_COURSE = "rating:course:move"
    APPEAL = "rating:appeal:file"
    DECIDE_APPEAL = "rating:appeal:decide"
    CORRECT = "rating:result:correct"
    REMARK = "rating:remark:write"
    READ_FIGURES = "rating:fact:read"
    RECORD_FACT = "rating:fact:record"
    CORRECT_FIGURE = "rating:fact:correct"
    EXPLAIN_JUMP = "rating:fact:comment"
    READ_DATA = "rating:data_set:read"
    RUN_DATA = "rating:data_set:run"
    READ_CATALOGUE = "rating:catalogue:read"
    EDIT_CATALOGUE = "rating:catalogue:edit"
    PUBLISH_CATALOGUE = "rating:catalogue:publish"
    READ_SCALE = "rating:scale:read"
    FILL_SCALE = "rating:scale:fill"


_OFFICERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
_PAYERS = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)
_REPORTING = (
    Role.PROPERTY_MANAGER,
    Role.COMPANY_HEAD,
    Role.COMMUNITY_OFFICER,
    Role.COMMITTEE_MEMBER,
)
_AT_HOME = (Role.PROPERTY_MANAGER, Role.COMMITTEE_MEMBER)

GRANTS: Table = {
    Act.READ_SHEET: (may(*_OFFICERS, Role.ASSESSOR, Role.AUDITOR),),
    Act.ENTER: (may(Role.COMMUNITY_OFFICER, Role.ASSESSOR),),
    Act.VETO: (may(*_OFFICERS),),
    Act.SUBMIT: (may(Role.COMMUNITY_OFFICER, Role.ASSESSOR),),
    Act.CONFIRM: (may(*_OFFICERS, when="不是提交的人"),),
    Act.READ_YEAR: (may(*_OFFICERS, Role.AUDITOR),),
    Act.PROPOSE_PRIZES: (may(*_PAYERS),),
    Act.DECIDE_PRIZES: (may(*_PAYERS, when="不是提出的人"),),
    Act.PAY_PRIZES: (may(*_PAYERS),),
    Act.NOTE_REDRAWING: (may(Role.STREET_OFFICER, *_PAYERS),),
    Act.READ_WAYS: (may(*_OFFICERS, *_AT_HOME, Role.AUDITOR),),
    Act.PLAN_MEASURES: (may(Role.COMMUNITY_OFFICER, *_AT_HOME),),
    Act.READ_PLAN: (may(Role.STREET_OFFICER, *_PAYERS, Role.AUDITOR),),
    Act.PLAN: (may(Role.CITY_OFFICER, when="本市的计划"),),
    Act.READ_COURSE: (may(*_REPORTING, Role.STREET_OFFICER, *_PAYERS, Role.ASSESSOR, Role.AUDITOR),),
    Act.SAY: (may(*_REPORTING),),
    Act.ASSESS: (may(Role.ASSESSOR, when="抽到自己的小区"),),
    Act.REPLACE: (may(Role.CITY_OFFICER),),
    Act.CHECK_AREA: (may(Role.COUNTY_OFFICER, when="没有测评过这个小区"),),
    Act.MOVE_COURSE: (may(Role.CITY_OFFICER),),
    Act.APPEAL: (may(*_REPORTING),),
    Act.DECIDE_APPEAL: (may(*_PAYERS, when="没有测评、审核过这个小区"),),
    Act.CORRECT: (may(Role.CITY_OFFICER),),
    Act.REMARK: (may(*_REPORTING, Role.STREET_OFFICER, *_PAYERS, Role.ASSESSOR),),
    Act.READ_FIGURES: (may(*_REPORTING, Role.STREET_OFFICER, *_PAYERS, Role.ASSESSOR, Role.AUDITOR),),
    Act.RECORD_FACT: (may(Role.COMMUNITY_OFFICER, Role.STREET_OFFICER),),
    Act.CORRECT_FIGURE: (may(*_PAYERS),),
    Act.EXPLAIN_JUMP: (may(*_OFFICERS),),
    Act.READ_DATA: (may(*_OFFICERS, Role.ASSESSOR, Role.AUDITOR),),
    Act.RUN_DATA: (may(Role.CITY_OFFICER),),
    Act.READ_CATALOGUE: (may(*_OFFICERS, Role.ASSESSOR, Role.AUDITOR),),
    Act.EDIT_CATALOGUE: (may(Role.CITY_OFFICER),),
    Act.PUBLISH_CATALOGUE: (may(Role.CITY_OFFICER, when="不是起草的人"),),
    Act.READ_SCALE: (may(*_OFFICERS, Role.AUDITOR),),
    Act.FILL_SCALE: (may(*_OFFICERS),),
}
