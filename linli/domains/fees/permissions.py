"""Who may set prices, issue bills, take them back and see them."""

from enum import StrEnum

from linli.kernel.actors import RESIDENTS, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ_ITEMS = "fees:item:read"
    SET_TARIFF = "fees:tariff:set"
    PREVIEW_RUN = "fees:run:preview"
    ISSUE_RUN = "fees:run:issue"
    READ_OWN_BILLS = "fees:bill:read_own"
    READ_BILLS = "fees:bill:read"
    READ_BOOKS = "fees:bill:read_all"
    PROPOSE_VOIDING = "fees:voiding:propose"
    DECIDE_VOIDING = "fees:voiding:decide"
    READ_COSTS = "fees:cost:read"
    DRAFT_COST = "fees:cost:draft"
    DECIDE_COST = "fees:cost:decide"
    PROPOSE_RELIEF = "fees:relief:propose"
    DECIDE_RELIEF = "fees:relief:decide"
    READ_METERS = "fees:reading:read"
    WRITE_READINGS = "fees:reading:enter"
    DRAFT_BILLS = "fees:draft:prepare"
    DECIDE_DRAFT = "fees:draft:decide"
    IMPORT_OLD = "fees:old_bills:import"
    READ_CHANGES = "fees:change:read"
    CHANGE_FEE = "fees:change:prepare"
    SET_LATE_TERM = "fees:late_term:agree"
    CHARGE_LATE = "fees:late:charge"
    DISPUTE_BILL = "fees:dispute:raise"
    PURSUE = "fees:arrears:pursue"
    READ_PLANS = "fees:plan:read"
    ANSWER_PLAN = "fees:plan:answer"
    SEND_READING = "fees:reading:send"
    SETTLE_HANDOVER = "fees:handover:settle"
    COMPARE_RATES = "fees:rates:compare"


BILLERS = (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER)
READERS = (*BILLERS, Role.COMPANY_HEAD, Role.COMMUNITY_OFFICER)
OVERSEERS = (
    Role.COMPANY_HEAD,
    Role.COMMUNITY_OFFICER,
    Role.STREET_OFFICER,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
)

GRANTS: Table = {
    Act.READ_ITEMS: (may(*READERS, *RESIDENTS),),
    Act.SET_TARIFF: (may(*BILLERS),),
    Act.PREVIEW_RUN: (may(*BILLERS),),
    Act.ISSUE_RUN: (may(*BILLERS),),
    Act.READ_OWN_BILLS: (may(*RESIDENTS, when="自己家的账单；租客要业主同意"),),
    Act.READ_BILLS: (may(*READERS), may(*RESIDENTS, when="自己家的账单；租客要业主同意")),
    Act.READ_BOOKS: (may(*READERS),),
    Act.PROPOSE_VOIDING: (may(*BILLERS),),
    Act.DECIDE_VOIDING: (
        may(
            *BILLERS,
            when="不是申请人",
            test=lambda actor, voiding: voiding.proposed_by != actor.account_id,
        ),
    ),
    Act.READ_COSTS: (may(*READERS, *RESIDENTS),),
    Act.DRAFT_COST: (may(*BILLERS),),
    Act.DECIDE_COST: (
        may(*BILLERS, when="不是录入的人", test=lambda actor, one: one.drafted_by != actor.account_id),
    ),
    Act.PROPOSE_RELIEF: (may(*BILLERS),),
    Act.DECIDE_RELIEF: (
        may(*BILLERS, when="不是申请的人", test=lambda actor, one: one.proposed_by != actor.account_id),
    ),
    Act.READ_METERS: (may(*BILLERS, Role.COMPANY_HEAD),),
    Act.WRITE_READINGS: (may(*BILLERS),),
    Act.DRAFT_BILLS: (may(*BILLERS),),
    Act.DECIDE_DRAFT: (
        may(*BILLERS, when="不是提交的人", test=lambda actor, one: one.drafted_by != actor.account_id),
    ),
    Act.IMPORT_OLD: (may(*BILLERS),),
    Act.READ_CHANGES: (may(*READERS, *RESIDENTS),),
    Act.CHANGE_FEE: (may(Role.PROPERTY_MANAGER, Role.COMPANY_HEAD),),
    Act.SET_LATE_TERM: (may(*BILLERS),),
    Act.CHARGE_LATE: (may(*BILLERS),),
    Act.DISPUTE_BILL: (may(*RESIDENTS, when="自己家的账单；租客要业主同意"),),
    Act.PURSUE: (may(*BILLERS),),
    Act.READ_PLANS: (may(*READERS), may(Role.OWNER, when="自己的房屋")),
    Act.ANSWER_PLAN: (may(Role.OWNER, when="自己的房屋"),),
    Act.SEND_READING: (may(*RESIDENTS, when="自己家的表"),),
    Act.SETTLE_HANDOVER: (may(*BILLERS),),
    Act.COMPARE_RATES: (may(*OVERSEERS, when="自己公司或辖区的小区"),),
}
