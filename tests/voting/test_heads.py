"""Heads: where the chain stood, signed at intervals, so that nobody cuts or rewrites it afterwards."""

import json
import logging
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from linli.domains.voting.models import Ballot, BallotBox, VoteResult
from linli.domains.voting.operations import closing
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import ballots, heads
from linli.domains.voting.rules import chain
from linli.jobs import voting as jobs
from linli.platform import clock
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.transactions import transaction
from linli.verify import main
from tests.voting import votes
from tests.voting.test_api import Hall


@pytest.fixture
def hall(app):
    return Hall(owners=5).open()


def anchored(hall):
    """The heads so far, as somebody outside keeps them."""
    with transaction(writes=False):
        assert ballots.nonce(hall.vote) is None
        return "".join(json.dumps(heads.written(one)) + "\n" for one in heads.heads(hall.vote))


def published_nonce(hall):
    with transaction(writes=False):
        return ballots.nonce(hall.vote)


def bundle(hall):
    with transaction(writes=False):
        return closing.export(vote=hall.vote, signature=use(BundleSigner), now=clock.now())


def verified(content, kept, folder, capsys, *more):
    """The exit status, and the first word and place that are printed."""
    (folder / "bundle.zip").write_bytes(content)
    (folder / "heads.jsonl").write_text(kept)
    capsys.readouterr()
    status = main([str(folder / "bundle.zip"), "--heads", str(folder / "heads.jsonl"), *more])
    word, _, rest = capsys.readouterr().out.partition(": ")
    return status, word, rest.split(" ")[0]


def test_a_head_is_signed_only_when_the_box_has_grown(hall):
    for expected in (0, 1, 1, 3):
        while expected > len(stored(hall)):
            hall.cast(len(stored(hall)))
        jobs.sign_heads(now=clock.now())
        lines = stored(hall)
        with transaction(writes=False):
            last = heads.latest(hall.vote)
            assert (last.seq if last else 0) == expected
            box = ballots.box(hall.vote)
            assert last is None or last.commitment == chain.commitment(box.nonce, lines[last.seq - 1]["hash"])
        clock.advance(timedelta(minutes=10))
    with transaction(writes=False):
        assert [one.seq for one in heads.heads(hall.vote)] == [1, 3]


def stored(hall):
    with transaction(writes=False):
        return list(ballots.lines(hall.vote))


def test_a_head_leaves_the_machine_with_the_log(hall, caplog):
    hall.cast(0)
    with caplog.at_level(logging.INFO, logger="linli.domains.voting.operations.heading"):
        jobs.sign_heads(now=clock.now())
    (line,) = [one for one in caplog.records if one.message == "vote head"]
    with transaction(writes=False):
        said = heads.latest(hall.vote).commitment
    assert (line.count, line.state, line.item) == (1, said, str(hall.vote_id))


def test_heads_are_given_out_to_everybody_while_voting_goes_on(client, hall):
    for n in range(2):
        hall.cast(n)
        jobs.sign_heads(now=clock.now())
    place = f"/p/votes/{hall.id}/{hall.vote_id}/heads"
    page = client.get(place)
    with transaction(writes=False):
        assert heads.latest(hall.vote).commitment in page.text
    lines = client.get(f"{place}.jsonl").text.splitlines()
    assert [json.loads(one)["seq"] for one in lines] == [1, 2]
    answer = client.get(f"{hall.path}/heads", headers=hall.headers(3)).json
    assert [one["seq"] for one in answer["items"]] == [2, 1]
    assert answer["items"][1] == json.loads(lines[0])


