"""What owners hear of their common income, of answers to what they asked, of invoices and deposits."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.payments.events import (
    CommonIncomeDisclosed,
    CommonQuestionAnswered,
    DepositSettled,
    InvoiceAnswered,
)
from linli.domains.payments.queries import commons
from linli.domains.people.queries import register


def tell_disclosed(event: CommonIncomeDisclosed) -> None:
    """Every owner with an account hears that the accounts can be read (民法典第282条, 杭州第60条)."""
    assert event.estate_id is not None
    owners = register.owner_views(event.estate_id, None).values()
    messages.tell(
        account_ids={owner.account_id for owner in owners if owner.account_id is not None},
        kind=Kind.ANNOUNCEMENT,
        template="common_disclosed",
        about=f"common_disclosed:{event.disclosure_id}",
        params={"estate_id": str(event.estate_id), "common_id": str(event.disclosure_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_asker(event: CommonQuestionAnswered) -> None:
    """Whoever asked about an entry hears that there is an answer."""
    assert event.estate_id is not None
    asked = commons.question(estate_id=event.estate_id, question_id=event.question_id)
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.ANNOUNCEMENT,
        template="common_answered",
        about=f"common_answered:{event.question_id}",
        params={"estate_id": str(event.estate_id), "entry_id": str(asked.entry_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_invoiced(event: InvoiceAnswered) -> None:
    """Whoever asked for an invoice hears that it is there, was declined, or was reversed."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.BILL,
        template=f"invoice_{event.state}",
        about=f"invoice:{event.request_id}:{event.state}",
        params={"estate_id": str(event.estate_id), "invoice_id": str(event.request_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_deposit(event: DepositSettled) -> None:
    """Whoever paid a deposit hears that it goes back, and what was taken off."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.BILL,
        template="deposit_settled",
        about=f"deposit:{event.deposit_id}",
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
