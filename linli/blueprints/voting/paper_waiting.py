"""What of the paper waits for officers: sheets to print, to key, and those two clerks read differently."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.work import today
from linli.domains.estates.rules import Feature
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import counting_desk, paper, paper_printing, votes
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor, Role
from linli.platform.paging import Window

_MOST = 20
_ROLES = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER)


def contribute() -> None:
    """Add this part to the first pages."""
    today.contribute("voting_paper", _ROLES, due, feature=Feature.VOTING)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """Of every vote with paper whose box is not sealed: what of it somebody has to do."""
    for vote in votes.votes_page(estate_id, window=Window(limit=_MOST)).items:
        if votes.state(vote, now=now) in {State.ANNOUNCED, State.OPEN, State.CLOSED}:
            yield from _of(actor, vote)


def _of(actor: Actor, vote: Vote) -> Iterable[today.Item]:
    place = f"/work/e/{vote.estate_id}/votes/{vote.id}/paper"
    progress = paper.progress(vote, actor.account_id)
    if progress.differing:
        yield _item(vote, f"{progress.differing} 张纸质选票两次录入不一致", "去核对", f"{place}/differing")
    if mine := counting_desk.count_waiting(vote, actor.account_id):
        yield _item(vote, f"{mine} 张纸质选票等您录入", "去录入", f"{place}/desk")
    if (unprinted := paper_printing.unprinted(vote)) and vote.closed_at is None:
        yield _item(vote, f"{unprinted} 张纸质选票等打印", "去打印", f"{place}/printing")


def _item(vote: Vote, text: str, action: str, href: str) -> today.Item:
    return today.Item(title=vote.title, text=text, action=action, href=href, due_at=vote.closes_at)
