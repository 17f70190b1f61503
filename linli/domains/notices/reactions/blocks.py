"""What somebody hears whose phone may not report for a while, and of their appeal (TK-58)."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.tickets.events import AppealDecided, ReporterBlocked
from linli.domains.tickets.queries import blocks
from linli.kernel.times import shanghai


def tell_blocked(event: ReporterBlocked) -> None:
    """Whoever signs in with the phone hears until when, where the reason stands, and that they can appeal."""
    if event.estate_id is None or event.account_id is None:
        return
    found = blocks.block(estate_id=event.estate_id, block_id=event.block_id)
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.TICKET,
        template="reporter_blocked",
        about=f"reporter_blocked:{event.block_id}",
        params={"estate_id": str(event.estate_id), "until": f"{shanghai(found.until_at):%m-%d %H:%M}"},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_appeal(event: AppealDecided) -> None:
    """The person hears what the street decided."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.TICKET,
        template="appeal_granted" if event.granted else "appeal_refused",
        about=f"block_appeal:{event.appeal_id}",
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
