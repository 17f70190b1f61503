"""From notice to result, step by step, on both databases."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.estates import operations as estates
from linli.domains.estates.queries import unit
from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.operations import register
from linli.domains.people.rules import OwnerKind
from linli.domains.voting import errors
from linli.domains.voting.models import Ballot, RollEntry
from linli.domains.voting.operations import annulling, closing, drafting, opening
from linli.domains.voting.queries import ballots, paper, readiness, rolls, votes
from linli.domains.voting.rules.course import STEPS, State, step
from linli.domains.voting.rules.matters import Matter
from linli.gateways.bundle_key import KeyInFolder
from linli.jobs import voting as jobs
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly, actor, announce, confirm, doutan, draft, item, neighbours_vote


@pytest.mark.feature("VO-02")
def test_a_vote_goes_from_notice_to_a_published_result(app):
    assembly = Assembly(owners=3, matters=(Matter.USE_FUND, Matter.RAISE_FUND)).open()
    assembly.cast(0)
    assembly.cast(1)
    assembly.cast(2, choices={"1": "for", "2": "against"})
    assembly.close().publish()
    use, raise_ = assembly.result()["items"]
    assert (use["passed"], use["for"]) == (True, {"heads": 3, "area": 30000})
    assert (raise_["passed"], raise_["for"], raise_["quorum"]) == (False, {"heads": 2, "area": 20000}, True)


@pytest.mark.feature("NN-01")
def test_quorum_met_on_one_item_says_nothing_of_another(app):  # domain rules 1.7, case 4
    assembly = Assembly(owners=5, matters=(Matter.USE_FUND, Matter.RAISE_FUND)).open()
    for n in range(5):
        assembly.cast(n, "for" if n < 3 else "against")
    assembly.close()
    assert [one["passed"] for one in assembly.result()["items"]] == [True, False]


@pytest.mark.feature("VO-04")
@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_only_the_listed_steps_are_taken(before, after):
    if after in STEPS[before]:
        assert step(before, after) is after
    else:
        with pytest.raises(errors.WrongStep):
            step(before, after)


@pytest.mark.feature("VO-05")
def test_a_draft_names_all_that_it_lacks(app):
    assembly = Assembly(matters=(), prepare=lambda a: places.unit(a.estate, "9幢900室", area=None))
    with transaction():
        lacks = readiness.lacks(assembly.vote, now=clock.now())
        assert [lack.part for lack in lacks] == ["items", "roll"]
        assert "9幢900室没有建筑面积" in lacks[1].said
        with pytest.raises(errors.NotReady):
            drafting.announce(actor=assembly.officer, vote=assembly.vote, now=clock.now())


@pytest.mark.feature("VO-06")
def test_announced_words_cannot_change_by_a_letter(app):
    assembly = Assembly().announce()
    with transaction():
        before = assembly.vote.text_hash
        assert len(before) == 64
        with pytest.raises(errors.TextFrozen):
            item(assembly.vote)
        with pytest.raises(errors.TextFrozen):
            drafting.remove_item(vote=assembly.vote, item=votes.items(assembly.vote)[0])
        votes.items(assembly.vote)[0].words += "。"
        assert votes.text_hash(assembly.vote, votes.rules_of(assembly.vote, now=clock.now())) != before


@pytest.mark.feature("VO-07")
def test_a_ballot_made_from_other_words_is_refused(app):
    assembly = Assembly().open()
    with pytest.raises(errors.TextChanged):
        assembly.cast(0, text_hash="0" * 64)


@pytest.mark.feature("NN-07")
def test_opening_a_day_before_the_notice_is_over_is_refused_with_the_day_that_is_allowed(app):
    assembly = Assembly()
    with transaction():
        vote = assembly.vote
        early = clock.now() + timedelta(days=14)
        with pytest.raises(errors.OpensTooEarly, match=r"最早 2026年3月17日"):
            drafting.redraft(
                vote=vote, title="x", meeting="regular", opens_at=early, closes_at=early + timedelta(days=9), now=clock.now()
            )  # fmt: skip


def test_the_same_person_cannot_announce_and_open(app):  # check B-13
    assembly = Assembly().announce()
    with transaction(), pytest.raises(errors.SameHand):
        opening.confirm_opening(actor=assembly.officer, vote=assembly.vote, now=clock.now())


def test_an_opening_so_late_that_voting_would_be_too_short_is_refused(app):  # check D-24
    assembly = Assembly().announce()
    with transaction():
        clock.advance(assembly.vote.closes_at - timedelta(days=4) - clock.now())
        with pytest.raises(errors.WrongPeriod):
            opening.confirm_opening(actor=assembly.second, vote=assembly.vote, now=clock.now())


@pytest.mark.feature("VO-08")
def test_a_confirmed_vote_opens_at_its_second_with_the_first_ballot_though_no_job_ran(app):
    assembly = Assembly().announce()
    with transaction():
        opening.confirm_opening(actor=assembly.second, vote=assembly.vote, now=clock.now())
        assert assembly.vote.state == State.ANNOUNCED
        opens_at = assembly.vote.opens_at
    clock.advance(opens_at - clock.now() - timedelta(microseconds=1))
    with pytest.raises(errors.NotOpen):
        assembly.cast(0)
    clock.advance(timedelta(microseconds=1))
    assert assembly.cast(0).seq == 1


@pytest.mark.feature("VO-08")
def test_the_jobs_open_close_and_settle_a_vote_however_often_they_run(app):
    assembly = Assembly().announce()
    with transaction():
        opening.confirm_opening(actor=assembly.second, vote=assembly.vote, now=clock.now())
        opens_at, closes_at = assembly.vote.opens_at, assembly.vote.closes_at
    for moment, states in ((opens_at, State.OPEN), (closes_at, State.COUNTED)):
        clock.advance(moment - clock.now())
        for _ in range(2):
            jobs.open_due(now=clock.now())
            jobs.close_due(now=clock.now())
        with transaction(writes=False):
            assert assembly.vote.state == states
    assembly.publish()
    with transaction(writes=False):
        until = assembly.vote.objections_until
    assert until.isoformat() == "2026-04-07"  # 7 days from 30 March end on a holiday: the day after it counts
    clock.advance(timedelta(days=9))
    with transaction(writes=False):
        assert votes.state(assembly.vote, now=clock.now()) is State.FINAL  # by the clock, before any job
    jobs.settle_due(now=clock.now())
    with transaction(writes=False):
        assert assembly.vote.state == State.FINAL


def test_closing_before_the_time_is_refused(app):
    assembly = Assembly().open()
    with transaction(), pytest.raises(errors.WrongStep):
        closing.close(vote=assembly.vote, now=clock.now())


@pytest.mark.feature("NN-04")
def test_a_unit_whose_area_is_lost_during_the_notice_keeps_the_vote_from_opening_and_is_named(app):
    assembly = Assembly().announce()
    with transaction():
        places.unit(assembly.estate_now(), "8幢801室", area=None)
    with transaction(), pytest.raises(errors.RollInDoubt, match="8幢801室"):
        opening.confirm_opening(actor=assembly.second, vote=assembly.vote, now=clock.now())


@pytest.mark.feature("VO-13", "VO-11")
def test_the_roll_is_corrected_during_the_notice_in_a_new_version_and_frozen_at_the_opening(app):  # D-22
    assembly = Assembly().announce()
    with transaction():
        first = rolls.current(assembly.vote)
        first_id, fingerprint = first.id, first.fingerprint
        estates.set_area(
            unit=unit(estate_id=assembly.id, unit_id=assembly.unit_ids[0]),
            floor_area=12345,
            area_source=AreaSource.REGISTER,
        )
        opens_at = assembly.vote.opens_at
    clock.advance(opens_at - clock.now())
    with transaction():
        opening.confirm_opening(actor=assembly.second, vote=assembly.vote, now=clock.now())
        frozen = rolls.current(assembly.vote)
        assert (frozen.version, frozen.area) == (2, 32345)
        assert frozen.fingerprint != fingerprint
        assert {one.id for one in rolls.versions(assembly.vote)} >= {first_id}
    with transaction():  # later sales and corrections change nothing
        estates.set_area(
            unit=unit(estate_id=assembly.id, unit_id=assembly.unit_ids[0]),
            floor_area=99999,
            area_source=AreaSource.REGISTER,
        )
        places.unit(assembly.estate_now(), "新房")
    assembly.cast(0)
    assembly.close()
    assert assembly.result()["items"][0]["for"] == {"heads": 1, "area": 12345}
    assert assembly.result()["items"][0]["roll"] == {"heads": 3, "area": 32345}


@pytest.mark.feature("NN-03")
def test_three_flats_of_one_person_are_one_head_and_the_developers_unsold_ones_another(app):  # D-12
    def prepare(assembly):
        for n in range(2):
            unit = places.unit(assembly.estate, f"2幢{n}室", area=5000)
            register.add_ownership(
                estate_id=assembly.estate.id, unit_id=unit.id, owner_id=assembly.owners[0].id, since_on=None
            )
        developer = people.owner(assembly.estate, name="和谐置业", kind=OwnerKind.DEVELOPER)
        assert developer
        places.unit(assembly.estate, "3幢1室", delivery=Delivery.UNSOLD)
        sold = places.unit(assembly.estate, "3幢2室", delivery=Delivery.SOLD_UNDELIVERED)
        people.owner(assembly.estate, sold, name="买房人")
        places.unit(assembly.estate, "车位1", kind=UnitKind.PARKING)

    assembly = Assembly(owners=2, prepare=prepare).open()
    with transaction(writes=False):
        entries = list(db.session.scalars(select(RollEntry).filter_by(roll_id=assembly.vote.roll_id)))
        assert sorted((one.area, one.units, one.developer) for one in entries) == [
            (10000, 1, False),
            (20000, 2, True),
            (20000, 3, False),
        ]
    assembly.cast(0)
    with transaction(writes=False):
        assert ballots.turnout(assembly.vote).taken_part.plain() == {"heads": 1, "area": 20000}


@pytest.mark.feature("VO-16")
def test_a_vote_of_one_building_brings_only_what_lies_in_it(app):  # domain rules 1.7, case 9
    def prepare(assembly):
        building = places.building(assembly.estate, "5幢")
        assembly.building_id = building.id
        inside = places.unit(assembly.estate, "5幢1室", area=7000, building=building)
        register.add_ownership(
            estate_id=assembly.estate.id, unit_id=inside.id, owner_id=assembly.owners[0].id, since_on=None
        )

    assembly = Assembly(owners=2, prepare=prepare)
    with transaction():
        vote = draft(
            assembly.estate_now(), assembly.officer, scope_kind="building", scope_ids=[assembly.building_id]
        )
        roll = rolls.preview(vote, votes.rules_of(vote, now=clock.now()), on=clock.now().date())
        assert [(head.area, head.label) for head in roll.heads] == [(7000, "5幢1室")]


def test_a_vote_is_void_only_when_two_persons_say_so_and_keeps_its_ballots(app):
    assembly = Assembly().open()
    assembly.cast(0)
    with transaction():
        with pytest.raises(errors.WrongStep):
            annulling.confirm_annulment(actor=assembly.second, vote=assembly.vote, now=clock.now())
        annulling.ask_annulment(
            actor=assembly.officer, vote=assembly.vote, reason="名册有误", now=clock.now()
        )
        with pytest.raises(errors.SameHand):
            annulling.confirm_annulment(actor=assembly.officer, vote=assembly.vote, now=clock.now())
        annulling.confirm_annulment(actor=assembly.second, vote=assembly.vote, now=clock.now())
    with pytest.raises(errors.AlreadyClosed):
        assembly.cast(1)
    with transaction(writes=False):
        assert len(list(db.session.scalars(select(Ballot)))) == 1


def test_silence_follows_the_majority_only_where_the_adopted_rules_say_so(app):  # domain rules 1.7, case 15
    assembly = Assembly()
    with transaction():
        estates.decide_setting(
            estate_id=assembly.id,
            name="voting_rules",
            since_on=clock.now().date(),
            value={"uncast": "delivered_follows_majority"},
        )
        with pytest.raises(errors.ClauseMissing):
            votes.estate_rules(assembly.id, now=clock.now())
        assert [lack.part for lack in readiness.lacks(assembly.vote, now=clock.now())] == ["rules"]


@pytest.mark.feature("VO-52")
def test_the_exported_bundle_is_recounted_by_the_verifier(app, tmp_path):  # check D-15
    verify = pytest.importorskip("linli.verify")
    assembly = Assembly(owners=4, matters=(Matter.USE_FUND, Matter.COMMON_USE)).open()
    for n, choice in enumerate(("for", "for", "against")):
        assembly.cast(n, choice)
    assembly.close()
    with transaction(writes=False), pytest.raises(errors.WrongStep):
        closing.export(vote=assembly.vote, signature=None, now=clock.now())
    assembly.publish()
    with transaction(writes=False):
        packed = closing.export(vote=assembly.vote, signature=KeyInFolder(tmp_path), now=clock.now())
        again = closing.export(vote=assembly.vote, signature=KeyInFolder(tmp_path), now=clock.now())
    assert packed == again
    path = tmp_path / "vote.zip"
    path.write_bytes(packed)
    assert verify.main([str(path)]) == 0
    with zipfile.ZipFile(io.BytesIO(packed)) as bundle, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in bundle.namelist():
            content = bundle.read(name)
            bad.writestr(
                name, content.replace(b'"against"', b'"abstain"') if name == "ballots.jsonl" else content
            )
    assert verify.main([str(tmp_path / "bad.zip")]) == 1


@pytest.mark.feature("NN-04")
def test_the_assembly_of_doutan_is_held_on_the_roster_of_its_property_company(app, tmp_path):
    """斗潭新村: 468 units on a messy roster; two had no area and were named before anything could begin."""
    verify = pytest.importorskip("linli.verify")
    with transaction():
        region = places.region()
        estate, doubtful = doutan(region)
        officer, second = (actor(people.staff(Role.COMMUNITY_OFFICER, region)) for _ in range(2))
        vote = draft(estate, officer)
        announce(vote, officer)
        ids = {"estate_id": estate.id, "vote_id": vote.id}
        opens_at, closes_at = vote.opens_at, vote.closes_at
        roll = rolls.current(vote).heads, rolls.current(vote).area
    assert doubtful == ["4幢2单元102室", "9幢3单元101室"]
    clock.advance(opens_at - clock.now())
    with transaction():
        confirm(votes.vote(**ids), second)
    assert neighbours_vote(*ids.values(), "for", times=300) == 300
    clock.advance(closes_at - clock.now())
    with transaction():
        closing.close(vote=votes.vote(**ids), now=clock.now())
        closing.publish_result(actor=second, vote=votes.vote(**ids), now=clock.now())
        result = votes.result(votes.vote(**ids)).result
        packed = closing.export(vote=votes.vote(**ids), signature=None, now=clock.now())
    item = result["items"][0]
    assert (item["roll"]["heads"], item["roll"]["area"]) == roll
    assert (item["participating"]["heads"], item["passed"]) == (300, True)
    (tmp_path / "doutan.zip").write_bytes(packed)
    assert verify.main([str(tmp_path / "doutan.zip"), "--allow-unsigned"]) == 0


@pytest.mark.feature("VO-04")
def test_where_paper_is_still_to_be_entered_the_box_stays_unsealed_until_somebody_counts(app, monkeypatch):
    assembly = Assembly().open()
    assembly.cast(0)
    monkeypatch.setattr(paper, "outstanding", lambda _: True)
    assembly.close()
    with transaction():
        assert assembly.vote.state == State.CLOSED
        assert votes.result(assembly.vote) is None
        with pytest.raises(errors.WrongStep):
            closing.publish_result(actor=assembly.officer, vote=assembly.vote, now=clock.now())
    with pytest.raises(errors.AlreadyClosed):
        assembly.cast(1)
    for _ in range(2):
        with transaction():
            closing.count(actor=assembly.officer, vote=assembly.vote, now=clock.now())
            assert (assembly.vote.state, votes.result(assembly.vote).version) == (State.COUNTED, 1)
