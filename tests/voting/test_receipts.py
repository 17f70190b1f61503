"""Receipts: every ballot in the public list once, and a way from each to the published root that anybody can walk."""

import json
import re

import pytest

from linli.domains.voting import errors
from linli.domains.voting.queries import ballots, receipts, votes
from linli.domains.voting.rules import chain
from linli.domains.voting.rules import receipts as rules
from linli.jobs import voting as jobs
from linli.platform import audit, clock, idempotency
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.support.forms import submit
from tests.voting.test_api import Hall, cast, key


@pytest.fixture
def hall(app):
    return Hall(owners=5).open()


def public(hall, part=""):
    return f"/p/votes/{hall.id}/{hall.vote_id}{part}"


def counted(hall, choices=("for", "against", "abstain", "for", "for")):
    """Everybody cast, and the result is out."""
    made = [hall.cast(n, choice) for n, choice in enumerate(choices)]
    hall.close().publish()
    return made


@pytest.mark.feature("VO-27")
def test_after_the_close_every_cast_receipt_stands_in_the_public_list_exactly_once(
    client, hall
):  # check D-25
    made = counted(hall)
    page = client.get(public(hall, "/receipts")).text
    shown = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}(?=</)", page)
    assert sorted(shown) == sorted(one.receipt_no for one in made)
    for word in ("against", "反对", "V1", "业主0", "1幢1室"):
        assert word not in page
    answer = client.get(f"{hall.path}/receipts", headers=hall.headers(1)).json
    assert sorted(one["receipt_no"] for one in answer["items"]) == sorted(shown)


def test_before_the_box_is_sealed_no_receipt_is_listed(client, hall):
    made = hall.cast(0)
    page = client.get(public(hall, "/receipts"))
    assert page.status_code == 200
    assert "名单还没有公布" in page.text
    assert made.receipt_no not in page.text
    assert client.get(f"{hall.path}/receipts", headers=hall.headers(1)).status_code == 404
    assert "还不能核对" in client.get(public(hall, f"/check?receipt={made.receipt_no}")).text


@pytest.mark.feature("VO-27")
def test_a_voter_finds_the_own_receipt_by_its_first_letters_however_typed(client, hall):
    mine = counted(hall)[2].receipt_no
    typed = mine[:6].replace("-", " ").lower()
    page = client.get(public(hall, f"/receipts?search={typed}")).text
    assert mine in page
    assert "没有找到" in client.get(public(hall, "/receipts?search=0000")).text
    assert client.get(public(hall, "/receipts?search=%25")).status_code == 200


def test_the_list_comes_in_pages_without_losing_or_doubling_any(hall):
    made = counted(hall)
    with transaction(writes=False):
        found, cursor = [], None
        while True:
            page = receipts.receipts_page(hall.vote, window=Window(cursor=cursor, limit=2))
            found += page.items
            cursor = page.next
            if cursor is None:
                break
    assert sorted(found) == found
    assert set(found) == {one.receipt_no for one in made}
    assert len(found) == len(made)


def test_a_number_leads_to_the_root_without_showing_the_line(client, hall):
    made = counted(hall)
    with transaction(writes=False):
        root = votes.result(hall.vote).root
    for one in made:
        page = client.get(public(hall, f"/check?receipt={one.receipt_no}")).text
        assert "这张选票在公布的票箱里" in page
        assert root in page
        assert one.commitment in page
        assert "against" not in page
    assert root in client.get(public(hall)).text


def test_the_saved_file_proves_itself_and_an_altered_one_is_told(client, hall):
    made = counted(hall)
    address = f"{hall.page}/ballots/{made[1].ballot_id}/receipt.json"
    saved = client.get(address, headers=hall.headers(1))
    assert saved.headers["Content-Disposition"].endswith(f'receipt-{made[1].receipt_no}.json"')
    assert "no-store" in saved.headers["Cache-Control"]
    assert client.get(address, headers=hall.headers(0)).status_code == 404  # a neighbour's looks like none
    given = json.loads(saved.text)
    assert chain.climb(chain.line_hash(given["line"]), given["path"]) == given["root"]

    def checked(file):
        return client.post(
            f"{hall.path}/receipt-checks", json={"receipt": json.dumps(file)}, headers=hall.headers(0)
        ).json

    assert checked(given)["holds"] is True
    assert checked(given)["commitment"] == made[1].commitment
    assert checked(given | {"line": given["line"] | {"choices": {"1": "for"}}})["line_holds"] is False
    assert checked(given | {"path": given["path"][:-1]})["holds"] is False
    assert checked(given | {"line": given["line"] | {"hash": "0" * 64}})["holds"] is False


def test_the_check_works_by_a_plain_form_and_keeps_what_was_typed(client, hall):
    made = counted(hall)
    page = public(hall, "/check")
    answer = submit(client, page, {"receipt": made[0].receipt_no.lower()})
    assert "这张选票在公布的票箱里" in answer.text
    wrong = submit(client, page, {"receipt": "ZZZZ-ZZZZ-ZZZZ"})
    assert wrong.status_code == 422
    assert "没有这个回执号" in wrong.text
    assert "ZZZZ-ZZZZ-ZZZZ" in wrong.text


