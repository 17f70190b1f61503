"""The smallest complaint a test can have, and one in each state that has pages of its own."""

from linli.domains.complaints import operations
from linli.domains.complaints.operations import Filing
from linli.domains.complaints.rules import Subject
from linli.platform import clock
from tests.factories.tickets import photo


def filed(actor, estate_id, *, subject=Subject.FEES, words="装修押金一直不退", **more):
    """A complaint that waits for the community."""
    filing = Filing(subject=subject, words=words, **more)
    return operations.file(actor=actor, estate_id=estate_id, filing=filing, now=clock.now())


def everything(resident, officer, estate_id):
    """One that waits, with the company asked; one that was answered; one at the street."""
    now = clock.now()
    waiting = filed(resident, estate_id, photos=[photo()])
    asked = operations.forward(actor=officer, complaint=waiting, words="请说明押金为什么没有退", now=now)
    answered = filed(resident, estate_id, subject=Subject.CLEANING, words="楼道一周没扫")
    operations.answer(actor=officer, complaint=answered, words="已责令物业每天清扫，社区每周检查", now=now)
    passed_up = filed(resident, estate_id, subject=Subject.ACCOUNTS, words="公共收益两年没有公示")
    operations.answer(actor=officer, complaint=passed_up, words="请等物业公示", now=now)
    operations.rate(actor=resident, complaint=passed_up, satisfied=False, opinion="等了两年了", now=now)
    operations.escalate(actor=resident, complaint=passed_up, reason="社区没有给出公示日期", now=now)
    return {
        "complaint": waiting.id,
        "answered_complaint": answered.id,
        "street_complaint": passed_up.id,
        "statement": asked.id,
    }
