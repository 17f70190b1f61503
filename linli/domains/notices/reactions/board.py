"""What the other rooms must show goes on the board by itself, for the days that they reckoned."""

from linli.domains.committees.events import AccountsDisclosed
from linli.domains.committees.queries import meetings
from linli.domains.fees.events import PriceShown
from linli.domains.fees.queries import changes
from linli.domains.fees.rules.changes import shown_until
from linli.domains.notices.operations import board
from linli.domains.notices.queries.board import of_source
from linli.domains.notices.rules.board import TERMS, BoardKind, last_day
from linli.domains.payments.events import CommonIncomeDisclosed
from linli.domains.payments.queries import commons
from linli.domains.voting.events import CandidatesListed, ResultPublished, VoteAnnounced, VoteAnnulled
from linli.domains.voting.queries import elections, votes
from linli.kernel.times import day_of


def show_vote(event: VoteAnnounced) -> None:
    """The notice of a vote hangs from its announcement until the vote opens."""
    assert event.estate_id is not None
    found = votes.vote(estate_id=event.estate_id, vote_id=event.vote_id)
    board.put(
        estate_id=event.estate_id,
        kind=BoardKind.VOTE,
        title=f"业主大会公告：{found.title}",
        words="议题、时间、名册和参加办法见公告全文。",
        starts_on=day_of(event.at),
        ends_on=day_of(found.opens_at),
        source=f"vote:{found.id}",
        href=f"/e/{event.estate_id}/votes/{found.id}",
        now=event.at,
    )


def show_result(event: ResultPublished) -> None:
    """A result hangs until the last day for objections."""
    assert event.estate_id is not None
    found = votes.vote(estate_id=event.estate_id, vote_id=event.vote_id)
    starts_on = day_of(event.at)
    board.put(
        estate_id=event.estate_id,
        kind=BoardKind.RESULT,
        title=f"表决结果：{found.title}",
        words="各项结果、人数和面积见结果页。",
        starts_on=starts_on,
        ends_on=found.objections_until or last_day(starts_on, TERMS[BoardKind.RESULT].days),
        source=f"result:{found.id}",
        href=f"/e/{event.estate_id}/votes/{found.id}",
        now=event.at,
    )


def take_down_vote(event: VoteAnnulled) -> None:
    """The notice of a vote that was declared void comes down."""
    assert event.estate_id is not None
    for source in (f"vote:{event.vote_id}", f"result:{event.vote_id}"):
        found = of_source(event.estate_id, source)
        if found is not None and found.taken_down_at is None:
            board.take_down(item=found, why="表决已作废。", now=event.at)


def show_candidates(event: CandidatesListed) -> None:
    """A list of candidates hangs until its last day; a changed list hangs anew."""
    assert event.estate_id is not None
    found = elections.election(estate_id=event.estate_id, election_id=event.election_id)
    newest = elections.lists(found)[0]
    board.put(
        estate_id=event.estate_id,
        kind=BoardKind.CANDIDATES,
        title=f"业主委员会候选人名单（第 {newest.version} 版）",
        words="名单和介绍见选举页。",
        starts_on=day_of(newest.published_at),
        ends_on=newest.shown_until,
        source=f"candidates:{found.id}:{newest.version}",
        href=f"/e/{event.estate_id}/elections/{found.id}",
        now=event.at,
    )


def show_accounts(event: AccountsDisclosed) -> None:
    """An account hangs thirty days; it stays among the disclosures."""
    assert event.estate_id is not None
    found = meetings.disclosure(estate_id=event.estate_id, disclosure_id=event.disclosure_id)
    starts_on = day_of(event.at)
    board.put(
        estate_id=event.estate_id,
        kind=BoardKind.ACCOUNTS,
        title=found.title,
        words="收支明细和凭证见公开页。",
        starts_on=starts_on,
        ends_on=last_day(starts_on, TERMS[BoardKind.ACCOUNTS].days),
        source=f"accounts:{found.id}",
        href=f"/e/{event.estate_id}/committee/disclosures/{found.id}",
        now=event.at,
    )


def show_commons(event: CommonIncomeDisclosed) -> None:
    """The accounts of the common income hang thirty days (民法典第282条、第943条); a new version hangs in their place."""
    assert event.estate_id is not None
    found = commons.disclosure(estate_id=event.estate_id, common_id=event.disclosure_id)
    starts_on = day_of(event.at)
    board.put(
        estate_id=event.estate_id,
        kind=BoardKind.ACCOUNTS,
        title=f"公共收益公布：{found.since_on:%Y-%m-%d} 至 {found.until_on:%Y-%m-%d}",
        words="收支明细和凭证见公布页，业主可以对每一笔提问。",
        starts_on=starts_on,
        ends_on=last_day(starts_on, TERMS[BoardKind.ACCOUNTS].days),
        source=f"commons:{found.since_on}:{found.until_on}",
        href=f"/e/{event.estate_id}/common-income/{found.id}",
        now=event.at,
    )


def show_price(event: PriceShown) -> None:
    """A new price of the property fee hangs its thirty days (杭州市物业管理条例第53条)."""
    assert event.estate_id is not None
    found = changes.change(estate_id=event.estate_id, price_change_id=event.change_id)
    starts_on = found.shown_on or day_of(event.at)
    board.put(
        estate_id=event.estate_id,
        kind=BoardKind.PRICE,
        title="物业费标准调整公示",
        words=found.reason,
        starts_on=starts_on,
        ends_on=shown_until(starts_on),
        source=f"price:{found.id}",
        href=f"/e/{event.estate_id}/bills/changes/{found.id}",
        now=event.at,
    )
