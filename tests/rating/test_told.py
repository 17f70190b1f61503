"""Who hears of a rated year: what is published, answered, confirmed and paid reaches those concerned, and the board."""

from datetime import date

from sqlalchemy import select

from linli.domains.notices.models import Message
from linli.domains.notices.queries.board import of_source
from linli.domains.rating.events import PrizePaid
from linli.domains.rating.operations import advancing, appealing
from linli.domains.rating.rules.course import Stage
from linli.kernel.actors import Role
from linli.platform import clock, outbox
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.rating_course import City, photo


def heard(template):
    return set(db.session.scalars(select(Message.account_id).filter_by(template=template)))


def test_a_year_is_told_to_those_concerned_and_hangs_on_the_board(app):
    with transaction():
        city = City()
        member = people.staff(Role.COMMITTEE_MEMBER, city.estate, name="业委会委员")
        people.staff(Role.PROPERTY_MANAGER, places.estate(), name="别处的经理")
        concerned, here = {city.manager.id, member.id}, city.estate.id
        city.plan()
        city.forward(to=Stage.PRELIMINARY, B12="1")
    outbox.deliver()
    with transaction():
        assert heard("rating_preliminary") == concerned
        shown = of_source(here, "rating:2025")
        assert (shown.starts_on, shown.ends_on) == (date(2026, 3, 2), date(2026, 3, 9))
        advancing.undo(actor=city.ann, of=city.course, reason="照片放错", now=clock.now())
    outbox.deliver()
    with transaction():
        assert of_source(here, "rating:2025").taken_down_why == "初评已退回，重新审核。"
        city.forward(to=Stage.PRELIMINARY)
        city.after_public()
        advancing.open_appeals(of=city.course, now=clock.now())
        made = appealing.appeal(
            actor=city.company_actor, of=city.course, code="B12", words="当天检修", photos=[photo()],
            now=clock.now(),
        )  # fmt: skip
        appealing.decide(actor=city.dora, appeal=made, points=None, answer="照片清楚", now=clock.now())
        city.after_public(20)
        city.forward(to=Stage.CONFIRMED)
        publish(PrizePaid(at=clock.now(), estate_id=here, year=2025, amount_fen=100))
    outbox.deliver()
    with transaction(writes=False):
        assert of_source(here, "rating:2025").taken_down_at is None
        assert heard("rating_appeal") == {city.manager.id}
        assert heard("rating_confirmed") == heard("prize_paid") == concerned
        assert of_source(here, "star:2025").title == "2025 年有礼小区星级：5 星"
