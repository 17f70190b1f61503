"""How the neighbours of a showcase estate decide: surveys, topics, a proposal, an objection, a roll that is up."""

from datetime import timedelta

from linli.cli.demo import election
from linli.cli.demo.life import NOTICE, SHOWCASES, Life
from linli.domains.deliberation.operations import answering as official
from linli.domains.deliberation.operations import commenting, proposing, topics
from linli.domains.deliberation.operations.proposing import Asked
from linli.domains.deliberation.rules.proposing import ProposalKind
from linli.domains.deliberation.rules.topics import Alignment, Category, Verdict
from linli.domains.surveys.operations import answering, drafting
from linli.domains.surveys.operations import closing as ending
from linli.domains.surveys.queries import surveys
from linli.domains.surveys.rules.course import Mode, Per, Settings, Showing
from linli.domains.surveys.rules.questions import Kind, Option, Question
from linli.domains.voting.operations import closing, objecting
from linli.domains.voting.operations import drafting as vote_drafting
from linli.domains.voting.queries import votes
from linli.domains.voting.rules.aftermath import Decision, Ground
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Role, Tie
from linli.platform import clock
from linli.platform.paging import Window

_FEW = 12  # of each kind, so that a city of showcases is still made quickly


def live_early(life: Life) -> None:
    """What was before the first vote closed: ballots and answers look at the clock when they are committed."""
    if life.made.number < SHOWCASES:
        _survey(life, "电动自行车停在哪里好", -45, 15)
        election.live_early(life)


def live_on(life: Life) -> None:
    """Everything since. Within a running transaction, after the past vote's result."""
    if life.made.number < SHOWCASES:
        for chapter in (_survey_result, _objection, election.live_on, _topics, _proposal, _roll):
            chapter(life)
        _survey(life, "春季绿化补种征求意见", -2, 12)


_QUESTIONS = (
    Question(
        "q1",
        Kind.SINGLE,
        "您最希望怎么办？",
        options=(Option("1", "在空地建充电车棚"), Option("2", "改造现有架空层"), Option("3", "保持现状")),
    ),
    Question("q2", Kind.SCALE, "您觉得这件事有多急？", most=5, low="不急", high="很急"),
    Question("q3", Kind.TEXT, "还有什么想说的？", required=False),
)


def _survey(life: Life, title: str, opens: int, days: int) -> None:
    settings = Settings(
        mode=Mode.NAMED, per=Per.PERSON, showing=Showing.AFTER, changeable=False, ties=tuple(Tie),
        opens_at=life.at(opens), closes_at=life.at(opens + days), quotas={},
    )  # fmt: skip
    with clock.freeze(life.at(opens)):
        made = drafting.draft(
            actor=life.officer(0), estate_id=life.made.id, title=title, intro="先听听大家的想法，租客也可以答。",
            settings=settings, asked=_QUESTIONS, now=clock.now(),
        )  # fmt: skip
        drafting.publish(actor=life.officer(0), survey=made, now=clock.now())
    for home in life.activated()[:_FEW]:
        given = {"q1": life.inventor.random.choice("1123"), "q2": life.inventor.random.randint(2, 5)}
        with clock.freeze(life.at(opens + 1)):
            answering.answer(actor=life.owner(home), survey=made, answers=given)


def _survey_result(life: Life) -> None:
    made = surveys.surveys_page(life.made.id, window=Window(limit=1)).items[0]
    with clock.freeze(life.at(-30)):
        ending.close_if_due(survey=made, now=clock.now())
        ending.state_outcome(
            actor=life.officer(0),
            survey=made,
            words="多数人希望建充电车棚。方案和预算列入下次业主大会议题。",
            now=clock.now(),
        )