def test_a_bundle_that_contains_every_anchor_holds(client, hall, tmp_path, capsys):
    for n in range(5):
        hall.cast(n)
        jobs.sign_heads(now=clock.now())
    kept = anchored(hall)
    hall.close().publish()
    assert verified(bundle(hall), kept, tmp_path, capsys)[:2] == (1, "chain")  # nothing opens them
    assert verified(bundle(hall), kept, tmp_path, capsys, "--nonce", "0" * 64)[:2] == (1, "chain")
    opened = client.get(f"/p/votes/{hall.id}/{hall.vote_id}/heads.jsonl").text
    assert verified(bundle(hall), opened, tmp_path, capsys)[:2] == (0, "ok")
    assert verified(bundle(hall), kept, tmp_path, capsys, "--nonce", published_nonce(hall)) == (
        0,
        "ok",
        "全部成立：文件、签名、票链、名册、每一票和结果。\n斗潭新村",
    )


def rewrite(hall, change):
    """With every right in the database: triggers away, ballots changed, the chain and the count made anew."""
    with transaction():
        postgresql = db.engine.dialect.name == "postgresql"
        for trigger in ("no_update", "no_delete"):
            for table in ("ballot", "vote_result"):
                if not postgresql:
                    db.session.execute(text(f"DROP TRIGGER {table}_{trigger}"))
        if postgresql:
            for table in ("ballot", "vote_result"):
                db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        change(hall)
        prev = chain.START
        found = db.session.scalars(
            db.select(Ballot).filter_by(vote_id=hall.vote_id).order_by(Ballot.seq)
        ).all()
        for seq, one in enumerate(found, 1):
            one.seq, one.prev = seq, prev
            prev = one.hash = chain.line_hash(ballots.line(one))
        box = db.session.get_one(BallotBox, (hall.id, hall.vote_id))
        box.seq, box.hash = len(found), prev
        db.session.flush()
        db.session.execute(db.delete(VoteResult).where(VoteResult.vote_id == hall.vote_id))
        from linli.domains.voting.operations.counting import fix_count

        fix_count(vote=hall.vote, now=clock.now())


def delete_last(hall):
    last = db.session.scalars(db.select(Ballot).filter_by(vote_id=hall.vote_id, seq=5)).one()
    db.session.delete(last)
    db.session.flush()


def change_second(hall):
    second = db.session.scalars(db.select(Ballot).filter_by(vote_id=hall.vote_id, seq=2)).one()
    second.choices = {"1": "against"}
    db.session.flush()


@pytest.mark.parametrize(("change", "where"), [(delete_last, "heads:5"), (change_second, "heads:2")])
def test_whoever_may_write_in_the_database_and_makes_everything_anew_is_found_out_by_an_anchor(
    hall, tmp_path, capsys, change, where
):  # check D-17
    for n in range(5):
        hall.cast(n)
        jobs.sign_heads(now=clock.now())
    kept = anchored(hall)
    hall.close().publish()
    rewrite(hall, change)
    forged = bundle(hall)
    (tmp_path / "alone.zip").write_bytes(forged)
    assert main([str(tmp_path / "alone.zip")]) == 0  # in itself the forgery is flawless
    nonce = published_nonce(hall)
    assert verified(forged, kept, tmp_path, capsys, "--nonce", nonce) == (1, "chain", where)


def test_a_receipt_from_before_finds_the_forgery_out_as_well(client, hall):
    made = [hall.cast(n) for n in range(5)]
    hall.close().publish()
    page = f"/p/votes/{hall.id}/{hall.vote_id}/check?receipt={made[4].receipt_no}"
    assert made[4].commitment in client.get(page).text
    rewrite(hall, change_second)
    assert made[4].commitment not in client.get(page).text


# ------------------------------------------------------------------------------------------ the file of anchors

ROLL = votes.roll(*[10000] * 3)
GENUINE = votes.packed(votes.question(), ROLL, votes.said("for", "for", "against"))
LINES = [json.loads(line) for line in votes.parts(GENUINE)["ballots.jsonl"].splitlines()]

NONCE = "ab" * 32


