"""The key of a secret vote: who holds its parts, how it is made, and how enough holders open the totals.

The key comes into being at the confirmation of the opening and its private part is forgotten at once; each
holder's part stays sealed to a code that was shown to the holder and is stored nowhere.
"""

from datetime import datetime
from typing import Any

from linli.domains.voting.errors import HoldersMissing, KeyIsMade, PlaceTaken, WrongCode
from linli.domains.voting.models import KeyHolder, PartialDecryption, SecretKey, Vote
from linli.domains.voting.operations import closing
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import secrecy
from linli.domains.voting.rules.secret import sharing
from linli.domains.voting.rules.secret.answers import decrypt_part
from linli.domains.voting.rules.secret.group import GROUP, powers
from linli.kernel.actors import Actor
from linli.kernel.refusals import Invalid, Unknown
from linli.platform import audit
from linli.platform.db import db


def arrange(*, vote: Vote, holders: int, needed: int) -> SecretKey:
    """Say in how many parts the key will be and how many open it. Raises Invalid, KeyIsMade once somebody holds one."""
    _hold_unmade(vote)
    if needed > holders:
        raise Invalid(field_errors={"needed": ["开箱需要的人数不能多于保管人数。"]})
    if secrecy.holders(vote):
        raise KeyIsMade("已经有人领取保管码，份数不能再改。")
    arranged = _arranged(vote)
    arranged.holders, arranged.needed = holders, needed
    db.session.flush()
    _record("voting:key:arrange", vote, holders=holders, needed=needed)
    return arranged


def take_part(*, actor: Actor, vote: Vote, now: datetime) -> str:
    """A code for one holder, to be shown this once. One that was not confirmed yet is replaced by a new one.

    Raises KeyIsMade, PlaceTaken.
    """
    _hold_unmade(vote)
    arranged = _arranged(vote)
    mine = secrecy.holder(vote, actor.account_id)
    if mine is not None and mine.confirmed_at is not None:
        raise PlaceTaken
    code = sharing.new_code()
    public = GROUP.written(powers(GROUP, GROUP.g)(sharing.secret_of(GROUP, code, vote_id=str(vote.id))))
    if mine is None:
        mine = KeyHolder(
            estate_id=vote.estate_id,
            vote_id=vote.id,
            place=_free_place(vote, arranged),
            account_id=actor.account_id,
        )
        db.session.add(mine)
    mine.public, mine.shown_at = public, now
    db.session.flush()
    _record("voting:key:take_part", vote, place=mine.place)
    return code


def confirm_part(*, actor: Actor, vote: Vote, code: str, now: datetime) -> KeyHolder:
    """The holder typed the code again, so it is on paper. Raises WrongCode, KeyIsMade, Unknown."""
    _hold_unmade(vote)
    mine = secrecy.holder(vote, actor.account_id)
    if mine is None:
        raise Unknown
    _check(vote, mine, code)
    mine.confirmed_at = now
    db.session.flush()
    _record("voting:key:confirm_part", vote, place=mine.place)
    return mine


def free_place(*, vote: Vote, place: int) -> None:
    """Take a holder off before the key is made: somebody else takes the part. Raises KeyIsMade, Unknown."""
    _hold_unmade(vote)
    found = next((one for one in secrecy.holders(vote) if one.place == place), None)
    if found is None:
        raise Unknown
    db.session.delete(found)
    db.session.flush()
    _record("voting:key:free_place", vote, place=place)


def make_key(*, vote: Vote, now: datetime) -> None:
    """Make the key of a secret vote, seal each holder's part to the holder's code, and forget the rest.

    Called with the opening's confirmation; does nothing for a named vote. Raises HoldersMissing.
    """
    if not secrecy.is_secret(vote):
        return
    if said := secrecy.lacking(vote):
        raise HoldersMissing(said + "请先到“密钥保管”办理。")
    arranged, holders = _arranged(vote), secrecy.holders(vote)
    dealt = sharing.deal(GROUP, places=[one.place for one in holders], needed=arranged.needed)
    for one in holders:
        one.sealed_part = sharing.seal_part(GROUP, GROUP.read(one.public), dealt.parts[one.place])
    arranged.commitments, arranged.made_at = [GROUP.written(one) for one in dealt.commitments], now
    db.session.flush()
    _record("voting:key:make", vote, key=arranged.commitments[0][:32])


def open_part(*, actor: Actor, vote: Vote, code: str, now: datetime) -> int:
    """Enter a holder's code after the close: a part of the decryption of the totals, and of nothing else.

    Returns how many holders have come; with the last one needed the vote is counted. Entering a code twice changes
    nothing. Raises WrongCode, HoldersMissing, Unknown.
    """
    lock(vote)
    mine, arranged = secrecy.holder(vote, actor.account_id), secrecy.secret_key(vote)
    if mine is None or arranged is None or mine.sealed_part is None:
        raise Unknown
    totals, _ = secrecy.sums(vote)
    secret = _check(vote, mine, code)
    given = {one.place for one in secrecy.partials(vote)}
    if mine.place in given:
        return len(given)
    part = sharing.unseal_part(GROUP, mine.sealed_part, secret=secret)
    check = sharing.check_of(GROUP, [GROUP.read(one) for one in arranged.commitments], mine.place)
    if powers(GROUP, GROUP.g)(part) != check:
        raise WrongCode
    made = decrypt_part(secrecy.key(vote), totals, place=mine.place, share=part, check=check)
    db.session.add(
        PartialDecryption(
            estate_id=vote.estate_id,
            vote_id=vote.id,
            place=mine.place,
            totals=made,
            given_by=actor.account_id,
            given_at=now,
        )
    )
    db.session.flush()
    _record("voting:key:open_part", vote, place=mine.place)
    if len(given) + 1 >= arranged.needed:
        closing.count(actor=actor, vote=vote, now=now)
    return len(given) + 1


def _check(vote: Vote, mine: KeyHolder, code: str) -> int:
    """The secret that the code stands for, if it is this holder's."""
    secret = sharing.secret_of(GROUP, code, vote_id=str(vote.id))
    if GROUP.written(powers(GROUP, GROUP.g)(secret)) != mine.public:
        raise WrongCode
    return secret


def _hold_unmade(vote: Vote) -> None:
    lock(vote)
    if not secrecy.is_secret(vote):
        raise Unknown
    made = secrecy.secret_key(vote)
    if made is not None and made.made_at is not None:
        raise KeyIsMade


def _arranged(vote: Vote) -> SecretKey:
    found = secrecy.secret_key(vote)
    if found is None:
        found = SecretKey(
            estate_id=vote.estate_id,
            id=vote.id,
            holders=secrecy.HOLDERS,
            needed=secrecy.NEEDED,
            commitments=[],
        )
        db.session.add(found)
        db.session.flush()
    return found


def _free_place(vote: Vote, arranged: SecretKey) -> int:
    taken = {one.place for one in secrecy.holders(vote)}
    free = [place for place in range(1, arranged.holders + 1) if place not in taken]
    if not free:
        raise PlaceTaken
    return free[0]


def _record(act: str, vote: Vote, **details: Any) -> None:
    audit.record(act, object_kind="vote", object_id=vote.id, estate_id=vote.estate_id, **details)
