"""What this room does when something happens elsewhere; connected in linli.wiring."""

from linli.domains.deliberation.operations import speaking
from linli.domains.people.events import AccountClosed


def forget_speaker(event: AccountClosed) -> None:
    """Together with the leaving: what somebody said stays, their name goes."""
    speaking.forget(account_id=event.account_id)