def _objection(life: Life) -> None:
    """Somebody doubts the first vote's result, and is answered; then the result stands."""
    vote = next(
        one for one in votes.votes_page(life.made.id, window=Window(limit=9)).items if one.published_at
    )
    with clock.freeze(life.at(-30)):
        filed = objecting.file_objection(
            actor=life.owner(life.activated()[2]), vote=vote, ground=Ground.ROLL,
            words="我家在公告前刚过户，请核对名册上的面积。", now=clock.now(),
        )  # fmt: skip
    with clock.freeze(life.at(-28)):
        objecting.answer_objection(
            actor=life.officer(0), vote=vote, objection=filed, decision=Decision.REFUSED,
            words="已按不动产登记核对，面积与名册一致，不影响结果。", now=clock.now(),
        )  # fmt: skip
    with clock.freeze(life.at(-15)):
        closing.settle(vote=vote, now=clock.now())


_TOPICS = (
    (Category.PARKING, "晚上回家找不到车位，能不能重新划线", "东门到 3 幢一段两边都停，消防车进不来。建议一边划线、一边禁停。"),
    (Category.SAFETY, "希望装电梯阻车系统", "常有电动车上楼充电，夜里很担心。别的小区装了，效果不错。"),
    (Category.GREENERY, "2 幢北面的香樟遮光太厉害", "一到三楼白天也要开灯，能不能请园林公司修剪？"),
)  # fmt: skip
_SAID = (
    (Alignment.FOR, "同意，我家也碰到过。"),
    (Alignment.NEUTRAL, "费用从哪里出？最好先说清楚。"),
    (Alignment.AGAINST, "担心施工影响出行，建议分段做。"),
)


def _topics(life: Life) -> None:
    people = [life.owner(home) for home in life.activated()]
    for number, (category, title, words) in enumerate(_TOPICS):
        with clock.freeze(life.at(-12 + number * 4)):
            made = topics.post(
                actor=people[number], estate_id=life.made.id, category=category, title=title, words=words,
                now=clock.now(),
            )  # fmt: skip
            for one in people[number + 1 : _FEW - 3 * number]:
                topics.support(actor=one, topic=made, now=clock.now())
            for one, (alignment, said) in zip(people[number + 1 :], _SAID, strict=False):
                commenting.say(actor=one, topic=made, words=said, alignment=alignment, now=clock.now())
        if number == 0:
            with clock.freeze(life.at(-9)):
                official.answer_topic(
                    actor=life.staff(Role.COMMITTEE_MEMBER), topic=made, verdict=Verdict.ACCEPTED,
                    words="业委会已请物业出划线方案，本月底在公告栏公示。", now=clock.now(),
                )  # fmt: skip


def _proposal(life: Life) -> None:
    people = [life.owner(home) for home in life.activated()]
    with clock.freeze(life.at(-6)):
        made = proposing.start(
            actor=people[1], estate_id=life.made.id,
            asked=Asked(
                kind=ProposalKind.ITEM, title="把充电车棚列入业主大会议题",
                words="在 3 幢东侧空地建 60 个充电位的车棚，费用从公共收益支出，请列入下次业主大会。",
            ),
            now=clock.now(),
        )  # fmt: skip
        for one in people[2:5]:
            proposing.sign(actor=one, proposal=made, now=clock.now())


def _roll(life: Life) -> None:
    """A vote that is announced and not yet open: its roll is up, and can be objected to."""
    opens_at = life.at(NOTICE - 3)
    with clock.freeze(life.at(-3)):
        vote = vote_drafting.draft(
            actor=life.officer(0), estate_id=life.made.id, title="公共收益使用方案", meeting=Meeting.REGULAR,
            opens_at=opens_at, closes_at=opens_at + timedelta(days=14), now=clock.now(),
        )  # fmt: skip
        vote_drafting.add_item(
            vote=vote, title="用公共收益建充电车棚", matter=Matter.COMMON_USE,
            words="同意使用公共收益 120,000 元，在 3 幢东侧空地建 60 个充电位的车棚。",
            changes="空地改为充电车棚。", costs="从公共收益支出，不用另外交钱。", otherwise="空地保持现状。",
        )  # fmt: skip
        vote_drafting.announce(actor=life.officer(0), vote=vote, now=clock.now())
