"""An election from the first candidate to the committee's first minutes, accounts and filing.

Its ballots are written in bulk, of nearly every voter of the roll, as phones and counting day together bring them:
a count by the law needs two thirds.
"""

from datetime import timedelta

from sqlalchemy import select

from linli.cli.demo.bulk import Bulk
from linli.cli.demo.life import NOTICE, Life
from linli.domains.committees.operations import disclosing, meetings, papers, seats
from linli.domains.committees.queries import meetings as held
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Account, Answer, Paper, Post, Side, half_year
from linli.domains.people.queries import register
from linli.domains.voting.models import Election, RollEntry, RollOwner, Vote
from linli.domains.voting.operations import (
    boxing,
    closing,
    drafting,
    electing,
    nominating,
    opening,
    reviewing,
)
from linli.domains.voting.operations.nominating import Profile
from linli.domains.voting.queries import votes
from linli.domains.voting.rules import chain
from linli.domains.voting.rules.bundle import moment
from linli.domains.voting.rules.candidacy import Condition, ElectionKind
from linli.domains.voting.rules.counting import Channel
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.kinds import VoteKind
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window

SEATS, STANDING, OPENS, DAYS = 5, 7, -45, 12
_TITLE = "业主委员会换届选举"
_STATEMENTS = (
    "住在小区十二年，做过会计，愿意把每一笔账公开好。",
    "退休教师，有时间跑腿，先把电梯和停车两件事办好。",
    "做工程监理，维修资金怎么花我来把关。",
    "年轻人不能只抱怨，我来牵头把充电车棚建起来。",
    "热心调解，邻里的事商量着办。",
    "懂一点绿化和消防，愿意出力。",
    "希望物业服务合同更细，做到按月公示。",
)


def live_early(life: Life) -> None:
    """Nominations, review, notice, and the ballots, until before the close."""
    election = _draft(life)
    _candidates(life, election)
    vote = votes.vote(estate_id=life.made.id, vote_id=election.vote_id)
    with clock.freeze(life.at(OPENS - NOTICE)):
        drafting.announce(actor=life.officer(0), vote=vote, now=clock.now())
    with clock.freeze(life.at(OPENS)):
        opening.confirm_opening(actor=life.officer(1), vote=vote, now=clock.now())
        opening.open_if_due(vote=vote, now=clock.now())
    _ballots(life, vote)


def live_on(life: Life) -> None:
    """The count, the days for objections, and what the committee does from then on."""
    vote = next(
        one for one in votes.votes_page(life.made.id, window=Window(limit=9)).items if one.title == _TITLE
    )
    with clock.freeze(life.at(OPENS + DAYS)):
        closing.close(vote=vote, now=clock.now())
    with clock.freeze(life.at(OPENS + DAYS + 1)):
        closing.publish_result(actor=life.officer(1), vote=vote, now=clock.now())
    with clock.freeze(life.at(-20)):
        closing.settle(vote=vote, now=clock.now())
    if terms.in_office(life.made.id, on=day_of(life.at(-20))) is not None:
        _first_meeting(life)
        _papers(life)


def _draft(life: Life) -> Election:
    opens_at, since = life.at(OPENS), OPENS - NOTICE - 30
    with clock.freeze(life.at(since)):
        vote = drafting.draft(
            actor=life.officer(0), estate_id=life.made.id, title=_TITLE, meeting=Meeting.REGULAR,
            opens_at=opens_at, closes_at=opens_at + timedelta(days=DAYS), kind=VoteKind.ELECTION, now=clock.now(),
        )  # fmt: skip
        election = electing.add_election(
            vote=vote, title="选举业主委员会委员", kind=ElectionKind.GENERAL, seats=SEATS, alternates=1,
            contested=True, term_years=5, now=clock.now(),
        )  # fmt: skip
        today = day_of(clock.now())
        nominating.open_nominations(
            election=election, since_on=today, until_on=today + timedelta(days=9), now=clock.now()
        )
    return election


def _candidates(life: Life, election: Election) -> None:
    begun, found = OPENS - NOTICE - 30, dict.fromkeys(Condition, (True, "核对书面材料"))
    for home, words in zip(life.activated()[:STANDING], _STATEMENTS, strict=False):
        with clock.freeze(life.at(begun + 2)):
            one = nominating.stand(
                actor=life.owner(home), election=election, profile=Profile(statement=words), now=clock.now()
            )
        with clock.freeze(life.at(begun + 5)):
            reviewing.check_all(actor=life.officer(0), candidacy=one, found=found, now=clock.now())
            reviewing.approve(actor=life.officer(0), candidacy=one, now=clock.now())
    with clock.freeze(life.at(begun + 11)):
        reviewing.put_up_list(actor=life.officer(0), election=election, now=clock.now())


