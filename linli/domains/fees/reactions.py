"""What fees do when something happened: approved bills are issued, item by item."""

from linli.domains.fees.events import BillsApproved
from linli.domains.fees.operations import drafts
from linli.platform import clock


def issue_approved(event: BillsApproved) -> None:
    """Issue one item of approved bills; at least once is enough, for the second time finds nothing to do."""
    assert event.estate_id is not None
    drafts.issue_part(estate_id=event.estate_id, part_id=event.part_id, now=clock.now())
