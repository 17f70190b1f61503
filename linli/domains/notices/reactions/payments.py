"""What a payer hears of the payment, and what the responsible hear of books that do not hold."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.payments.events import BooksFailed, PaymentSettled
from linli.domains.people.queries import staff
from linli.kernel.actors import Role
from linli.kernel.times import day_of


def tell_payer(event: PaymentSettled) -> None:
    """Whoever paid hears that the money came."""
    if event.account_id is None:
        return
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.BILL,
        template="payment_settled",
        about=f"payment:{event.payment_id}",
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_responsible(event: BooksFailed) -> None:
    """The cashier, the manager and the company's head hear that the nightly proof found something."""
    assert event.estate_id is not None
    roles = (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)
    people = staff.staff_of(event.estate_id, roles=roles, on=day_of(event.at), now=event.at)
    messages.tell(
        account_ids=[one.account_id for one in people],
        kind=Kind.BILL,
        template="books_failed",
        about=f"books:{event.estate_id}:{event.at:%Y%m%d}",
        params={"estate_id": str(event.estate_id), "count": event.count},
        estate_id=event.estate_id,
        now=event.at,
    )
