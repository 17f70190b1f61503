"""The smallest surveys: a block of flats with owners, a family and a tenant, and somebody who asks them."""

from datetime import timedelta

from linli.domains.surveys.operations import answering, closing, drafting
from linli.domains.surveys.queries import surveys
from linli.domains.surveys.rules.course import Mode, Per, Settings, Showing
from linli.domains.surveys.rules.questions import Kind, Option, Question, When
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.platform import clock
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
