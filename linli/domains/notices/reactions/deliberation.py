"""What neighbours hear of the hall where the estate talks."""

from linli.domains.deliberation.events import NeighbourConcerned
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind


def tell_neighbour(event: NeighbourConcerned) -> None:
    """Whoever is concerned by what happened in the hall hears of it: each kind of news by a template of its own."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.DELIBERATION,
        template=event.news,
        about=f"{event.news}:{event.source_id}",
        params={"estate_id": str(event.estate_id), "object_id": str(event.object_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