def _ballots(life: Life, vote: Vote) -> None:
    """Nine voters of ten; the first candidates are named by most."""
    (item,) = votes.items(vote)
    names = [one["candidate_id"] for one in item.candidates]
    box, bulk, random = boxing.hold(vote), Bulk(), life.inventor.random
    for entry, account_id in _voters(life, vote):
        if random.random() < 0.1:  # noqa: PLR2004 - one of ten stays away
            continue
        chosen = [one for one in names[:SEATS] if random.random() < 0.75]  # noqa: PLR2004
        chosen += [one for one in names[SEATS:] if random.random() < 0.9][: SEATS - len(chosen)]  # noqa: PLR2004
        cast_at = life.at(OPENS + 1) + timedelta(minutes=box.seq * 3)
        channel = Channel.ONLINE if account_id else Channel.PAPER
        line = chain.chained(
            seq=box.seq + 1, prev=box.hash, voter_no=entry.voter_no, channel=channel, cast_at=moment(cast_at),
            choices={"1": chosen},
        )  # fmt: skip
        bulk.add(
            "ballot",
            {
                "id": life.inventor.id(), "estate_id": vote.estate_id, "vote_id": vote.id, "entry_id": entry.id,
                "seq": line["seq"], "voter_no": entry.voter_no, "channel": channel, "revision": 1,
                "choices": line["choices"], "cast_at": cast_at, "prev": line["prev"], "hash": line["hash"],
                "receipt_no": boxing.receipt_no(), "cast_by": account_id or life.made.officers[0],
            },
        )  # fmt: skip
        box.seq, box.hash = line["seq"], line["hash"]
    db.session.flush()
    bulk.write()


def _voters(life: Life, vote: Vote) -> list[tuple[RollEntry, object]]:
    """Every voter but the developer, with the account of one of the owners."""
    accounts = {one: seen.account_id for one, seen in register.owner_views(life.made.id).items()}
    of_entry: dict[object, object] = {}
    for row in db.session.execute(
        select(RollOwner.entry_id, RollOwner.owner_id).filter_by(
            estate_id=vote.estate_id, roll_id=vote.roll_id
        )
    ):
        of_entry[row.entry_id] = of_entry.get(row.entry_id) or accounts.get(row.owner_id)
    entries = db.session.scalars(
        select(RollEntry)
        .filter_by(estate_id=vote.estate_id, roll_id=vote.roll_id, developer=False)
        .order_by(RollEntry.voter_no)
    )
    return [(entry, of_entry.get(entry.id)) for entry in entries]


def _first_meeting(life: Life) -> None:
    clerk = life.staff(Role.COMMITTEE_MEMBER)
    with clock.freeze(life.at(-19)):
        meeting = meetings.call(
            actor=clerk, estate_id=life.made.id, title="第一次会议：推选主任、讨论停车划线",
            agenda="一、推选主任、副主任\n二、东门停车划线\n三、公共收益账目", place="社区会议室",
            meets_at=life.at(-10, 19), now=clock.now(),
        )  # fmt: skip
    with clock.freeze(life.at(-9)):
        present = {
            one.member_id: number != SEATS - 1 for number, (one, _) in enumerate(held.attendance(meeting))
        }
        meetings.attend(meeting=meeting, present=present, now=clock.now())
        voting = {
            one.member_id: Answer.FOR
            for one, who in held.attendance(meeting)
            if one.present and who.post != Post.SUBSTITUTE
        }
        meetings.decide(
            meeting=meeting, title="请物业出东门停车划线方案并公示", answers=voting, now=clock.now()
        )
        meetings.write_minutes(
            meeting=meeting,
            minutes="会议推选了主任。物业介绍了东门停车情况，委员一致同意先划线、后施划禁停，方案公示七天。",
        )
        meetings.publish_minutes(actor=clerk, meeting=meeting, now=clock.now())
    _chair(life)


def _chair(life: Life) -> None:
    with clock.freeze(life.at(-9)):
        on = day_of(clock.now())
        term = terms.in_office(life.made.id, on=on)
        if term is not None:
            first = next(one for one in terms.holding(term, on=on) if one.post == Post.MEMBER)
            seats.change_post(term=term, member=first, post=Post.CHAIR, on=on, now=clock.now())


def _papers(life: Life) -> None:
    """The filing is with the street, the seal was used once, the last half-year's income is up."""
    clerk = life.staff(Role.COMMITTEE_MEMBER)
    with clock.freeze(life.at(-7)):
        now, today = clock.now(), day_of(clock.now())
        term = terms.in_office(life.made.id, on=today)
        filing = terms.filing(term) if term is not None else None
        if filing is not None:
            papers.note_papers(filing=filing, papers={paper: f"{paper.title}，原件 1 份" for paper in Paper})
            papers.submit(filing=filing, on=today, now=now)
        papers.use_seal(
            actor=clerk, estate_id=life.made.id, used_on=today, purpose="提交备案材料", document="备案申请表",
            copies=2, approved_by="第 1 次会议", now=now,
        )  # fmt: skip
        since_on, until_on = half_year(today - timedelta(days=184))
        account = disclosing.begin(
            actor=clerk, estate_id=life.made.id, account=Account.INCOME, title="半年公共收益",
            since_on=since_on, until_on=until_on, now=now,
        )  # fmt: skip
        for side, title, fen in (
            (Side.SOURCE, "电梯广告", 1_860_000),
            (Side.SOURCE, "临时停车", 2_415_000),
            (Side.USE, "门禁维修", 386_000),
        ):
            disclosing.add_line(
                actor=clerk, disclosure=account, side=side, title=title, amount_fen=fen, document="合同和发票",
                now=now,
            )  # fmt: skip
        disclosing.put_up(disclosure=account, now=now)
