"""An assembly with a published result, and what people then do about it."""

from datetime import date, timedelta

from linli.domains.voting.operations import objecting, recounting, revoking
from linli.domains.voting.queries import objections, votes
from linli.domains.voting.rules.aftermath import Authority, Decision, Ground
from linli.kernel.actors import Role
from linli.kernel.times import end_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.voting import Assembly, actor

PDF = b"%PDF-1.4\n%%EOF\n"


class Upload:
    """A file as a form brings it."""

    def __init__(self, content=PDF, filename="判决书.pdf"):
        import io

        self.stream, self.filename = io.BytesIO(content), filename


def published(choices=("for", "for", "against"), **more):
    """An assembly of as many owners as choices (None: did not vote) whose result is published."""
    hall = Assembly(owners=len(choices), **more).open()
    for n, choice in enumerate(choices):
        if choice:
            hall.cast(n, choice)
    return hall.close().publish()


def street(hall):
    with transaction():
        return actor(people.staff(Role.STREET_OFFICER, hall.region, name="孙街道"), role=Role.STREET_OFFICER)


def object_to(hall, n=0, ground=Ground.ROLL, words="我家的面积登记错了。", photos=()):
    with transaction():
        return objecting.file_objection(
            actor=hall.owner_actor(n),
            vote=hall.vote,
            ground=ground,
            words=words,
            photos=photos,
            now=clock.now(),
        ).id


def answer(hall, objection_id, decision=Decision.UPHELD, words="已核对，名册确有错误，将更正。"):
    with transaction():
        one = objections.objection(hall.vote, objection_id)
        objecting.answer_objection(
            actor=hall.officer, vote=hall.vote, objection=one, decision=decision, words=words, now=clock.now()
        )


def correct(hall, objection_id):
    """Asked for by the one officer, done by the other."""
    with transaction():
        one = objections.objection(hall.vote, objection_id)
        recounting.ask_correction(
            actor=hall.officer, vote=hall.vote, reason="面积登记错误", objection=one, now=clock.now()
        )
    with transaction():
        recounting.confirm_correction(actor=hall.second, vote=hall.vote, now=clock.now())


def after_objections(hall):
    """The clock behind the days for objections."""
    with transaction(writes=False):
        until = hall.vote.objections_until
    clock.advance(end_of(until) - clock.now() + timedelta(minutes=11))
    return hall


def settled(hall):
    from linli.domains.voting.operations import closing

    after_objections(hall)
    with transaction():
        closing.settle(vote=hall.vote, now=clock.now())
    return hall


def revoked(hall, *, item=None, documents=None):
    with transaction():
        revoking.revoke(
            actor=hall.officer,
            vote=hall.vote,
            item=votes.items(hall.vote)[item] if item is not None else None,
            authority=Authority.COURT,
            number="（2026）浙0802民初1234号",
            decided_on=date(2026, 11, 20),
            words="公告天数不足，撤销该项决定。",
            documents=[Upload()] if documents is None else documents,
            now=clock.now(),
        )
    return hall
