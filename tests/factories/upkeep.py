"""A ledger of equipment, a decoration with a finding, and complaints in every state, for the walks over all addresses."""

from tests.factories import complaints, decoration, equipment


def everything(estate_id, unit_id, *, owner, manager, officer):
    """All of it in one estate; the ids of what has pages of its own, by name."""
    return {
        **equipment.everything(manager, estate_id),
        **decoration.everything(owner, manager, estate_id, unit_id),
        **complaints.everything(owner, officer, estate_id),
    }
