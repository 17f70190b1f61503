"""What people hear of their own accounts: sign-in codes, the answer to a claim."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.events import ClaimDecided, LoginCodeAsked
from linli.domains.people.queries import identity
from linli.domains.people.rules import CodeWay


def send_login_code(event: LoginCodeAsked) -> None:
    """Together with the asking: a code that was made is a message that waits."""
    asked = identity.login_code(event.code_id)
    if asked is not None:
        messages.send_code(
            code_id=asked.id,
            template="login_code_voice" if asked.way == CodeWay.VOICE else "login_code",
            expires_at=asked.expires_at,
            now=event.at,
        )


def tell_claimant(event: ClaimDecided) -> None:
    """Whoever claimed a unit hears the answer."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.CLAIM,
        template="claim_approved" if event.approved else "claim_refused",
        about=f"claim:{event.claim_id}",
        params={},
        estate_id=event.estate_id,
        now=event.at,
    )
