"""Proposals signed by owners: weighed by heads and area against a fifth, then the committee's and the street's days."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from linli.domains.deliberation.models import ProposalSignature
from linli.domains.deliberation.operations import proposing
from linli.domains.deliberation.queries import proposals
from linli.domains.deliberation.rules.proposing import ProposalKind
from linli.domains.estates import operations as estates
from linli.domains.estates import queries as places_of
from linli.domains.estates.rules import Delivery, UnitKind
from linli.domains.people.models import Ownership
from linli.domains.people.operations import register
from linli.domains.people.queries import identity
from linli.domains.people.queries.register import owners_of_account
from linli.domains.people.rules import OwnerKind
from linli.domains.voting.queries import elections, votes
from linli.jobs import deliberation as jobs
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.deliberation.test_moderation import heard
from tests.factories import people, places
from tests.factories.voting import actor

ASKED = {"kind": "assembly", "title": "请召开临时会议换物业", "words": "服务合同六月到期，大家意见很大。"}


@pytest.fixture
def proposal(cast):
    answer = cast("owner1").post("/proposals", ASKED)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def at(proposal):
    return f"/proposals/{proposal['id']}"


def sign(cast, who, proposal):
    return cast(who).put(f"{at(proposal)}/signature")


def estate_of(hall):
    return places_of.estate(estate_id=hall.estate_id)


@pytest.mark.feature("NN-13", "DL-02")
def test_a_fifth_on_both_axes_starts_the_committees_days_and_everybody_hears(cast, hall, proposal):
    assert proposal["signed"] == {"heads": 1, "area": 10000}
    assert proposal["whole"] == {"heads": 10, "area": 100000}
    assert proposal["missing"] == {"heads": 1, "area": 10000}
    reached = sign(cast, "owner3", proposal).get_json()
    assert (reached["state"], reached["missing"]) == ("reached", {"heads": 0, "area": 0})
    assert (reached["committee_due_on"], reached["street_due_on"]) == ("2026-04-01", "2026-05-06")
    assert (reached["stage"], reached["due_on"], reached["overdue"]) == ("committee", "2026-04-01", False)
    assert heard(hall.accounts["owner1"]) == ["您发起的联名达到了"]
    for who in ("officer", "street", "member"):
        assert (
            f"业主联名：{ASKED['title']}"
            in cast("officer").client.get("/work/", headers=cast(who).headers).text
        )
    for after, stage in ((31, "street"), (66, "overdue")):
        with clock.freeze(clock.now() + timedelta(days=after)):
            late = cast("owner2").get(at(proposal)).get_json()
            assert (late["stage"], late["overdue"]) == (stage, True)


class TestWeights:
    @pytest.mark.feature("NN-13")
    def test_withdrawals_count_down(self, cast, hall, proposal):
        with transaction():
            for _ in range(10):
                people.owner(estate_of(hall), places.unit(estate_of(hall)))
        assert sign(cast, "owner3", proposal).get_json()["signed"] == {"heads": 2, "area": 20000}
        back = cast("owner3").delete(f"{at(proposal)}/signature").get_json()
        assert (back["signed"], back["hand"]["signed_at"]) == ({"heads": 1, "area": 10000}, None)
        assert (
            cast("owner3").delete(f"{at(proposal)}/signature").get_json()["code"] == "deliberation.not_signed"
        )
        assert sign(cast, "owner3", proposal).get_json()["signed"]["heads"] == 2

    @pytest.mark.feature("NN-13")
    def test_staff_cannot_sign_for_others_nor_residents_who_own_nothing(self, cast, proposal):
        for who in ("officer", "street", "member", "manager", "worker", "tenant", "auditor"):
            assert sign(cast, who, proposal).status_code == 403
            assert cast(who).post("/proposals", ASKED).status_code == 403

    @pytest.mark.feature("NN-13")
    def test_a_co_owned_unit_signs_once(self, cast, hall, proposal):
        with transaction():
            for _ in range(10):
                people.owner(estate_of(hall), places.unit(estate_of(hall)))
        assert sign(cast, "owner2", proposal).get_json()["signed"]["heads"] == 2
        twice = sign(cast, "co_owner", proposal)
        assert (twice.status_code, twice.get_json()["code"]) == (409, "deliberation.already_signed")

    def test_where_co_owners_chose_somebody_the_other_cannot_sign(self, cast, hall, proposal):
        with transaction():
            for held in db.session.scalars(select(Ownership).filter_by(unit_id=hall.units[1])):
                held.representative = held.owner_id in register_ids(hall, "co_owner")
        refused = sign(cast, "owner2", proposal)
        assert (refused.status_code, refused.get_json()["code"]) == (403, "deliberation.not_on_the_roll")
        assert sign(cast, "co_owner", proposal).status_code == 200

    def test_developer_and_parking_count_by_the_estates_rules(self, cast, hall):
        with transaction():
            estate = estate_of(hall)
            people.owner(estate, name="某某房地产开发有限公司", kind=OwnerKind.DEVELOPER)
            for _ in range(3):
                places.unit(estate, delivery=Delivery.UNSOLD)
            people.owner(estate, places.unit(estate, kind=UnitKind.PARKING, area=1250))
        made = cast("owner1").post("/proposals", ASKED).get_json()
        assert made["whole"] == {"heads": 11, "area": 130000}

    def test_units_in_doubt_never_let_a_proposal_through_too_early(self, cast, hall):
        with transaction():
            for _ in range(5):
                people.owner(estate_of(hall), places.unit(estate_of(hall), area=None))
        made = cast("owner1").post("/proposals", ASKED).get_json()
        assert (made["whole"], made["doubtful"]) == ({"heads": 15, "area": 150000}, 5)

    def test_by_heads_alone_where_the_place_has_that_rule(self, cast, hall):
        with transaction():
            estate = estate_of(hall)
            people.owner(estate, places.unit(estate, area=900000))
            estates.decide_setting(
                estate_id=hall.estate_id,
                name="voting_rules",
                since_on=date(2026, 1, 1),
                value={"request_by": "heads"},
            )
        made = cast("owner1").post("/proposals", ASKED).get_json()
        for who in ("owner2", "owner3"):
            made = sign(cast, who, made).get_json()
        assert (made["state"], made["count_by"], made["missing"]["area"]) == ("reached", "heads", 0)

    def test_a_sale_takes_the_name_along_and_the_night_counts_it(self, cast, hall, proposal):
        with transaction():
            held = db.session.scalars(select(Ownership).filter_by(unit_id=hall.units[0])).one()
            held.until_on = date(2026, 3, 2)
            buyer = register.add_owner(
                estate_id=hall.estate_id, name="新业主", kind=OwnerKind.PERSON, phones=()
            )
            register.add_ownership(
                estate_id=hall.estate_id, unit_id=hall.units[0], owner_id=buyer.id, since_on=date(2026, 3, 3)
            )
        with clock.freeze(clock.now() + timedelta(days=1)):
            jobs.recount_proposals(now=clock.now())
            assert cast("owner2").get(at(proposal)).get_json()["signed"] == {"heads": 0, "area": 0}


def register_ids(hall, name):
    return owners_of_account(hall.estate_id, hall.accounts[name])


class TestTheCourse:
    def test_after_its_days_nobody_signs_any_more(self, cast, proposal):
        with clock.freeze(clock.now() + timedelta(days=91)):
            assert cast("owner2").get(at(proposal)).get_json()["state"] == "expired"
            assert sign(cast, "owner3", proposal).get_json()["code"] == "deliberation.signing_over"
            jobs.recount_proposals(now=clock.now())
        with transaction(writes=False):
            assert db.session.scalars(select(ProposalSignature)).one().withdrawn_at is None

    def test_once_reached_names_stay_and_the_figures_with_them(self, cast, proposal):
        sign(cast, "owner3", proposal)
        assert cast("owner3").delete(f"{at(proposal)}/signature").status_code == 409
        assert sign(cast, "owner4", proposal).status_code == 409

    def test_only_the_author_takes_it_back(self, cast, proposal):
        assert cast("owner2").post(f"{at(proposal)}/withdrawal").status_code == 403
        assert cast("owner1").post(f"{at(proposal)}/withdrawal").get_json()["state"] == "withdrawn"

    @pytest.mark.feature("DL-04")
    def test_a_refusal_by_the_committee_starts_the_streets_days_and_the_street_settles(
        self, cast, hall, proposal
    ):
        early = cast("member").post(f"{at(proposal)}/answers", {"verdict": "refused", "words": "x"})
        assert early.get_json()["code"] == "deliberation.not_reached"
        sign(cast, "owner3", proposal)
        assert (
            cast("street").post(f"{at(proposal)}/settlement").get_json()["code"] == "deliberation.wrong_step"
        )
        refused = cast("member").post(
            f"{at(proposal)}/answers", {"verdict": "refused", "words": "合同还没到期"}
        )
        assert (refused.get_json()["stage"], refused.get_json()["state"]) == ("street", "reached")
        cast("street").post(f"{at(proposal)}/answers", {"verdict": "accepted", "words": "已责令业委会召集"})
        settled = cast("street").post(f"{at(proposal)}/settlement").get_json()
        assert (settled["state"], len(settled["answers"])) == ("settled", 2)
        assert heard(hall.accounts["owner1"]).count("您发起的联名有答复了") == 2

    def test_names_are_read_by_those_who_check_them_only(self, cast, proposal):
        sign(cast, "owner2", proposal)
        assert cast("owner1").get(f"{at(proposal)}/signatures").status_code == 403
        assert cast("member").get(f"{at(proposal)}/signatures").status_code == 403
        names = cast("officer").get(f"{at(proposal)}/signatures").get_json()["items"]
        assert ("李秀英", ["3幢101室"]) in [(one["name"], one["units"]) for one in names]


class TestConversion:
    WORDING = {
        "title": "续聘或改聘物业服务企业", "words": "是否解聘现物业服务企业。", "matter": "engage_manager",
        "changes": "换一家物业。", "costs": "物业费不变。", "otherwise": "继续由现在的物业服务。",
    }  # fmt: skip

    @pytest.mark.feature("VO-65")
    def test_a_topic_becomes_an_item_and_both_point_to_each_other(self, cast, hall):
        topic = (
            cast("owner1")
            .post("/topics", {"category": "property", "title": "该不该换物业", "words": "大家说说"})
            .get_json()
        )
        made = cast("officer").post(f"/topics/{topic['id']}/conversion", self.WORDING)
        assert made.status_code == 201, made.get_json()
        vote_id = made.get_json()["vote_id"]
        shown = cast("owner2").get(f"/topics/{topic['id']}").get_json()
        assert (shown["state"], shown["outcome"]["vote_id"], shown["outcome"]["announced"]) == (
            "converted",
            vote_id,
            False,
        )
        with transaction(writes=False):
            vote = votes.vote(estate_id=hall.estate_id, vote_id=UUID(vote_id))
            assert [one.title for one in votes.items(vote)] == ["续聘或改聘物业服务企业"]
        again = cast("officer").post(f"/topics/{topic['id']}/conversion", self.WORDING)
        assert again.get_json()["code"] == "deliberation.already_converted"

    def test_only_what_has_reached_its_share_becomes_an_item(self, cast, proposal):
        early = cast("officer").post(f"{at(proposal)}/conversion", self.WORDING)
        assert early.get_json()["code"] == "deliberation.not_reached"
        sign(cast, "owner3", proposal)
        assert cast("officer").post(f"{at(proposal)}/conversion", self.WORDING).status_code == 201
        assert cast("owner1").get(at(proposal)).get_json()["state"] == "settled"

    @pytest.mark.feature("NN-12")
    def test_a_recall_carries_its_counted_signatures_into_the_draft(self, cast, hall):
        with transaction():
            (owner_id,) = register_ids(hall, "owner5")
        with transaction():
            someone = actor(identity.account(hall.accounts["owner1"]), role=Role.OWNER)
            made = proposing.start(
                actor=someone, estate_id=hall.estate_id, now=clock.now(), sitting={owner_id: "钱七"},
                asked=proposing.Asked(kind=ProposalKind.RECALL, title="罢免钱七的委员职务", words="长期不履职", member_id=owner_id),
            )  # fmt: skip
            proposal = {"id": str(made.id)}
        assert sign(cast, "owner3", proposal).get_json()["state"] == "reached"
        vote_id = cast("officer").post(f"{at(proposal)}/conversion", self.WORDING).get_json()["vote_id"]
        with transaction(writes=False):
            found = proposals.proposal(estate_id=hall.estate_id, proposal_id=UUID(proposal["id"]))
            reached = proposals.reached(found)
            assert (reached.signed.heads, reached.whole.area) == (2, 100000)
            (recall,) = elections.recalls_of(
                votes.vote(estate_id=hall.estate_id, vote_id=UUID(vote_id))
            ).values()
            assert (recall.asked_heads, recall.asked_area, recall.whole_heads) == (2, 20000, 10)
            assert recall.proposal_id == found.id

    def test_a_recall_names_somebody_who_sits_in_the_committee(self, cast):
        lost = cast("owner1").post("/proposals", ASKED | {"kind": "recall"})
        assert lost.get_json()["code"] == "deliberation.member_missing"

    def test_nobody_is_named_where_nobody_is_to_be_recalled(self, cast):
        named = cast("owner1").post(
            "/proposals", ASKED | {"member_id": "01990000-0000-7000-8000-00000000dead"}
        )
        assert named.get_json()["code"] == "deliberation.member_not_asked"
        assert list(named.get_json()["errors"]) == ["member_id"]
