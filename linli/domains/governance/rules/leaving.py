"""What may leave: the fields agreed with the platform, named one by one (GI-22, 个人信息保护法第23条).

No name and no telephone of a resident is among them: the platform asks the community, which asks the resident.
"""

from collections.abc import Mapping
from typing import Any

from linli.domains.governance.rules.states import Kind

AGREED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CASE: (
        "ticket_number", "category", "urgency", "words", "place", "estate_name", "community_name", "street_name",
        "reported_at", "due_at", "photos",
    ),
    Kind.URGE: ("at",),
    Kind.RATING: ("at", "stars", "solved"),
    Kind.REOPEN: ("at", "times"),
    Kind.CLOSE: ("at", "rated"),
}  # fmt: skip


def leaving(kind: Kind, known: Mapping[str, Any]) -> dict[str, Any]:
    """Of everything that is known, what leaves in a message of this kind. An agreed field is never left out."""
    return {name: known[name] for name in AGREED[kind]}
