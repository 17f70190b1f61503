"""The smallest hall: an estate with owners who own ten flats of 100 ㎡, officers, a committee member, a manager."""

import re
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from linli.domains.deliberation.operations import (
    answering,
    commenting,
    moderating,
    proposing,
    rule_texts,
    topics,
)
from linli.domains.deliberation.queries import moderation
from linli.domains.deliberation.rules.moderating import Ground
from linli.domains.deliberation.rules.proposing import ProposalKind
from linli.domains.deliberation.rules.rule_texts import RuleKind
from linli.domains.deliberation.rules.topics import Alignment, Category, PostKind, Verdict
from linli.domains.people.queries import identity
from linli.kernel.actors import Role, Tie
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, places


class Person:
    """Somebody with a token, at one estate's API."""

    def __init__(self, client, estate_id, account_id):
        self.client, self.account_id = client, account_id
        self.here = f"/api/v1/estates/{estate_id}"
        with transaction():
            self.headers = people.bearer(identity.account(account_id))

    def _send(self, verb, path, body=None, **more):
        if body is not None:
            more["json"] = body
        return getattr(self.client, verb)(f"{self.here}{path}", headers=self.headers, **more)

    def get(self, path, **more):
        return self._send("get", path, **more)

    def post(self, path, body=None, **more):
        return self._send("post", path, body, **more)

    def put(self, path, body=None):
        return self._send("put", path, body)

    def delete(self, path):
        return self._send("delete", path)


@dataclass
class Hall:
    """Ids, because objects expire."""

    estate_id: UUID
    accounts: dict[str, UUID] = field(default_factory=dict)
    units: list[UUID] = field(default_factory=list)


def hall(*, flats=10, co_owned=False):
    """An estate in which 李秀英, 王建国 … own one flat each; the first has a tenant, and with `co_owned` 张三 is a
    second owner of the second flat.
    """
    estate = places.estate("斗潭新村")
    building = places.building(estate, "3幢")
    place = Hall(estate.id)
    names = ["李秀英", "王建国", "欧阳修文", "赵六", "钱七", "孙八", "周九", "吴十", "郑一", "冯二"]
    for number in range(flats):
        unit = places.unit(estate, f"3幢{number + 1}01室", building=building)
        account = people.account(names[number % len(names)])
        people.owner(estate, unit, name=account.name, account=account)
        place.accounts[f"owner{number + 1}"] = account.id
        place.units.append(unit.id)
        if number == 0:
            tenant = people.account("陈租")
            people.resident(estate, unit, tenant, tie=Tie.TENANT)
            place.accounts["tenant"] = tenant.id
        if number == 1 and co_owned:
            second = people.account("张三")
            people.owner(estate, unit, name="张三", account=second, since_on=date(2020, 1, 1))
            place.accounts["co_owner"] = second.id
    company = places.company("衢州某物业有限公司")
    places.contract(estate, company)
    for name, role in (
        ("officer", Role.COMMUNITY_OFFICER), ("street", Role.STREET_OFFICER), ("member", Role.COMMITTEE_MEMBER),
        ("manager", Role.PROPERTY_MANAGER), ("auditor", Role.AUDITOR), ("worker", Role.PROPERTY_WORKER),
    ):  # fmt: skip
        place.accounts[name] = people.staff(role, estate, name=f"{role.title[:2]}甲").id
    return place


def csrf(client):
    """The token that this browser's forms carry."""
    return {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]}


def some(estate_id, *, owner, neighbour, officer, picture=None, title="地下车库的灯太暗"):
    """A topic with comments, one of them reported and hidden, an answer; a signed proposal; a draft of rules.

    The ids, by what they name. `owner` wrote what is hidden and began the proposal, both in the running transaction.
    """
    now = clock.now()
    topic = topics.post(
        actor=owner, estate_id=estate_id, category=Category.FACILITIES, title=title,
        words="东侧三盏灯坏了两个月，晚上看不清台阶。", photos=[picture] if picture else [], now=now,
    )  # fmt: skip
    mine = commenting.say(
        actor=owner, topic=topic, words="换成感应的更省电。", alignment=Alignment.FOR, now=now
    )
    commenting.say(actor=neighbour, topic=topic, words="同意，也请一并修扶手。", parent_id=mine.id, now=now)
    topics.support(actor=neighbour, topic=topic, now=now)
    answering.answer_topic(
        actor=officer, topic=topic, verdict=Verdict.UNDER_REVIEW, words="已请物业报价。", now=now
    )
    seen = commenting.say(actor=owner, topic=topic, words="这句话是多余的。", now=now)
    report = moderating.report(
        actor=neighbour, post=moderation.post(estate_id=estate_id, kind=PostKind.COMMENT, post_id=seen.id), ground=Ground.OTHER,
        words="与话题无关", now=now,
    )  # fmt: skip
    case = moderation.case(estate_id=estate_id, case_id=report.case_id)
    moderating.hide_reported(actor=officer, case=case, reason="与话题无关", now=now)
    proposal = proposing.start(
        actor=owner, estate_id=estate_id, now=now,
        asked=proposing.Asked(
            kind=ProposalKind.ASSEMBLY, title="召开临时业主大会", words="表决地下车库照明改造。"
        ),
    )  # fmt: skip
    text = rule_texts.begin(
        actor=officer, estate_id=estate_id, kind=RuleKind.COVENANT, title="管理规约（修订草案）",
        text="第一条　遛狗须牵绳。\n\n第二条　装修时间为八时至十八时。", now=now,
    )  # fmt: skip
    for words in ("第一稿", "第二稿"):
        rule_texts.publish_version(actor=officer, rule_text=text, note=words, now=now)
        rule_texts.write(rule_text=text, title=text.title, text="第一条　遛狗须牵绳，主动避让老人和孩子。")
    return {"topic": topic.id, "case": case.id, "proposal": proposal.id, "rule_text": text.id}
