"""Who may pay, take money at the desk, and see what came in."""

from enum import StrEnum

from linli.kernel.actors import RESIDENTS, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    PAY = "payments:order:make"
    READ_OWN = "payments:order:read_own"
    READ_RECEIPT = "payments:receipt:read"
    ENTER = "payments:desk:enter"
    CLOSE = "payments:desk:close"
    READ_TAKINGS = "payments:takings:read"
    ASK_REFUND = "payments:refund:ask"
    READ_REFUNDS = "payments:refund:read"
    DECIDE_REFUND = "payments:refund:decide"
    HAND_OUT = "payments:refund:hand_out"
    USE_HELD = "payments:held:use"
    RECONCILE = "payments:statement:reconcile"
    READ_COMMON = "payments:common:read"
    KEEP_COMMON = "payments:common:keep"
    DISCLOSE_COMMON = "payments:common:disclose"
    READ_DISCLOSED = "payments:common:read_disclosed"
    ASK_COMMON = "payments:common:ask"
    ANSWER_COMMON = "payments:common:answer"
    READ_PERIODS = "payments:period:read"
    CLOSE_PERIOD = "payments:period:close"
    REOPEN_PERIOD = "payments:period:reopen"
    ASK_INVOICE = "payments:invoice:ask"
    READ_INVOICES = "payments:invoice:read"
    ISSUE_INVOICE = "payments:invoice:issue"
    READ_QUEUE = "payments:invoice:read_all"
    READ_ESCROW = "payments:escrow:read"
    OFFER_ESCROW = "payments:escrow:offer"
    AGREE_ESCROW = "payments:escrow:agree"
    RELEASE_ESCROW = "payments:escrow:release"
    RETURN_PREPAID = "payments:prepaid:return"
    DECIDE_RETURN = "payments:prepaid:decide"
    READ_OWN_DEPOSITS = "payments:deposit:read_own"
    READ_DEPOSITS = "payments:deposit:read"
    KEEP_DEPOSITS = "payments:deposit:keep"
    DECIDE_DEPOSIT = "payments:deposit:decide"
    SHARE_BILLS = "payments:link:make"


_CASHIERS = (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER)
_READERS = (*_CASHIERS, Role.COMPANY_HEAD, Role.COMMUNITY_OFFICER)
_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR)
_HOUSEHOLD = tuple(RESIDENTS)

GRANTS: Table = {
    Act.PAY: (may(*_HOUSEHOLD, when="自己家的账单；租客要业主同意"),),
    Act.READ_OWN: (may(*_HOUSEHOLD, when="自己的付款"),),
    Act.READ_RECEIPT: (may(*_HOUSEHOLD, when="自己的付款，或看得到的账单"), may(*_READERS)),
    Act.ENTER: (may(*_CASHIERS),),
    Act.CLOSE: (may(*_CASHIERS, when="复核要由另一个人"),),
    Act.READ_TAKINGS: (may(*_READERS),),
    Act.ASK_REFUND: (may(*_HOUSEHOLD, when="自己多付的款"), may(*_CASHIERS)),
    Act.READ_REFUNDS: (may(*_HOUSEHOLD, when="自己的退款"), may(*_READERS)),
    Act.DECIDE_REFUND: (may(*_CASHIERS, Role.COMPANY_HEAD, when="不是申请人；大额要两个不同岗位的人"),),
    Act.HAND_OUT: (may(*_CASHIERS),),
    Act.USE_HELD: (may(*_HOUSEHOLD, when="自己多付的款"),),
    Act.RECONCILE: (may(*_CASHIERS, Role.COMPANY_HEAD),),
    Act.READ_COMMON: (may(*_READERS, *_COMMITTEE),),
    Act.KEEP_COMMON: (may(*_CASHIERS),),
    Act.DISCLOSE_COMMON: (may(Role.PROPERTY_MANAGER, Role.COMMITTEE_MEMBER),),
    Act.READ_DISCLOSED: (may(*_HOUSEHOLD, *_READERS, *_COMMITTEE),),
    Act.ASK_COMMON: (may(Role.OWNER, when="已经公布的收支"),),
    Act.ANSWER_COMMON: (may(*_CASHIERS, Role.COMMITTEE_MEMBER),),
    Act.READ_PERIODS: (may(*_READERS),),
    Act.CLOSE_PERIOD: (may(*_CASHIERS),),
    Act.REOPEN_PERIOD: (may(*_CASHIERS, Role.COMPANY_HEAD, when="同意的人不是申请的人"),),
    Act.ASK_INVOICE: (may(*_HOUSEHOLD, when="自己家已缴的账单"),),
    Act.READ_INVOICES: (may(*_HOUSEHOLD, when="自己的申请"), may(*_READERS)),
    Act.ISSUE_INVOICE: (may(*_CASHIERS),),
    Act.READ_QUEUE: (may(*_READERS),),
    Act.READ_ESCROW: (may(*_HOUSEHOLD, *_READERS, *_COMMITTEE),),
    Act.OFFER_ESCROW: (may(Role.PROPERTY_MANAGER, Role.COMPANY_HEAD),),
    Act.AGREE_ESCROW: (may(Role.COMMITTEE_MEMBER),),
    Act.RELEASE_ESCROW: (may(Role.COMMITTEE_MEMBER, Role.COMMUNITY_OFFICER),),
    Act.RETURN_PREPAID: (may(*_CASHIERS),),
    Act.DECIDE_RETURN: (
        may(
            *_CASHIERS,
            Role.COMPANY_HEAD,
            when="不是申请的人",
            test=lambda actor, one: one.proposed_by != actor.account_id,
        ),
    ),
    Act.READ_OWN_DEPOSITS: (may(*_HOUSEHOLD, when="自己房屋的押金，租来的除外"),),
    Act.READ_DEPOSITS: (may(*_READERS),),
    Act.KEEP_DEPOSITS: (may(*_CASHIERS),),
    Act.DECIDE_DEPOSIT: (
        may(
            *_CASHIERS,
            Role.COMPANY_HEAD,
            when="不是申请的人",
            test=lambda actor, one: one.proposed_by != actor.account_id,
        ),
    ),
    Act.SHARE_BILLS: (may(*_HOUSEHOLD, when="自己家的账单；租客要业主同意"),),
}