BAD = [
    "{", "{}", '{"format":"linli-receipt/1"}', "[]", "{" * 5000, '{"a":' * 5000, '{"format":1.5}', '{"a":NaN}',
    json.dumps({"format": rules.FORMAT, "vote_id": "v", "receipt_no": "x", "line": {"hash": "a", "prev": "b"}, "path": [1]}),
    json.dumps({"format": rules.FORMAT, "vote_id": "v", "receipt_no": "x", "line": [], "path": []}),
    '{"format":"linli-receipt/1","vote_id":"v","receipt_no":"x","line":{"hash":"a","prev":"b","x":"\\ud800"},"path":[]}',
]  # fmt: skip


@pytest.mark.parametrize("brought", BAD, ids=range(len(BAD)))
def test_what_is_no_receipt_is_refused_with_a_sentence(client, hall, brought):
    counted(hall)
    answer = client.post(f"{hall.path}/receipt-checks", json={"receipt": brought}, headers=hall.headers(0))
    assert answer.status_code == 422, answer.text


def test_a_receipt_of_another_vote_is_told(hall):
    with pytest.raises(errors.WrongReceipt):
        rules.check_file(
            json.dumps(
                {"format": rules.FORMAT, "vote_id": "other", "receipt_no": "x",
                 "line": {"hash": "a", "prev": "b"}, "path": []}
            ),
            vote_id="mine",
            root="r",
        )  # fmt: skip


# ------------------------------------------------------------------------------------------- what hides a choice


def test_before_the_publication_nobody_is_shown_a_hash_that_could_be_tried_out(client, hall):
    """A ballot's few choices could be tried out against a bare hash: pages, API, log and audit show commitments."""
    made = cast(client, hall).json
    hall.cast(1, "against")
    jobs.sign_heads(now=clock.now())
    mine = f"{hall.path}/ballots/{made['ballot_id']}"
    shown = [
        json.dumps(made),
        client.get(f"{hall.page}/ballots/{made['ballot_id']}", headers=hall.headers(0)).text,
    ]
    hall.close()
    with transaction(writes=False):
        lines, box = list(ballots.lines(hall.vote)), ballots.box(hall.vote)
        secret = {one["hash"] for one in lines} | {ballots.root(hall.vote), box.nonce}
        audited = json.dumps([one.details for one in db.session.scalars(db.select(audit.AuditEntry))])
    everybody = ("", "/receipts", "/heads", "/heads.jsonl", f"/check?receipt={made['receipt_no']}")
    shown += [client.get(public(hall, place)).text for place in everybody]
    voters = (mine, f"{hall.path}", f"{hall.path}/heads", f"{hall.path}/receipts")
    shown += [client.get(place, headers=hall.headers(0)).text for place in voters]
    shown += [client.get(hall.desk, headers=hall.headers("officer")).text, audited]
    for place in (f"{mine}/proof", f"{mine}/receipt", f"{hall.path}/result"):
        assert client.get(place, headers=hall.headers(0)).status_code in {403, 404}
    assert client.get(f"{hall.path}/bundle", headers=hall.headers("officer")).status_code in {403, 409}
    assert not [one for one in secret if any(one in page for page in shown)]
    assert made["commitment"] == chain.commitment(box.nonce, lines[0]["hash"])
    hall.publish()
    assert box.nonce in client.get(public(hall)).text
    assert client.get(f"{hall.path}/result", headers=hall.headers(0)).json["nonce"] == box.nonce


def test_the_row_of_a_repeated_request_keeps_neither_its_key_nor_a_hash_that_could_be_tried_out(client, hall):
    import hashlib

    once = key()
    assert cast(client, hall, headers=once).status_code == 201
    path = f"{hall.path}/ballots"
    tried = {
        hashlib.sha256(
            f"POST {path}\n".encode() + json.dumps({"choices": {"1": choice}}).encode()
        ).hexdigest()
        for choice in ("for", "against", "abstain")
    }
    with transaction(writes=False):
        (row,) = db.session.scalars(db.select(idempotency.IdempotencyKey))
        stored = f"{row.key} {row.request_hash} {row.answer}"
    assert once["Idempotency-Key"] not in stored
    assert not [one for one in tried if one in stored]


@pytest.mark.feature("VO-07")
def test_a_ballot_made_for_other_words_or_for_another_vote_is_refused(client, hall):  # check D-21
    stale = cast(client, hall, text_hash="0" * 64)
    assert (stale.status_code, stale.json["code"]) == (409, "voting.text_changed")
    other = Hall(owners=5)
    once = key()
    first = cast(client, hall, headers=once)
    assert first.status_code == 201
    body = {"choices": {"1": "for"}}
    replayed = client.post(f"{other.path}/ballots", json=body, headers=once | hall.headers(0))
    assert replayed.status_code == 404  # not this person's estate
    theirs = client.post(f"{hall.path}/ballots", json=body, headers=once | hall.headers(1))
    assert theirs.status_code == 201  # another session: its own key, its own ballot
    assert theirs.json["receipt_no"] != first.json["receipt_no"]
