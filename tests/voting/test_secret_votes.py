"""Secret votes from end to end: nothing joins voter and choice, and the count is right all the same."""

import io
import json
import logging
import re
import threading
import zipfile

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from linli.domains.estates import queries as estates
from linli.domains.estates.operations import decide_setting, set_area
from linli.domains.estates.rules import AreaSource
from linli.domains.voting import errors
from linli.domains.voting.models import SecretBallot
from linli.domains.voting.operations import boxing, closing, enrolling, holding, opening
from linli.domains.voting.operations.counting import fix_count
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import ballots, records, rolls, votes
from linli.domains.voting.rules.counting import Channel
from linli.jobs import voting as jobs
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.transactions import transaction
from linli.verify import main
from tests.factories.voting import confirm
from tests.support.forms import submit
from tests.voting.secret_votes import SecretAssembly
from tests.voting.test_api import Hall, cast, key


class SecretHall(SecretAssembly, Hall):
    """A secret assembly whose people have tokens."""

    def headers(self, who, **more):
        if isinstance(who, str) and who.startswith("holder"):
            return super().headers(self.holders[int(who[-1])].account_id, **more)
        return super().headers(who, **more)


@pytest.fixture
def hall(app):
    return SecretHall(owners=5)


def exported(hall):
    with transaction(writes=False):
        return closing.export(vote=hall.vote, signature=use(BundleSigner), now=clock.now())


@pytest.mark.feature("VO-33", "VO-60")
def test_a_secret_vote_is_counted_by_two_of_three_holders_and_recounted_by_anybody(hall, tmp_path, capsys):
    hall.open()
    for n, choice in enumerate(("for", "against", "for", "for")):
        hall.cast(n, choice)
    hall.close()
    with transaction(writes=False):
        assert hall.vote.state == "closed"  # the box is sealed and waits for its holders
    hall.count(by=(2, 0)).publish()
    assert hall.result()["items"][0]["for"] == {"heads": 3, "area": 30000}
    assert hall.result()["items"][0]["against"] == {"heads": 1, "area": 10000}
    (tmp_path / "secret.zip").write_bytes(exported(hall))
    assert main([str(tmp_path / "secret.zip")]) == 0, capsys.readouterr().out


WORDS = ("for", "against", "abstain")


def everything(app):
    """Every value of every column of every table, as a backup or an export of the database would hold it."""
    found = {}
    with transaction(writes=False):
        for table in db.metadata.sorted_tables:
            rows = db.session.execute(db.select(table)).all()
            found[table.name] = [
                json.dumps([str(value) for value in row], ensure_ascii=False) for row in rows
            ]
    return found


@pytest.mark.feature("VO-33")
@pytest.mark.parametrize("choice", WORDS)
def test_no_table_and_no_log_joins_voter_and_choice(app, client, hall, caplog, choice):  # check D-20
    hall.open()
    before = {name: set(rows) for name, rows in everything(app).items()}
    with caplog.at_level(logging.DEBUG):
        answer = cast(client, hall, 0, choice=choice)
        jobs.sign_heads(now=clock.now())
    assert answer.status_code == 201
    assert not _says(answer.text, choice)
    new = [row for name, rows in everything(app).items() for row in rows if row not in before[name]]
    assert any("ballot" in row for row in new)  # the sweep saw the cast
    for row in new:
        assert not _says(row.replace(_names_of_options(row), ""), choice), row[:300]
    for record in caplog.records:
        assert not _says(f"{record.getMessage()} {vars(record)}", choice)


def test_the_sweep_would_find_a_choice_that_is_kept(app, client):
    named = Hall(owners=5).open()
    before = {name: set(rows) for name, rows in everything(app).items()}
    assert cast(client, named, 0, choice="against").status_code == 201
    new = [row for name, rows in everything(app).items() for row in rows if row not in before[name]]
    assert [row for row in new if _says(row, "against")]


def _names_of_options(row):
    """A sealed ballot names every option, whichever was chosen; that is no choice."""
    return "" if '"alpha"' not in row.replace("'", '"') else row


def _says(said, choice):
    return f'"{choice}"' in said or f"'{choice}'" in said or f":{choice}" in said


def test_the_stored_ballot_is_as_long_for_every_choice_and_every_option_is_there(client, hall):
    hall.open()
    lengths, receipts = set(), set()
    for n, choice in enumerate(WORDS):
        receipts.add(len(cast(client, hall, n, choice=choice).text))
    with transaction(writes=False):
        for one in db.session.scalars(db.select(SecretBallot)):
            lengths.add(len(json.dumps(one.answers)))
            assert set(one.answers["1"]["options"]) == set(WORDS)
    assert len(lengths) == 1
    assert len(receipts) == 1


def test_the_code_of_a_holder_is_stored_nowhere(app, client, hall, caplog):
    hall.announce()
    with caplog.at_level(logging.DEBUG), transaction():
        confirm(hall.vote, hall.second)
    dump = json.dumps(everything(app)) + caplog.text
    for code in hall.codes:
        assert code not in dump
        assert code.replace("-", "")[:32] not in dump


