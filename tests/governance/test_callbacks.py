"""Who may call back: only the platform, once, in time, about its own case."""

import itertools
import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from linli.domains.governance.errors import NotGenuine
from linli.domains.governance.models import GovernanceUpdate
from linli.domains.people.queries import identity
from linli.gateways.governance_platform import HttpPlatform
from linli.kernel.refusals import Invalid
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from simulators.governance import signing
from tests.conftest import NOON, settings_for
from tests.factories import governance, people
from tests.governance.world import KEY, World

PATH = "/api/v1/governance/callbacks"
NEWS = {
    "id": "U1", "external_id": "LL1", "number": "QZ1", "version": 1, "state": "40", "words": "在办",
    "at": NOON.isoformat(),
}  # fmt: skip


def sealed(body, *, key=KEY, now=NOON, path=PATH, method="POST"):
    return signing.sealed(key, method, path, body, now)


def read(body, headers, *, now=NOON):
    return HttpPlatform("http://127.0.0.1:1", key=KEY).read_callback(
        path=PATH, body=body, headers=headers, now=now
    )


def forgeries():
    """Twenty kinds of callback that are not the platform's, without end."""
    body = json.dumps(NEWS).encode()
    good = sealed(body)
    old, far = NOON - timedelta(minutes=6), NOON + timedelta(minutes=6)
    name = "X-Gov-Signature"
    kinds = [
        lambda n: (body, {}),
        lambda n: (body, good | {name: ""}),
        lambda n: (body, good | {name: f"{n:064x}"}),
        lambda n: (body, good | {name: good[name].upper()}),
        lambda n: (body, good | {name: good[name][:-1]}),
        lambda n: (body, good | {name: "签名"}),
        lambda n: (body, sealed(body, key=f"{KEY}{n}")),
        lambda n: (body, sealed(body, key="")),
        lambda n: (body, sealed(body, now=old - timedelta(seconds=n))),
        lambda n: (body, sealed(body, now=far + timedelta(seconds=n))),
        lambda n: (body + b" " * (n + 1), good),
        lambda n: (body.replace(b'"40"', b'"60"'), good),
        lambda n: (body, sealed(body, path=f"{PATH}?n={n}")),
        lambda n: (body, sealed(body, method="PUT")),
        lambda n: (body, good | {"X-Gov-Timestamp": str(int(NOON.timestamp()) + n + 1)}),
        lambda n: (body, good | {"X-Gov-Timestamp": "١٢٣"}),
        lambda n: (body, good | {"X-Gov-Timestamp": "9" * (13 + n % 50)}),
        lambda n: (body, good | {"X-Gov-Nonce": f"{n:x}"}),
        lambda n: (body, good | {"X-Gov-Nonce": ""}),
        lambda n: (body, good | {"X-Gov-Nonce": "a" * 65}),
    ]
    return (kind(number) for number, kind in enumerate(itertools.cycle(kinds)))


def test_of_a_thousand_forged_callbacks_none_is_taken_and_the_genuine_one_is():
    taken = 0
    for body, headers in itertools.islice(forgeries(), 1000):
        try:
            read(body, headers)
        except NotGenuine:
            continue
        taken += 1
    body = json.dumps(NEWS).encode()
    assert (taken, read(body, sealed(body))[1].update_id) == (0, "U1")


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"[]", b"{", b'"x"', b"[" * 5000, b"\xff\xfe",
        *(json.dumps(NEWS | more).encode() for more in (
            {"id": ""}, {"id": 7}, {"state": None}, {"version": -1}, {"version": True}, {"version": 10**40},
            {"version": "1"}, {"at": "gestern"}, {"at": "2026-03-02T12:00:00"}, {"external_id": "", "number": ""},
        )),
    ],
)  # fmt: skip
def test_a_genuine_callback_that_is_malformed_is_refused_and_no_more(wrong):
    with pytest.raises(Invalid):
        read(wrong, sealed(wrong))


@pytest.fixture
def settings(database, tmp_path):
    return settings_for(database, tmp_path, governance_url="http://127.0.0.1:1", governance_key=KEY)


