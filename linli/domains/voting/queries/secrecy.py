"""Secret votes: the key and who holds it, the encrypted sums, and the totals once enough holders came."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from linli.domains.voting.errors import HoldersMissing, RollFixed
from linli.domains.voting.models import (
    KeyHolder,
    PartialDecryption,
    RollEntry,
    RollVersion,
    SecretBallot,
    SecretKey,
    SecretSums,
    Vote,
)
from linli.domains.voting.queries import votes
from linli.domains.voting.rules.asked import Channel, Choice, Item, ItemKind, Question
from linli.domains.voting.rules.estate_rules import BallotChange, Uncast
from linli.domains.voting.rules.kinds import Mode
from linli.domains.voting.rules.majority import NOBODY, Weight
from linli.domains.voting.rules.secret.answers import (
    AREA,
    HEADS,
    Answers,
    Key,
    Totals,
    open_totals,
    options,
    totals,
)
from linli.domains.voting.rules.secret.elgamal import Ciphertext
from linli.domains.voting.rules.secret.group import GROUP
from linli.domains.voting.rules.secret.proofs import FORMAT
from linli.domains.voting.rules.tallying import ItemTally, Tallies
from linli.kernel.refusals import Unknown
from linli.platform.db import db

HOLDERS, NEEDED = 3, 2
Opened = Mapping[tuple[str, str, str], int]


def is_secret(found: Vote) -> bool:
    """Whether nothing of a vote may join voter and choice."""
    return found.mode == Mode.SECRET


def secret_vote(*, estate_id: uuid.UUID, vote_id: uuid.UUID, **_: object) -> Vote:
    """A secret vote of this estate, or Unknown: a named one has no key."""
    found = votes.vote(estate_id=estate_id, vote_id=vote_id)
    if not is_secret(found):
        raise Unknown
    return found


def secret_key(found: Vote) -> SecretKey | None:
    """The key of a vote, made or still to be made."""
    return db.session.get(SecretKey, (found.estate_id, found.id))


def parts_and_needed(found: Vote) -> tuple[int, int]:
    """In how many parts the key is, and how many of them open the count."""
    arranged = secret_key(found)
    return (arranged.holders, arranged.needed) if arranged else (HOLDERS, NEEDED)


def holders(found: Vote) -> Sequence[KeyHolder]:
    """Who took a part, by place."""
    return db.session.scalars(
        select(KeyHolder).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(KeyHolder.place)
    ).all()


def holder(found: Vote, account_id: uuid.UUID) -> KeyHolder | None:
    """The part that an account holds."""
    return db.session.scalar(
        select(KeyHolder).filter_by(estate_id=found.estate_id, vote_id=found.id, account_id=account_id)
    )


def lacking(found: Vote) -> str:
    """What keeps the key from being made, in words; "" where nothing does."""
    wanted, _ = parts_and_needed(found)
    ready = sum(1 for one in holders(found) if one.confirmed_at)
    return (
        "" if ready >= wanted else f"密钥保管人要 {wanted} 位，已确认 {ready} 位，还差 {wanted - ready} 位。"
    )


def key(found: Vote) -> Key:
    """The public key that ballots are sealed with. Raises HoldersMissing where there is none yet."""
    made = secret_key(found)
    if made is None or not made.commitments:
        raise HoldersMissing("这次不记名表决还没有生成密钥。")
    return Key(GROUP, GROUP.read(made.commitments[0]), str(found.id), found.text_hash or "")


def partials(found: Vote) -> Sequence[PartialDecryption]:
    """The holders' parts of the decryption, by place."""
    return db.session.scalars(
        select(PartialDecryption)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(PartialDecryption.place)
    ).all()


def add_up(found: Vote, question: Question, roll: RollVersion) -> Totals:
    """The encrypted totals of the ballots that count."""
    return totals(GROUP, question.items, _effective(found, question, roll))


def _effective(found: Vote, question: Question, roll: RollVersion) -> Iterator[tuple[Answers, int]]:
    """Each voter's ballot that counts, with the voter's area."""
    counts = _counts(found, question, roll)
    rows = db.session.execute(
        select(SecretBallot.answers, counts.c.area).join(counts, counts.c.id == SecretBallot.id),
        execution_options={"yield_per": 100},
    )
    yield from ((answers, area) for answers, area in rows)


def _counts(found: Vote, question: Question, roll: RollVersion) -> Any:
    last_wins = question.rules.ballot_change is BallotChange.LAST_WINS
    place = func.row_number().over(
        partition_by=SecretBallot.voter_no,
        order_by=SecretBallot.seq.desc() if last_wins else SecretBallot.seq,
    )
    valid = (
        select(SecretBallot.id, SecretBallot.voter_no, RollEntry.area, place.label("place"))
        .join(
            RollEntry,
            (RollEntry.estate_id == SecretBallot.estate_id)
            & (RollEntry.roll_id == roll.id)
            & (RollEntry.voter_no == SecretBallot.voter_no),
        )
        .where(
            SecretBallot.estate_id == found.estate_id,
            SecretBallot.vote_id == found.id,
            SecretBallot.cast_at >= question.opens_at,
            SecretBallot.cast_at < question.closes_at,
        )
        .subquery()
    )
    return select(valid).where(valid.c.place == 1).subquery()


