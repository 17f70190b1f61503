"""Elections before the vote, for programs: nominations, review, the list, objections, run-offs, recalls."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.voting import elections_schemas as schemas
from linli.blueprints.voting import elections_shown as shown
from linli.blueprints.voting.schemas import ReasonIn, VoteOut
from linli.blueprints.voting.shown import plain
from linli.domains.voting.models import Candidacy, CandidateObjection, Election, Recall, Vote
from linli.domains.voting.operations import electing, nominating, reviewing
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import elections, votes
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes
from linli.platform.web.files import send

bp = Api("voting_elections_api", __name__, tag="voting")
ESTATE = "/estates/<uuid:estate_id>"
VOTE, ONE = f"{ESTATE}/votes/<uuid:vote_id>", f"{ESTATE}/elections/<uuid:election_id>"
CANDIDATE, RECALL = f"{ESTATE}/candidacies/<uuid:candidacy_id>", f"{ESTATE}/recalls/<uuid:recall_id>"


@bp.get(f"{ESTATE}/elections")
@allow(Act.READ_ELECTION, GRANTS)
@gives(schemas.ElectionsOut)
@summary("本小区的业主委员会选举：报名时间、名单、候选人")
def list_elections(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    now = clock.now()
    return {"items": [shown.election(one, now=now) for one in elections.open_elections(estate_id)]}


@bp.get(ONE)
@allow(Act.READ_ELECTION, GRANTS, on=elections.shown_election)
@gives(schemas.ElectionOut)
@summary("一次选举")
def show_election(actor: Actor, election: Election) -> Any:  # noqa: ARG001
    return shown.election(election, now=clock.now())


@bp.post(f"{VOTE}/elections")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.ElectionIn)
@gives(schemas.ElectionOut, 201)
@idempotent()
@summary("在草稿上加一项选举：席位、候补、差额或等额、任期")
def add_election(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:  # noqa: ARG001
    made = electing.add_election(vote=vote, now=clock.now(), **body)
    return shown.election(made, now=clock.now())


@bp.put(f"{ONE}/nominations")
@allow(Act.DRAFT, GRANTS, on=elections.election)
@takes(schemas.NominationsIn)
@gives(schemas.ElectionOut)
@summary("开放候选人报名的起止日期")
def open_nominations(actor: Actor, election: Election, body: dict[str, Any]) -> Any:  # noqa: ARG001
    nominating.open_nominations(election=election, now=clock.now(), **body)
    return shown.election(election, now=clock.now())


@bp.post(f"{ONE}/candidacies")
@allow(Act.STAND, GRANTS, on=elections.shown_election)
@takes(schemas.ProfileIn)
@gives(schemas.CandidateOut, 201)
@idempotent()
@summary("业主自荐")
def stand(actor: Actor, election: Election, body: dict[str, Any]) -> Any:
    made = nominating.stand(actor=actor, election=election, now=clock.now(), **body)
    return shown.candidate(made, now=clock.now())


@bp.post(f"{ONE}/joint-nominations")
@allow(Act.SIGN, GRANTS, on=elections.shown_election)
@takes(schemas.OwnerNamed)
@gives(schemas.CandidateOut, 201)
@idempotent()
@summary("发起联名推荐一位业主，发起人是第一位联名人")
def nominate_together(actor: Actor, election: Election, body: dict[str, Any]) -> Any:
    now = clock.now()
    owner_id = shown.owner_named(election.estate_id, body, now=now)
    made = nominating.nominate_together(actor=actor, election=election, owner_id=owner_id, now=now)
    return shown.candidate(made, now=now)


@bp.post(f"{ONE}/recommendations")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.election)
@takes(schemas.RecommendationIn)
@gives(schemas.CandidateOut, 201)
@idempotent()
@summary("登记社区党组织、居委会的推荐")
def recommend(actor: Actor, election: Election, body: dict[str, Any]) -> Any:
    now = clock.now()
    owner_id = shown.owner_named(election.estate_id, body, now=now)
    made = nominating.recommend(actor=actor, election=election, owner_id=owner_id, now=now, **body)
    return shown.candidate(made, now=now)


@bp.post(f"{CANDIDATE}/signature")
@allow(Act.SIGN, GRANTS, on=elections.candidacy)
@gives(schemas.CandidateOut)
@summary("在联名推荐上签名")
def sign(actor: Actor, candidacy: Candidacy) -> Any:
    nominating.sign(actor=actor, candidacy=candidacy, now=clock.now())
    return shown.candidate(candidacy, now=clock.now())


@bp.post(f"{CANDIDATE}/acceptance")
@allow(Act.STAND, GRANTS, on=elections.candidacy)
@takes(schemas.ProfileIn)
@gives(schemas.CandidateOut)
@summary("被推荐的本人同意参选，并写自我介绍")
def accept(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> Any:
    nominating.accept(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return shown.candidate(candidacy, now=clock.now())


@bp.put(f"{CANDIDATE}/profile")
@allow(Act.STAND, GRANTS, on=elections.candidacy)
@takes(schemas.ProfileIn)
@gives(schemas.CandidateOut)
@summary("候选人修改自我介绍（名单公布以前）")
def describe(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> Any:
    nominating.describe(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return shown.candidate(candidacy, now=clock.now())


@bp.post(f"{CANDIDATE}/photo")
@allow(Act.STAND, GRANTS, on=elections.candidacy)
@takes(schemas.PhotoIn, files=True)
@gives(schemas.CandidateOut)
@summary("候选人上传照片（名单公布以前）")
def show_photo(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> Any:
    nominating.show_photo(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return shown.candidate(candidacy, now=clock.now())


@bp.get(f"{CANDIDATE}/photo")
@allow(Act.READ_ELECTION, GRANTS, on=elections.candidacy)
@gives(None, media_type="image/jpeg")
@summary("候选人的照片")
def read_photo(actor: Actor, candidacy: Candidacy) -> Response:
    return send(elections.photo(candidacy, seen_by=actor, on=day_of(clock.now())))


@bp.post(f"{CANDIDATE}/withdrawal")
@allow(Act.STAND, GRANTS, on=elections.candidacy)
@takes(ReasonIn)
@gives(schemas.CandidateOut)
@summary("本人退出，或不同意被推荐（公告以前）")
def withdraw(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> Any:
    nominating.withdraw(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return shown.candidate(candidacy, now=clock.now())


@bp.get(f"{CANDIDATE}/review")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
@gives(schemas.ReviewOut)
@summary("资格审查：各项条件、依据、核对人")
def show_review(actor: Actor, candidacy: Candidacy) -> Any:  # noqa: ARG001
    return shown.review(candidacy, now=clock.now())


@bp.post(f"{CANDIDATE}/checks")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
@takes(schemas.CheckIn)
@gives(schemas.ReviewOut, 201)
@summary("记下一项条件的核对结果和依据；后一次为准")
def check(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> Any:
    reviewing.check(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return shown.review(candidacy, now=clock.now())


@bp.post(f"{CANDIDATE}/approval")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
@gives(schemas.ReviewOut)
@summary("资格审查通过")
def approve(actor: Actor, candidacy: Candidacy) -> Any:
    reviewing.approve(actor=actor, candidacy=candidacy, now=clock.now())
    return shown.review(candidacy, now=clock.now())


@bp.post(f"{CANDIDATE}/refusal")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
@takes(ReasonIn)
@gives(schemas.ReviewOut)
@summary("资格审查未通过，写明理由；理由只告诉本人")
def refuse(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> Any:
    reviewing.refuse(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return shown.review(candidacy, now=clock.now())


@bp.post(f"{ONE}/lists")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.election)
@takes(schemas.ListIn)
@gives(schemas.CandidateListOut, 201)
@summary("公布候选人名单；有变动的重新公布，公示期重新计算")
def put_up_list(actor: Actor, election: Election, body: dict[str, Any]) -> Any:
    return reviewing.put_up_list(actor=actor, election=election, now=clock.now(), **body)


@bp.post(f"{ONE}/objections")
@allow(Act.OBJECT_TO_CANDIDATE, GRANTS, on=elections.shown_election)
@takes(schemas.ObjectionIn)
@gives(schemas.ObjectionOut, 201)
@idempotent()
@summary("对名单或某位候选人提出异议")
def object_to(actor: Actor, election: Election, body: dict[str, Any]) -> Any:
    against = elections.candidate_of(election, body["candidacy_id"])
    return reviewing.object_to(
        actor=actor, election=election, candidacy=against, words=body["words"], now=clock.now()
    )


@bp.post(f"{ESTATE}/candidate-objections/<uuid:complaint_id>/answer")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.objection)
@takes(schemas.AnswerIn)
@gives(schemas.ObjectionOut)
@summary("答复异议；异议成立的，候选人从名单上去掉")
def answer(actor: Actor, objection: CandidateObjection, body: dict[str, Any]) -> Any:
    return reviewing.answer(actor=actor, objection=objection, now=clock.now(), **body)


@bp.post(f"{ONE}/run-off")
@allow(Act.DRAFT, GRANTS, on=elections.election)
@takes(schemas.RunOffIn)
@gives(VoteOut, 201)
@idempotent()
@summary("得票完全相同的：起草另行选举")
def draft_run_off(actor: Actor, election: Election, body: dict[str, Any]) -> Any:
    made = electing.draft_run_off(actor=actor, election=election, now=clock.now(), **body)
    return plain(made, now=clock.now())


@bp.post(f"{VOTE}/recalls")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.RecallIn)
@gives(schemas.RecallOut, 201)
@idempotent()
@summary("在草稿上加一项罢免，每位委员单独一项")
def add_recall(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:  # noqa: ARG001
    owner_id = shown.owner_named(vote.estate_id, body, now=clock.now())
    made = electing.add_recall(vote=vote, owner_id=owner_id, reason=body["reason"])
    return shown.recall(made, now=clock.now())


@bp.get(RECALL)
@allow(Act.READ_ROLL, GRANTS, on=elections.recall)
@gives(schemas.RecallOut)
@summary("一项罢免：由谁提出、听取申辩的记录、还缺什么")
def show_recall(actor: Actor, recall: Recall) -> Any:  # noqa: ARG001
    return shown.recall(recall, now=clock.now())


@bp.put(f"{RECALL}/request")
@allow(Act.DRAFT, GRANTS, on=elections.recall)
@takes(schemas.RequestIn)
@gives(schemas.RecallOut)
@summary("登记罢免由谁提出；业主联名的写明人数和面积")
def record_request(actor: Actor, recall: Recall, body: dict[str, Any]) -> Any:  # noqa: ARG001
    whole = shown.whole_of(recall, now=clock.now())
    electing.record_request(
        recall=recall,
        signed=(body.pop("heads"), body.pop("area")),
        whole=(whole.heads, whole.area),
        **body,
    )
    return shown.recall(recall, now=clock.now())


@bp.put(f"{RECALL}/hearing")
@allow(Act.DRAFT, GRANTS, on=elections.recall)
@takes(schemas.HearingIn)
@gives(schemas.RecallOut)
@summary("登记听取本人申辩的记录")
def record_hearing(actor: Actor, recall: Recall, body: dict[str, Any]) -> Any:
    electing.record_hearing(actor=actor, recall=recall, now=clock.now(), **body)
    return shown.recall(recall, now=clock.now())