@pytest.mark.feature("VO-60")
def test_fewer_holders_than_needed_cannot_count_and_one_does_not_count_twice(hall):
    hall.open()
    hall.cast(0)
    hall.close()
    hall.enter_code(1)
    hall.enter_code(1)
    with pytest.raises(errors.HoldersMissing, match="已有 1 位"), transaction():
        closing.count(actor=hall.officer, vote=hall.vote, now=clock.now())
    with pytest.raises(errors.WrongCode):
        hall.enter_code(0, hall.codes[1])  # another holder's code
    assert hall.enter_code(2) == 2
    with transaction(writes=False):
        assert hall.vote.state == "counted"


def test_no_total_is_opened_before_the_close(hall):
    hall.open()
    hall.cast(0)
    with pytest.raises(errors.HoldersMissing, match="还没有截止"):
        hall.enter_code(0)


def test_a_secret_vote_is_not_opened_before_every_holder_has_confirmed(app):
    hall = SecretHall(owners=3)
    hall.holders = hall.holders[:2]
    hall.announce()
    with pytest.raises(errors.HoldersMissing, match="还差 1 位"), transaction():
        confirm(hall.vote, hall.second)
    with transaction(writes=False):
        assert hall.vote.confirmed_at is None


def test_holders_and_numbers_stand_once_the_key_is_made(hall):
    hall.open()
    for act in (
        lambda: holding.take_part(actor=hall.officer, vote=hall.vote, now=clock.now()),
        lambda: holding.free_place(vote=hall.vote, place=1),
        lambda: holding.arrange(vote=hall.vote, holders=5, needed=3),
    ):
        with pytest.raises(errors.KeyIsMade), transaction():
            act()


def test_one_person_holds_one_part_and_all_places_are_soon_taken(hall):
    hall.announce()
    for who in (hall.holders[0], hall.officer):
        with pytest.raises(errors.PlaceTaken), transaction():
            holding.take_part(actor=who, vote=hall.vote, now=clock.now())
    with transaction():
        holding.free_place(vote=hall.vote, place=2)
    with transaction():
        code = holding.take_part(actor=hall.officer, vote=hall.vote, now=clock.now())
    with pytest.raises(errors.WrongCode), transaction():
        holding.confirm_part(actor=hall.officer, vote=hall.vote, code=hall.codes[0], now=clock.now())
    with transaction():
        assert holding.confirm_part(actor=hall.officer, vote=hall.vote, code=code, now=clock.now()).place == 2


def test_a_named_vote_has_no_key_and_a_secret_one_takes_no_paper(app, hall):
    named = Hall()
    with pytest.raises(Unknown), transaction():
        holding.take_part(actor=named.officer, vote=named.vote, now=clock.now())
    hall.open()
    with pytest.raises(errors.OnlineOnly), transaction():  # noqa: PT012 - the box is held first
        box = boxing.hold(hall.vote)
        entry = rolls.my_voters(hall.vote, hall.account_ids[0])[0].entry
        boxing.put_in(
            box=box, entry=entry, channel=Channel.PAPER, choices={"1": "for"}, cast_at=clock.now(),
            cast_by=hall.officer.account_id,
        )  # fmt: skip


@pytest.mark.feature("VO-28")
def test_where_the_last_ballot_counts_the_superseded_ciphertext_is_kept_and_does_not(app, tmp_path):
    def last_wins(made):
        decide_setting(
            estate_id=made.estate.id,
            name="voting_rules",
            since_on=clock.now().date(),
            value={"ballot_change": "last_wins"},
        )

    hall = SecretHall(owners=3, prepare=last_wins).open()
    hall.cast(0, "for")
    hall.cast(1, "for")
    hall.cast(0, "against")
    hall.close().count().publish()
    assert hall.result()["ballots"]["superseded"] == 1
    assert hall.result()["items"][0]["against"]["heads"] == 1
    (tmp_path / "secret.zip").write_bytes(exported(hall))
    assert main([str(tmp_path / "secret.zip")]) == 0


def test_twenty_casts_of_one_voter_at_once_leave_one_ballot(app, hall):  # check D-1 for secret votes
    hall.open()
    start = threading.Barrier(8)
    done = []

    def once():
        with app.app_context():
            start.wait()
            try:
                hall.cast(0)
                done.append("in")
            except (errors.AlreadyVoted, DatabaseError):
                done.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=once) for _ in range(8)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    with transaction(writes=False):
        assert len(list(ballots.lines(hall.vote))) == 1
    assert done.count("in") == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE secret_ballot SET answers = '{}'", "DELETE FROM secret_ballot"]
)
def test_the_database_refuses_to_change_or_remove_a_sealed_ballot(hall, statement):  # check D-18
    hall.open()
    hall.cast(0)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_the_roll_of_a_secret_vote_is_not_corrected_after_the_close(hall):
    """Two totals that differ by one voter's area would show what that voter chose."""
    hall.open()
    hall.cast(0)
    hall.close().count().publish()
    with transaction():
        unit = estates.unit(estate_id=hall.id, unit_id=hall.unit_ids[1])
        set_area(unit=unit, floor_area=9000, area_source=AreaSource.CONTRACT)
    with pytest.raises(errors.RollFixed), transaction():  # noqa: PT012 - the roll is corrected first
        vote = hall.vote
        rules = votes.rules_of(vote, now=clock.now())
        enrolling.enroll(vote=vote, rules=rules, reason="更正", now=clock.now())
        fix_count(vote=vote, now=clock.now())


