"""Before the publication nobody, by no way, learns a choice or a partial result (check D-19, VO-34)."""

import json
import logging
import re
from collections import Counter

import pytest

from linli.domains.voting.errors import WrongStep
from linli.domains.voting.operations import closing
from linli.domains.voting.queries import votes
from linli.jobs import voting as jobs
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people
from tests.voting.test_api import Hall, cast

ROLES = ("officer", "street", "committee", "auditor", "manager", 3)
CHOICES = ("for", "against", "abstain")


class Watched(Hall):
    """A hall with everybody in it who might look."""

    def __init__(self, **more):
        super().__init__(**more)
        with transaction():
            estate = self.estate_now()
            self.watchers = {
                "street": people.staff(Role.STREET_OFFICER, self.region).id,
                "committee": people.staff(Role.COMMITTEE_MEMBER, estate).id,
                "auditor": people.staff(Role.AUDITOR, self.region).id,
                "manager": people.staff(Role.PROPERTY_MANAGER, estate).id,
            }

    def headers(self, who, **more):
        return super().headers(self.watchers.get(who, who) if isinstance(who, str) else who, **more)


@pytest.fixture
def hall(app):
    return Watched(owners=4).open()


def readable(app, hall):
    """Every address of votes and of the log that can be read with the ids of this vote and estate alone."""
    for rule in app.url_map.iter_rules():
        names = rule.arguments - {"estate_id", "vote_id"}
        told = "vote" in rule.rule or "audit" in rule.rule or rule.rule == "/e/<uuid:estate_id>/"
        if "GET" in rule.methods and not names and rule.arguments and told:
            yield re.sub(
                r"<[^>]*>",
                lambda found: str(hall.vote_id if "vote_id" in found[0] else hall.id),
                rule.rule,
            )


def looked_at(app, client, hall, *, roles=(*ROLES, None)):
    """What everybody sees at every address: status, length and text."""
    with transaction(writes=False):
        pages = sorted(set(readable(app, hall)))
    assert len([page for page in pages if "votes" in page]) > 20  # the sweep really sweeps
    seen = {}
    for who in roles:
        headers = hall.headers(who) if who is not None else {}
        for page in pages:
            answer = client.get(page, headers=headers)
            assert answer.status_code < 500, (who, page)
            legible = answer.mimetype.startswith("text/") or answer.is_json
            seen[who, page] = (answer.status_code, answer.text if legible else "")
    return seen


def without_chance(said):
    """A text without what is chance in it, or time: ids, hashes, tokens, moments, and the offered options."""
    said = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8,128}", "#", said)
    said = re.sub(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", "#", said)
    said = re.sub(r'content="[^"]*"|name="(csrf_token|once)" value="[^"]*"|nonce="?[^" ]*', "#", said)
    said = re.sub(r"(市|县区|街道|社区|职工|住户|工作人员|业主|V)\d+|1幢\d+室", "#", said)
    return re.sub(
        r'"(signature|public_key|cursor|next)": ?"[^"]*"|[A-Za-z0-9+/_=-]{40,}|[?&]cursor=[^"&]*', "#", said
    )


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # it returns rows in an order of its own
@pytest.mark.feature("VO-34")
def test_what_anybody_can_read_is_the_same_whatever_was_chosen(app, client):
    """The same vote twice, with opposite choices: every role's every page is the same but for chance."""
    seen, begin = {}, clock.now()
    for choice in ("for", "against"):
        with clock.freeze(begin):
            hall = Watched(owners=4).open()
            for n in range(3):
                assert cast(client, hall, n, choice=choice).status_code == 201
            jobs.sign_heads(now=clock.now())
            during = looked_at(app, client, hall, roles=("officer", 0, None))
            hall.close()
            seen[choice] = [_plain(hall, found) for found in (during, looked_at(app, client, hall))]
    for one, other in zip(seen["for"], seen["against"], strict=True):
        assert one.keys() == other.keys()
        for place, said in one.items():
            assert said[0] == other[place][0], place
            assert _words(said[1]) == _words(other[place][1]), place


def _words(said):
    """How often each word is there: voters are numbered by chance, so that the order tells nothing."""
    return Counter(re.split(r"[\s,{}\[\]<>]+", said))


def _plain(hall, found):
    """The answers by address, without ids; lengths of what cannot be compared word by word still count."""
    plain = {}
    for (who, page), (status, said) in found.items():
        name = page.replace(str(hall.id), "E").replace(str(hall.vote_id), "V")
        told = _without_time(without_chance(said))
        plain[who, name] = (status, told)
    return plain


def _without_time(said):
    return re.sub(
        r"\d{4}-\d\d-\d\d[T ][\d:.+Z]*|\d{4}年|\d+月\d+日|\d\d:\d\d(:\d\d)?|\d{4}-\d\d-\d\d|linli_\S* \d.*",
        "#",
        said,
    )


@pytest.mark.feature("VO-34")
def test_answers_to_a_cast_are_as_long_for_every_choice(client, hall):
    lengths = set()
    for n, choice in enumerate(CHOICES):
        answer = cast(client, hall, n, choice=choice)
        assert answer.status_code == 201
        assert choice not in answer.text
        receipt = client.get(f"{hall.path}/ballots/{answer.json['ballot_id']}", headers=hall.headers(n))
        page = client.get(f"{hall.page}/ballots/{answer.json['ballot_id']}", headers=hall.headers(n))
        lengths.add((len(answer.data), len(receipt.data), len(_without_time(without_chance(page.text)))))
    assert len(lengths) == 1, lengths


def test_no_log_line_webhook_outbox_row_or_audit_entry_carries_a_choice(client, hall, caplog):
    with transaction(writes=False):
        before = _told_inside()
    with caplog.at_level(logging.DEBUG):
        assert cast(client, hall, 0, choice="against").status_code == 201
        jobs.sign_heads(now=clock.now())
        hall.close()
    with transaction(writes=False):
        told = [row for row in _told_inside() if row not in before]
    assert told
    for said in (*told, *[f"{one.getMessage()} {vars(one)}" for one in caplog.records]):
        assert "against" not in said
        assert "反对" not in said


def _told_inside():
    found = []
    for name in (
        "audit_entry",
        "outbox_message",
        "webhook_delivery",
        "message",
        "idempotency_key",
        "job_run",
    ):
        table = db.metadata.tables.get(name)
        if table is not None:
            found += [
                json.dumps([str(value) for value in row]) for row in db.session.execute(db.select(table))
            ]
    return found


def test_the_hash_of_the_result_is_not_told_before_the_result(client, hall):
    """In a small vote the handful of possible results could be tried out against it."""
    for n in range(3):
        hall.cast(n, "against")
    hall.close()
    with transaction(writes=False):
        hidden = votes.result(hall.vote).result_hash
        assert not [row for row in _told_inside() if hidden in row]
    for who in ROLES:
        for page in (hall.desk, hall.page, hall.path, f"/p/votes/{hall.id}/{hall.vote_id}"):
            assert hidden not in client.get(page, headers=hall.headers(who)).text


def test_no_bundle_leaves_before_the_publication(hall):
    hall.cast(0)
    with transaction(writes=False), pytest.raises(WrongStep):
        closing.export(vote=hall.vote, signature=None, now=clock.now())
    hall.close()
    with transaction(writes=False), pytest.raises(WrongStep):
        closing.export(vote=hall.vote, signature=None, now=clock.now())