def head(seq=3, *, key=votes.KEY, vote_id="v-1", **change):
    import base64

    said = {
        "format": "linli-head/1",
        "vote_id": vote_id,
        "seq": seq,
        "commitment": chain.commitment(NONCE, LINES[min(seq, 3) - 1]["hash"]),
        "at": "2026-03-02T10:00:00+08:00",
    } | change
    signature = base64.b64encode(key.sign(chain.canonical(said))).decode()
    return said | {"public_key": base64.b64encode(key.public_key()).decode(), "signature": signature}


BAD = {
    "a head beyond the chain": (head(4), (1, "chain", "heads:1")),
    "another hash": (head(2, commitment="0" * 64), (1, "chain", "heads:1")),
    "a head altered after signing": (head(2) | {"seq": 1}, (1, "signature", "heads:1")),
    "a head that another key signed": (head(2, key=votes.Key(b"x" * 32)), (1, "signature", "heads:1")),
    "no head of this vote": (head(vote_id="v-2"), (1, "chain", "heads")),
    "a field that nobody knows": (head() | {"note": "x"}, (2, "malformed", "heads:1")),
    "no number": (head(0), (2, "malformed", "heads:1")),
    "another format": (head(format="linli-head/2"), (2, "malformed", "heads:1")),
}


@pytest.mark.parametrize("name", BAD)
def test_an_anchor_that_does_not_fit_is_named(name, tmp_path, capsys):
    made, expected = BAD[name]
    status, word, place = verified(GENUINE, json.dumps(made) + "\n", tmp_path, capsys, "--nonce", NONCE)
    if expected[0] == 2:
        assert (status, word) == expected[:2]
    else:
        assert (status, word, place) == expected


@pytest.mark.parametrize("kept", ["x", "[]", "{}", "\x00", '{"a":1.5}'])
def test_what_is_no_file_of_anchors_is_refused(kept, tmp_path, capsys):
    assert verified(GENUINE, kept, tmp_path, capsys)[0] == 2


def test_a_missing_file_of_anchors_is_refused_and_an_empty_one_does_not_pass(tmp_path, capsys):
    (tmp_path / "b.zip").write_bytes(GENUINE)
    assert main([str(tmp_path / "b.zip"), "--heads", str(tmp_path / "nowhere")]) == 2
    assert verified(GENUINE, "", tmp_path, capsys)[:2] == (1, "chain")


def test_heads_of_other_votes_in_the_same_file_do_not_disturb(tmp_path, capsys):
    kept = "".join(
        json.dumps(one) + "\n" for one in (head(vote_id="v-2", key=votes.Key(b"y" * 32)), head(1), head(3))
    )
    assert verified(GENUINE, kept, tmp_path, capsys, "--nonce", NONCE)[:2] == (0, "ok")


def test_without_the_option_nothing_changes(tmp_path):
    (tmp_path / "b.zip").write_bytes(GENUINE)
    assert main([str(tmp_path / "b.zip")]) == 0


# ------------------------------------------------------------------------------------------------- D-18


@pytest.mark.feature("VO-53")
@pytest.mark.parametrize(
    "table", ["ballot", "secret_ballot", "signed_head", "vote_result", "partial_decryption"]
)
def test_nothing_of_the_record_can_be_changed_removed_or_emptied(app, table):  # check D-18
    from linli.platform import protection

    made = "\n".join(protection.sql_for(db.metadata, db.engine.dialect.name))
    for guard in (
        ("linli_no_truncate", "linli_append_only")
        if db.engine.dialect.name == "postgresql"
        else (
            f"{table}_no_update",
            f"{table}_no_delete",
        )
    ):
        assert guard in made
    if db.engine.dialect.name == "postgresql":
        with pytest.raises(DatabaseError, match="append only"), transaction():
            db.session.execute(text(f"TRUNCATE {table} CASCADE"))


def test_a_head_cannot_be_changed_or_removed(hall):
    hall.cast(0)
    jobs.sign_heads(now=clock.now())
    for statement in ("UPDATE signed_head SET seq = 9", "DELETE FROM signed_head"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
