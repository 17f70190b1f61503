"""The smallest surveys: a block of flats with owners, a family and a tenant, and somebody who asks them."""

from datetime import timedelta

from sqlalchemy import select

from linli.domains.people.models import Owner, Ownership
from linli.domains.surveys.models import SurveyText
from linli.domains.surveys.operations import answering, closing, drafting, moderating
from linli.domains.surveys.queries import surveys
from linli.domains.surveys.rules.course import Mode, Per, Settings, Showing
from linli.domains.surveys.rules.questions import Kind, Option, Question, When
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places

DAYS = timedelta(days=10)


def options(*words):
    return tuple(Option(str(number), word) for number, word in enumerate(words, 1))


CAR = Question("q1", Kind.SINGLE, "您家有车吗？", options=options("没有", "一辆", "两辆"))
PLACE = Question(
    "q2",
    Kind.MULTIPLE,
    "停在哪里？",
    options=options("车位", "路边", "外面"),
    most=2,
    when=When("q1", ("2", "3")),
)
HARD = Question("q3", Kind.SCALE, "停车难不难？", most=5, low="很容易", high="很难")
WORDS = Question("q4", Kind.TEXT, "还有什么想说的？", required=False)
ASKED = (CAR, PLACE, HARD, WORDS)


def settings(**more):
    """Named, one answer a person, everybody of the estate, ten days from now on."""
    now = clock.now()
    return Settings(
        **{
            "mode": Mode.NAMED,
            "per": Per.PERSON,
            "showing": Showing.AFTER,
            "changeable": False,
            "ties": tuple(Tie),
            "opens_at": now,
            "closes_at": now + DAYS,
            "quotas": {},
        }
        | more
    )


def draft(officer, estate_id, *, title="小区停车怎么办", asked=ASKED, building_ids=(), **more):
    return drafting.draft(
        actor=officer,
        estate_id=estate_id,
        title=title,
        intro="先听听大家的想法。",
        settings=settings(**more),
        building_ids=building_ids,
        asked=asked,
        now=clock.now(),
    )


class Block:
    """Two buildings of flats: seven with an owner each, the first with a wife, the second let to a tenant."""

    def __init__(self, flats=7):
        with transaction():
            estate = places.estate("问卷花园")
            self.id = estate.id
            buildings = [places.building(estate, "1幢"), places.building(estate, "2幢")]
            self.building_ids = [one.id for one in buildings]
            units = [places.unit(estate, f"{n + 1}-10{n}", building=buildings[n % 2]) for n in range(flats)]
            self.unit_ids = [one.id for one in units]
            accounts = [people.account(f"业主{n}") for n in range(flats)]
            for account, unit in zip(accounts, units, strict=True):
                people.owner(estate, unit, name=account.name, account=account)
            wife, tenant = people.account("家属"), people.account("租客")
            people.resident(estate, units[0], wife, tie=Tie.FAMILY)
            people.resident(estate, units[1], tenant)
            officer = people.staff(Role.COMMUNITY_OFFICER, places_region(estate), name="社区小王")
            member = people.staff(Role.COMMITTEE_MEMBER, estate, name="业委会老李")
            self.officer_account, self.member_account = officer, member
            self.accounts = {"wife": wife, "tenant": tenant} | dict(enumerate(accounts))
            self.ids = {who: one.id for who, one in self.accounts.items()}
            self.officer = Actor(
                officer.id,
                Role.COMMUNITY_OFFICER,
                Scope(ScopeKind.COMMUNITY, estate.community_id),
                "社区小王",
            )

    def actor(self, who):
        """A resident as the door would let them in."""
        unit = self.unit_ids[{"wife": 0, "tenant": 1}.get(who, who)]
        tie = {"wife": Tie.FAMILY, "tenant": Tie.TENANT}.get(who, Tie.OWNER)
        return Actor(
            self.ids[who], Role(tie.value), Scope(ScopeKind.ESTATE, self.id), "住户", units={unit: tie}
        )

    def asks(self, **more):
        """A published survey, by its id."""
        with transaction():
            survey = draft(self.officer, self.id, **more)
            drafting.publish(actor=self.officer, survey=survey, now=clock.now())
            return survey.id

    def survey(self, survey_id):
        return surveys.survey(estate_id=self.id, survey_id=survey_id)

    def answer(self, survey_id, who, answers=None, **more):
        with transaction(estate_id=self.id):
            answering.answer(
                actor=self.actor(who),
                survey=self.survey(survey_id),
                answers=answers or {"q1": "1", "q3": 4},
                **more,
            )

    def close(self, survey_id):
        with transaction():
            closing.close(
                actor=self.officer, survey=self.survey(survey_id), reason="够了够了。", now=clock.now()
            )


def places_region(estate):
    return Scope(ScopeKind.COMMUNITY, estate.community_id)


def neighbours(estate_id):
    """Every owner of an estate who signs in, as the door would let them in."""
    rows = db.session.execute(
        select(Owner.account_id, Ownership.unit_id)
        .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(Owner.estate_id == estate_id, Owner.account_id.is_not(None), Ownership.until_on.is_(None))
        .order_by(Ownership.id)
    )
    units = {}
    for account_id, unit_id in rows:
        units.setdefault(account_id, {})[unit_id] = Tie.OWNER
    scope = Scope(ScopeKind.ESTATE, estate_id)
    return [Actor(account_id, Role.OWNER, scope, "住户", units=held) for account_id, held in units.items()]


def some(officer, estate_id, *, title="小区停车怎么办"):
    """A draft, an open one of every kind of question with a first answer, and a closed one with words; by name."""
    people_there = neighbours(estate_id)
    every = [
        *ASKED,
        Question(
            "q5", Kind.MATRIX, "给保洁打分", rows=options("楼道", "电梯"), most=5, low="很差", high="很好"
        ),
        Question("q6", Kind.RANK, "先修什么？", options=options("路灯", "门禁", "围墙"), required=False),
        Question(
            "q7", Kind.DATE, "哪天开会方便？", options=options("2026-03-07", "2026-03-08"), required=False
        ),
        Question("q8", Kind.NUMBER, "家里几口人？", required=False, unit="人", least=1, most=20),
    ]
    drafted = draft(officer, estate_id, title=f"{title}（草稿）", asked=every, quotas={"building": 30})
    running = draft(officer, estate_id, title=f"{title}（正在问）", asked=every)
    past = draft(officer, estate_id, title=f"{title}（问完了）", asked=every)
    given = {
        "q1": "2",
        "q2": ["1"],
        "q3": 4,
        "q4": "树荫下的车位最抢手。",
        "q5": {"1": 4, "2": 2},
        "q6": ["2", "1", "3"],
    }
    for survey, takers in ((running, people_there[1:2]), (past, people_there)):
        drafting.publish(actor=officer, survey=survey, now=clock.now())
        for taker in takers:
            answering.answer(actor=taker, survey=survey, answers=given | {"q7": ["1"], "q8": 3})
    closing.close(actor=officer, survey=past, reason="已经收齐了。", now=clock.now())
    words = db.session.scalars(
        select(SurveyText.id).filter_by(estate_id=estate_id, survey_id=past.id)
    ).first()
    moderating.decide(actor=officer, survey=past, text_id=words, release=True, now=clock.now())
    closing.state_outcome(
        actor=officer, survey=past, words="下月起重新划线，增加 12 个车位。", now=clock.now()
    )
    return {"draft_survey": drafted.id, "open_survey": running.id, "past_survey": past.id}
