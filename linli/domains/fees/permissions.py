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


BILLERS = (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER)
READERS = (*BILLERS, Role.COMPANY_HEAD, Role.COMMUNITY_OFFICER)

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
}
