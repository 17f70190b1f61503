"""What a payer hears of the payment."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.payments.events import PaymentSettled


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
