"""What an owner who decorates hears: work may begin, something forbidden was found, it is closed."""

from linli.domains.decoration.events import DecorationMoved
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind


def tell_decorator(event: DecorationMoved) -> None:
    """The owner who registered hears how it goes on."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.TICKET,
        template=f"decoration_{event.news}",
        about=f"decoration:{event.source_id}:{event.news}",
        params={"estate_id": str(event.estate_id), "decoration_id": str(event.decoration_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
