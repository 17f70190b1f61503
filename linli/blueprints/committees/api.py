"""The owners' committee, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.committees import schemas, shown
from linli.domains.committees.models import (
    CommitteeMeeting,
    CommitteeMember,
    CommitteeTerm,
    Disclosure,
    HandoverItem,
)
from linli.domains.committees.operations import disclosing, papers, seats
from linli.domains.committees.operations import meetings as meeting_operations
from linli.domains.committees.permissions import GRANTS, Act
from linli.domains.committees.queries import meetings, terms
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("committees_api", __name__, tag="committees")
HERE = "/estates/<uuid:estate_id>/committee"
TERM, MEMBER = f"{HERE}/terms/<uuid:term_id>", f"{HERE}/members/<uuid:member_id>"
MEETING, ACCOUNT = f"{HERE}/meetings/<uuid:meeting_id>", f"{HERE}/disclosures/<uuid:disclosure_id>"


@bp.get(HERE)
@allow(Act.READ, GRANTS)
@gives(schemas.CommitteeOut)
@summary("业主委员会：各届任期、委员、职务和候补")
def show_committee(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return {"items": shown.terms(estate_id)}


@bp.post(f"{HERE}/terms")
@allow(Act.KEEP, GRANTS)
@takes(schemas.TermIn)
@gives(schemas.TermOut, 201)
@idempotent()
@summary("登记新一届业主委员会的任期")
def begin_term(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return shown.term(seats.begin_term(estate_id=estate_id, **body), [])


@bp.post(f"{TERM}/members")
@allow(Act.KEEP, GRANTS, on=terms.term)
@takes(schemas.SeatIn)
@gives(schemas.MemberOut, 201)
@idempotent()
@summary("登记一位委员或候补委员")
def seat(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return shown.member(seats.seat(term=term, now=clock.now(), **body))


@bp.put(f"{MEMBER}/post")
@allow(Act.KEEP, GRANTS, on=terms.member)
@takes(schemas.PostIn)
@gives(schemas.MemberOut)
@summary("推选主任、副主任：委员的职务从某日起变更")
def change_post(actor: Actor, member: CommitteeMember, body: dict[str, Any]) -> Any:  # noqa: ARG001
    term = terms.term(estate_id=member.estate_id, term_id=member.term_id)
    return shown.member(seats.change_post(term=term, member=member, now=clock.now(), **body))


@bp.put(f"{MEMBER}/leaving")
@allow(Act.KEEP, GRANTS, on=terms.member)
@takes(schemas.LeavingIn)
@gives(schemas.MemberOut)
@summary("登记委员离任的日期和原因；第一候补随即递补")
def leave(actor: Actor, member: CommitteeMember, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return shown.member(seats.leave(member=member, now=clock.now(), **body))


@bp.get(f"{HERE}/tasks")
@allow(Act.FILE, GRANTS)
@gives(schemas.TasksOut)
@summary("业主委员会要按期办的事：第一次会议、备案、换届、移交、补选")
def list_tasks(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return {"items": [shown.task(one) for one in terms.open_tasks(estate_id)]}


def _filing(term: CommitteeTerm) -> Any:
    found = terms.filing(term)
    if found is None:
        raise Unknown
    return found


@bp.get(f"{TERM}/filing")
@allow(Act.FILE, GRANTS, on=terms.term)
@gives(schemas.FilingOut)
@summary("备案材料和进度")
def show_filing(actor: Actor, term: CommitteeTerm) -> Any:  # noqa: ARG001
    return _filing(term)


@bp.put(f"{TERM}/filing/papers")
@allow(Act.FILE, GRANTS, on=terms.term)
@takes(schemas.PapersIn)
@gives(schemas.FilingOut)
@summary("登记备案的各份材料")
def note_papers(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return papers.note_papers(filing=_filing(term), **body)


@bp.post(f"{TERM}/filing/submission")
@allow(Act.FILE, GRANTS, on=terms.term)
@takes(schemas.SubmittedIn)
@gives(schemas.FilingOut)
@summary("材料齐全，提交街道备案")
def submit_filing(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return papers.submit(filing=_filing(term), now=clock.now(), **body)


@bp.post(f"{TERM}/filing/answer")
@allow(Act.KEEP, GRANTS, on=terms.term)
@takes(schemas.FilingAnswerIn)
@gives(schemas.FilingOut)
@summary("街道的备案结果：已备案或退回补正")
def answer_filing(actor: Actor, term: CommitteeTerm, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return papers.answer(filing=_filing(term), now=clock.now(), **body)


@bp.put(f"{HERE}/handover/<uuid:handover_id>")
@allow(Act.FILE, GRANTS, on=terms.handover_item)
@takes(schemas.HandedIn)
@gives(schemas.HandoverOut)
@summary("登记一件物品或资料已移交")
def hand_over(actor: Actor, item: HandoverItem, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return papers.hand_over(item=item, now=clock.now(), **body)


@bp.get(f"{HERE}/meetings")
@allow(Act.READ, GRANTS)
@takes(schemas.MinutesRegisterIn, where="query")
@gives(page_of(schemas.MeetingOut))
@summary("业主委员会的会议，新的在前；没有公布纪要的只有业委会和社区看得到；q 只搜公布了的纪要")
def list_meetings(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Any]:
    window = Window(query["limit"], query["cursor"])
    if query["q"]:
        minutes = meetings.minutes_register(estate_id, search=query["q"], window=window)
        return Page([shown.meeting(one.meeting) for one in minutes.items], minutes.next)
    published = not permits(GRANTS, actor, Act.MEET)
    found = meetings.meetings_page(estate_id, window=window, published=published)
    return Page([shown.meeting(one) for one in found.items], found.next)


@bp.post(f"{HERE}/meetings")
@allow(Act.MEET, GRANTS)
@takes(schemas.MeetingIn)
@gives(schemas.MeetingOut, 201)
@idempotent()
@summary("通知开会，附议题")
def call_meeting(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    made = meeting_operations.call(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return shown.meeting(made)


@bp.put(f"{MEETING}/attendance")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.AttendanceIn)
@gives(schemas.MeetingOut)
@summary("登记谁到会；不能委托")
def attend(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> Any:  # noqa: ARG001
    meeting_operations.attend(meeting=meeting, now=clock.now(), **body)
    return shown.meeting(meeting)


@bp.put(f"{MEETING}/coming")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.ComingIn)
@gives(schemas.MeetingOut)
@summary("委员报名：来不来")
def sign_up(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> Any:
    mine = meetings.my_seat(meeting, actor.account_id)
    meeting_operations.sign_up(meeting=meeting, member_id=mine, **body)
    return shown.meeting(meeting)


@bp.post(f"{MEETING}/decisions")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.DecisionIn)
@gives(schemas.MeetingOut, 201)
@idempotent()
@summary("登记一项表决：每位到会委员的意见；全体委员过半数同意才通过")
def decide(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> Any:  # noqa: ARG001
    meeting_operations.decide(meeting=meeting, now=clock.now(), **body)
    return shown.meeting(meeting)


@bp.put(f"{MEETING}/minutes")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.MinutesIn)
@gives(schemas.MeetingOut)
@summary("写会议纪要")
def write_minutes(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> Any:  # noqa: ARG001
    meeting_operations.write_minutes(meeting=meeting, **body)
    return shown.meeting(meeting)


@bp.post(f"{MEETING}/publication")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@gives(schemas.MeetingOut)
@summary("公布纪要；没有到会登记不能公布")
def publish_minutes(actor: Actor, meeting: CommitteeMeeting) -> Any:
    meeting_operations.publish_minutes(actor=actor, meeting=meeting, now=clock.now())
    return shown.meeting(meeting)


@bp.post(f"{MEETING}/cancellation")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.ReasonIn)
@gives(schemas.MeetingOut)
@summary("取消会议")
def cancel_meeting(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> Any:  # noqa: ARG001
    meeting_operations.cancel(meeting=meeting, now=clock.now(), **body)
    return shown.meeting(meeting)


@bp.get(f"{HERE}/seal")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.SealOut))
@summary("用印登记，新的在前")
def list_seal(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    return meetings.seal_page(estate_id, window=Window(**query))


@bp.post(f"{HERE}/seal")
@allow(Act.SEAL, GRANTS)
@takes(schemas.SealIn)
@gives(schemas.SealOut, 201)
@idempotent()
@summary("登记一次用印，登记后不能改")
def use_seal(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    return papers.use_seal(actor=actor, estate_id=estate_id, now=clock.now(), **body)


@bp.get(f"{HERE}/disclosures")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.DisclosureOut))
@summary("公共收益和维修资金使用的公示，新的在前")
def list_disclosures(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Any]:
    published = not permits(GRANTS, actor, Act.DISCLOSE)
    found = meetings.disclosures_page(estate_id, window=Window(**query), published=published)
    return Page([shown.disclosure(one) for one in found.items], found.next)


@bp.post(f"{HERE}/disclosures")
@allow(Act.DISCLOSE, GRANTS)
@takes(schemas.DisclosureIn)
@gives(schemas.DisclosureOut, 201)
@idempotent()
@summary("起草一份公示")
def begin_disclosure(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    return shown.disclosure(disclosing.begin(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.post(f"{ACCOUNT}/lines")
@allow(Act.DISCLOSE, GRANTS, on=meetings.disclosure)
@takes(schemas.LineIn)
@gives(schemas.DisclosureOut, 201)
@idempotent()
@summary("加一笔收入或支出，写明凭证")
def add_line(actor: Actor, disclosure: Disclosure, body: dict[str, Any]) -> Any:
    disclosing.add_line(actor=actor, disclosure=disclosure, now=clock.now(), **body)
    return shown.disclosure(disclosure)


@bp.post(f"{ACCOUNT}/publication")
@allow(Act.DISCLOSE, GRANTS, on=meetings.disclosure)
@gives(schemas.DisclosureOut)
@summary("公布，公示不少于 15 天；公布后不能改")
def put_up(actor: Actor, disclosure: Disclosure) -> Any:  # noqa: ARG001
    return shown.disclosure(disclosing.put_up(disclosure=disclosure, now=clock.now()))