@pytest.mark.feature("GI-17")
def test_unsigned_old_repeated_and_foreign_callbacks_change_nothing(app, client):
    world, elsewhere = World(), World()
    mine, theirs = world.report(), elsewhere.report()
    said = NEWS | {"external_id": world.external(mine)}

    def post(said, **how):
        body = json.dumps(said).encode()
        headers = sealed(body, now=clock.now()) | how
        return client.post(PATH, data=body, headers=headers).status_code, headers

    for body, headers in itertools.islice(forgeries(), 20):
        text = json.dumps(said).encode() if body == json.dumps(NEWS).encode() else body
        try:
            assert client.post(PATH, data=text, headers=headers).status_code == 403
        except UnicodeEncodeError:  # such a header does not even leave
            continue
    assert db.session.scalar(select(func.count()).select_from(GovernanceUpdate)) == 0
    status, headers = post(said)
    again = client.post(PATH, data=json.dumps(said).encode(), headers=headers)
    assert (status, again.status_code, again.json["code"]) == (204, 403, "governance.not_genuine")
    crossed = said | {"id": "U2", "external_id": elsewhere.external(theirs), "number": "QZ1"}
    unknown = said | {"id": "U3", "external_id": f"LL{uuid.uuid4().hex}"}
    assert [post(one)[0] for one in (crossed, unknown)] == [403, 403]
    assert elsewhere.case(theirs).version == 0
    assert post(said | {"words": "<script>" + "长" * 9000, "id": "U4", "version": 2})[0] == 204
    assert post({"id": "U5"})[0] == 422


def test_officers_work_off_what_is_stuck_on_pages_and_by_api_and_the_company_sees_nothing(app, client):
    world = World()
    mine, fresh = world.report(accept=False), world.report(category="public.idea", place="")
    with transaction():
        _, dead = governance.some(world.ticket(mine), now=clock.now())
        dead_id = dead.id
    tokens = {}
    with transaction():
        for name in ("officer", "manager", "resident"):
            tokens[name] = people.bearer(identity.account(getattr(world.ground, f"{name}_id")))
    api, page = f"/api/v1/estates/{world.id}/governance", f"/work/e/{world.id}/governance"
    officer = tokens["officer"]
    listed = client.get(f"{api}/cases", headers=officer).json["items"]
    assert [(one["state"], one["unknown_state"]) for one in listed] == [("failed", "93")]
    whole = client.get(f"{api}/cases/{mine}", headers=officer).json
    assert [len(one["tried"]) for one in whole["parcels"]] == [2, 1]
    for name in ("manager", "resident"):
        assert client.get(f"{api}/cases", headers=tokens[name]).status_code == 403
        assert client.get(page, headers=tokens[name]).status_code == 403
    text = client.get(f"{page}/{mine}", headers=officer).text
    assert "重新发送" in text
    assert "未知状态 93" in text
    assert client.post(f"{api}/parcels/{dead_id}/resending", headers=officer).status_code == 204
    assert client.post(f"{api}/parcels/{dead_id}/resending", headers=officer).status_code == 409
    sent = client.post(f"{api}/cases/{fresh}/sending", json={"reason": ""}, headers=officer)
    assert (sent.status_code, list(sent.json["errors"])) == (422, ["reason"])
    sent = client.post(f"{api}/cases/{fresh}/sending", json={"reason": "居民多次反映"}, headers=officer)
    assert (sent.status_code, sent.json["state"], sent.json["reason"]) == (201, "sending", "居民多次反映")
    by_hand = {"document_no": "12 号", "document_on": "2026-03-02"}
    assert client.post(f"{api}/cases/{fresh}/handing-over", json=by_hand, headers=officer).status_code == 409
    (difference,) = client.get(f"{api}/differences", headers=officer).json["items"]
    address = f"{api}/differences/{difference['id']}/closing"
    closed = client.post(address, json={"words": "平台已补录"}, headers=officer)
    assert (closed.status_code, closed.json["words"]) == (200, "平台已补录")
    assert client.post(address, json={"words": "再来"}, headers=officer).status_code == 409
