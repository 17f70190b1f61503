"""What households hear of the yearly round: that it began, and once more where they have not answered."""

import uuid

from sqlalchemy import Select

from linli.domains.notices.operations import spreading
from linli.domains.notices.rules import Kind
from linli.domains.satisfaction.events import SatisfactionAsked, SatisfactionReminded
from linli.domains.satisfaction.queries import households, rounds
from linli.kernel.times import day_of


def tell_asked(event: SatisfactionAsked) -> None:
    """Every owner and tenant of the estate hears that the round is on."""
    assert event.estate_id is not None
    to = households.asked(event.estate_id, on=day_of(event.at))
    _tell(event, to, "satisfaction_asked", f"satisfaction:{event.round_id}:{event.estate_id}")


def tell_reminded(event: SatisfactionReminded) -> None:
    """Those whose household has not answered by now hear of it once more; the list stays in the database (SC-04)."""
    assert event.estate_id is not None
    found = rounds.round_(round_id=event.round_id)
    if found.closed_at is not None:
        return
    to = households.not_answered(found, event.estate_id, on=day_of(event.at))
    about = f"satisfaction:{event.round_id}:{event.estate_id}:{event.number}"
    _tell(event, to, "satisfaction_reminded", about)


def _tell(
    event: SatisfactionAsked | SatisfactionReminded, to: Select[uuid.UUID], template: str, about: str
) -> None:
    assert event.estate_id is not None
    spreading.tell_all(
        to=to,
        kind=Kind.ANNOUNCEMENT,
        template=template,
        about=about,
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