def sums(found: Vote) -> tuple[Totals, SecretSums]:
    """The encrypted totals as they were fixed when the box was sealed. Raises HoldersMissing before."""
    fixed = db.session.get(SecretSums, (found.estate_id, found.id))
    if fixed is None:
        raise HoldersMissing("投票还没有截止，不能开箱。")
    read = {
        (one["item_id"], one["option"], one["axis"]): Ciphertext(
            GROUP.read(one["alpha"]), GROUP.read(one["beta"])
        )
        for one in fixed.totals
    }
    return read, fixed


def opened(found: Vote, *, roll: RollVersion) -> Opened:
    """The totals in the clear. Raises HoldersMissing where too few codes were entered, and RollFixed."""
    encrypted, fixed = sums(found)
    if fixed.roll_id != roll.id:
        raise RollFixed
    _, needed = parts_and_needed(found)
    given = {one.place: one.totals for one in partials(found)[:needed]}
    if len(given) < needed:
        raise HoldersMissing(f"开箱要 {needed} 位保管人输入保管码，已有 {len(given)} 位。")
    return open_totals(GROUP, encrypted, given, most={HEADS: roll.heads, AREA: roll.area})


def tallies(found: Vote, question: Question, *, roll: RollVersion) -> Tallies:
    """The sums that the rule decides on, as queries.sums makes them for named votes."""
    clear = opened(found, roll=roll)
    counts = _counts(found, question, roll)
    heads, area = db.session.execute(select(func.count(), func.coalesce(func.sum(counts.c.area), 0))).one()
    effective = Weight(heads, int(area))
    received, valid = _received(found, question, roll)
    return Tallies(
        roll=Weight(roll.heads, roll.area),
        received=received,
        void=received - valid,
        channels={Channel.ONLINE: effective, Channel.PAPER: NOBODY},
        silent=_silent(found, question, roll),
        items={item.item_id: _tally(item, clear, effective) for item in question.items},
    )


def _tally(item: Item, clear: Opened, effective: Weight) -> ItemTally:
    said: dict[str, Weight] = {} if item.kind is ItemKind.ELECTION else dict.fromkeys(Choice, NOBODY)
    for option in options(item):
        heads, area = clear[item.item_id, option, HEADS], clear[item.item_id, option, AREA]
        said[option if item.kind is ItemKind.ELECTION else Choice(option)] = Weight(heads, area)
    return ItemTally(item.item_id, said, answered=effective)


def _received(found: Vote, question: Question, roll: RollVersion) -> tuple[int, int]:
    here = (SecretBallot.estate_id == found.estate_id, SecretBallot.vote_id == found.id)
    on_roll = select(RollEntry.voter_no).where(
        RollEntry.estate_id == roll.estate_id, RollEntry.roll_id == roll.id
    )
    valid = (
        SecretBallot.voter_no.in_(on_roll),
        SecretBallot.cast_at >= question.opens_at,
        SecretBallot.cast_at < question.closes_at,
    )
    received = db.session.scalar(select(func.count()).select_from(SecretBallot).where(*here))
    return received or 0, db.session.scalar(
        select(func.count()).select_from(SecretBallot).where(*here, *valid)
    ) or 0


def _silent(found: Vote, question: Question, roll: RollVersion) -> Weight:
    if question.rules.uncast is not Uncast.DELIVERED_FOLLOWS_MAJORITY:
        return NOBODY
    heads, area = db.session.execute(
        select(func.count(), func.coalesce(func.sum(RollEntry.area), 0)).where(
            RollEntry.estate_id == roll.estate_id,
            RollEntry.roll_id == roll.id,
            RollEntry.delivered.is_(True),
            RollEntry.voter_no.not_in(select(_counts(found, question, roll).c.voter_no)),
        )
    ).one()
    return Weight(heads, int(area))


def published(found: Vote, plain: Mapping[str, Any]) -> dict[str, Any]:
    """vote.json of a secret bundle: the vote, the words' hash, and what is public of the key."""
    made = secret_key(found)
    if made is None:
        raise HoldersMissing
    shared = {"group": GROUP.name, "commitments": made.commitments, "holders": made.holders}
    return dict(plain) | {"format": FORMAT, "text_hash": found.text_hash, "key": shared}


def decryption(found: Vote, *, roll: RollVersion) -> dict[str, Any]:
    """decryption.json: the totals in the clear, and the holders' parts that prove them."""
    _, needed = parts_and_needed(found)
    clear = [
        {"item_id": item_id, "option": option, "axis": axis, "value": value}
        for (item_id, option, axis), value in opened(found, roll=roll).items()
    ]
    given = [{"place": one.place, "totals": one.totals} for one in partials(found)[:needed]]
    return {"totals": clear, "parts": given}
