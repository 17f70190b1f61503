"""What owners hear of votes: legal notices, which nobody can turn off."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import register
from linli.domains.voting.events import (
    ObjectionAnswered,
    OutcomeStated,
    ResultCorrected,
    ResultPublished,
    VoteAnnounced,
    VoteAnnulled,
    VoteOpened,
    VoteRevoked,
    VoteTimingChanged,
)
from linli.domains.voting.queries import records, votes


def tell_vote_announced(event: VoteAnnounced) -> None:
    """The owners are given notice of a vote, or that its text has changed and is announced anew."""
    if event.edition > 1:
        _tell_owners(event, "vote_reannounced", about=f"vote_announced:{event.vote_id}:{event.edition}")
    else:
        _tell_owners(event, "vote_announced")


def tell_vote_opened(event: VoteOpened) -> None:
    """The owners hear that they can vote."""
    _tell_owners(event, "vote_opened")


def tell_timing_changed(event: VoteTimingChanged) -> None:
    """The owners hear that the close of a vote was put off, or that it ended early."""
    _tell_owners(event, f"vote_{event.kind}", about=f"vote_timing:{event.change_id}")


def tell_result_published(event: ResultPublished) -> None:
    """The owners hear of the result, and that they can object."""
    _tell_owners(event, "result_published")


def tell_vote_annulled(event: VoteAnnulled) -> None:
    """The owners hear that a vote is void."""
    _tell_owners(event, "vote_annulled")


def tell_result_corrected(event: ResultCorrected) -> None:
    """The owners hear that a result was corrected, and that they can object anew."""
    _tell_owners(event, "result_corrected", about=f"result_corrected:{event.vote_id}:{event.version}")


def tell_vote_revoked(event: VoteRevoked) -> None:
    """The owners hear that a decision was taken back."""
    _tell_owners(event, "vote_revoked", about=f"vote_revoked:{event.vote_id}:{event.item_id or ''}")


def tell_objector(event: ObjectionAnswered) -> None:
    """Whoever objected hears that there is an answer."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.LEGAL,
        template="objection_answered",
        about=f"objection_answered:{event.objection_id}",
        params={"estate_id": str(event.estate_id), "vote_id": str(event.vote_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_outcome(event: OutcomeStated) -> None:
    """Those who took part hear what comes of the vote (DL-09)."""
    assert event.estate_id is not None
    found = votes.vote(estate_id=event.estate_id, vote_id=event.vote_id)
    messages.tell(
        account_ids=records.accounts_of_participants(found),
        kind=Kind.LEGAL,
        template="outcome_stated",
        about=f"outcome_stated:{event.statement_id}",
        params={"estate_id": str(event.estate_id), "vote_id": str(event.vote_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def _tell_owners(
    event: VoteAnnounced
    | VoteOpened
    | VoteTimingChanged
    | ResultPublished
    | VoteAnnulled
    | ResultCorrected
    | VoteRevoked,
    template: str,
    *,
    about: str = "",
) -> None:
    """Legal notices go to every owner with an account; nobody can turn them off."""
    assert event.estate_id is not None
    owners = register.owner_views(event.estate_id).values()
    messages.tell(
        account_ids={owner.account_id for owner in owners if owner.account_id is not None},
        kind=Kind.LEGAL,
        template=template,
        about=about or f"{template}:{event.vote_id}",
        params={"estate_id": str(event.estate_id), "vote_id": str(event.vote_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
