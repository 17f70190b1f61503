"""What happens to tickets when something happens elsewhere."""

from linli.domains.people.events import StaffLeft
from linli.domains.tickets.operations import watching
from linli.platform.transactions import seeing_every_estate


def pass_on(event: StaffLeft) -> None:
    """The successor takes over what was open in the hands of whoever left, in every estate."""
    with seeing_every_estate():
        watching.pass_on(account_id=event.account_id, successor_id=event.successor_id, now=event.at)