def test_who_took_part_is_known_and_only_that(client, hall):
    hall.open()
    assert cast(client, hall, 0, choice="against").status_code == 201
    with transaction(writes=False):
        assert ballots.turnout(hall.vote).taken_part.heads == 1
        mine = rolls.my_voters(hall.vote, hall.account_ids[0])
        assert mine[0].ballot is not None
        assert len(records.accounts_of_participants(hall.vote)) == 1
    again = cast(client, hall, 0, choice="for", headers=key())
    assert (again.status_code, again.json["code"]) == (409, "voting.already_voted")


def test_receipts_of_secret_ballots_climb_to_the_root_and_hold_ciphertexts(client, hall):
    hall.open()
    made = [hall.cast(n, "against") for n in range(3)]
    hall.close().count().publish()
    address = f"{hall.page}/ballots/{made[1].ballot_id}/receipt.json"
    saved = client.get(address, headers=hall.headers(1))
    line = json.loads(saved.text)["line"]
    assert "choices" not in line
    answer = client.post(
        f"{hall.path}/receipt-checks", json={"receipt": saved.text}, headers=hall.headers(0)
    ).json
    assert answer["holds"] is True
    assert answer["line_holds"] is True
    page = client.get(f"/p/votes/{hall.id}/{hall.vote_id}/receipts").text
    assert all(one.receipt_no in page for one in made)


@pytest.mark.feature("VO-32")
def test_the_first_page_of_the_ballot_says_whether_it_is_secret(client, hall, app):
    hall.open()
    assert "不记名投票" in client.get(hall.page, headers=hall.headers(0)).text
    named = Hall().open()
    page = client.get(named.page, headers=named.headers(0)).text
    assert "实名投票" in page
    assert "不记名投票" not in page


def test_a_holder_takes_the_code_confirms_it_and_opens_the_box_by_plain_forms(client, app):
    hall = SecretHall(owners=3)
    super(SecretAssembly, hall).announce()
    place, codes = f"{hall.desk}/key", []
    assert "永远无法计票" in client.get(place, headers=hall.headers("officer")).text
    for n in range(3):
        me = hall.headers(f"holder{n}")
        shown = submit(client, place, {}, to=f"{place}/part", headers=me)
        assert shown.status_code == 200
        code = _code(shown.text)
        codes.append(code)
        assert code not in client.get(place, headers=me).text  # this once
        wrong = submit(client, place, {"code": "0000"}, to=f"{place}/confirmation", headers=me)
        assert wrong.status_code == 422
        right = submit(client, place, {"code": code.lower()}, to=f"{place}/confirmation", headers=me)
        assert right.status_code == 303
    with transaction(writes=False):
        opens_at = hall.vote.opens_at
    clock.advance(opens_at - clock.now())
    with transaction():
        opening.confirm_opening(actor=hall.second, vote=hall.vote, now=clock.now())
    hall.cast(0)
    hall.cast(1)
    hall.close()
    for n in (0, 2):
        me = hall.headers(f"holder{n}")
        assert "输入您的保管码" in client.get(place, headers=me).text
        assert submit(client, place, {"code": codes[n]}, to=f"{place}/opening", headers=me).status_code == 303
    with transaction(writes=False):
        assert hall.vote.state == "counted"


def _code(page):
    return re.search(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}", page)[0]


def test_the_same_by_program_and_nobody_else_may(client, app):
    hall = SecretHall(owners=3)
    super(SecretAssembly, hall).announce()
    place = f"{hall.path}/key"
    me = hall.headers("holder0")
    assert client.put(place, json={"holders": 2, "needed": 3}, headers=me).status_code == 422
    assert client.put(place, json={"holders": 2, "needed": 2}, headers=me).json["holders"] == 2
    made = client.post(f"{place}/part", headers=me)
    assert (made.status_code, made.json["place"]) == (201, 1)
    said = client.post(f"{place}/confirmation", json={"code": made.json["code"]}, headers=me).json
    assert said["people"][0]["confirmed_at"]
    assert made.json["code"] not in json.dumps(said)
    assert client.get(place, headers=hall.headers(0)).status_code == 403  # an owner
    named = Hall()
    assert client.get(f"{named.path}/key", headers=named.headers("officer")).status_code == 404


def test_the_bundle_of_a_secret_vote_names_nobody_and_no_choice(hall):
    hall.open()
    hall.cast(0, "against")
    hall.close().count().publish()
    with zipfile.ZipFile(io.BytesIO(exported(hall))) as archive:
        assert set(archive.namelist()) == {
            "manifest.json", "vote.json", "roll.csv", "ballots.jsonl", "result.json", "decryption.json",
        }  # fmt: skip
        lines = archive.read("ballots.jsonl").decode()
    assert "业主" not in lines
    assert '"choices"' not in lines
