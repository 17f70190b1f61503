"""Messages about a vote that go to some of its voters only: proxies, reminders, the near close."""

import uuid
from collections.abc import Collection

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.voting.events import ProxyGiven, ProxyRevoked, ProxyUsed, VoteClosingSoon, VoteReminded
from linli.domains.voting.queries import proxies, votes, waiting
from linli.domains.voting.rules.estate_rules import SoonTo
from linli.kernel.events import Event


def tell_proxy(event: ProxyGiven | ProxyRevoked | ProxyUsed) -> None:
    """The owners of a voter and their agent hear that a proxy counts, was taken back, or was used."""
    assert event.estate_id is not None
    names = {ProxyGiven: "proxy_given", ProxyRevoked: "proxy_revoked", ProxyUsed: "proxy_used"}
    found = votes.vote(estate_id=event.estate_id, vote_id=event.vote_id)
    concerned = proxies.concerned(found, proxies.proxy(found, event.proxy_id))
    _tell(event, event.vote_id, names[type(event)], str(event.proxy_id), concerned)


def remind_voters(event: VoteReminded) -> None:
    """Those who have not voted as the reminder goes out hear that they can (VO-36)."""
    assert event.estate_id is not None
    found = votes.vote(estate_id=event.estate_id, vote_id=event.vote_id)
    _tell(event, event.vote_id, "vote_reminder", str(event.reminder_id), waiting.accounts_waiting(found))


def tell_closing_soon(event: VoteClosingSoon) -> None:
    """A day before the close those hear whom the estate's rules name (VO-37)."""
    assert event.estate_id is not None
    found = votes.vote(estate_id=event.estate_id, vote_id=event.vote_id)
    undecided = votes.rules_of(found, now=event.at).closing_soon_to is SoonTo.UNDECIDED
    people = waiting.accounts_waiting(found) if undecided else waiting.accounts_of_roll(found)
    about = f"{event.vote_id}:{found.closes_at:%Y%m%d%H%M}"
    _tell(event, event.vote_id, "vote_closing_soon", about, people)


def _tell(
    event: Event, vote_id: uuid.UUID, template: str, about: str, account_ids: Collection[uuid.UUID]
) -> None:
    messages.tell(
        account_ids=account_ids,
        kind=Kind.LEGAL,
        template=template,
        about=f"{template}:{about}",
        params={"estate_id": str(event.estate_id), "vote_id": str(vote_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
