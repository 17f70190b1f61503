"""What comes after bills: a reading that waits for a look, a settled change of owner, prepaid money to give back."""

from datetime import timedelta

from sqlalchemy import select

from linli.domains.fees.models import Handover, SentReading
from linli.domains.fees.queries.own_readings import PHOTO
from linli.domains.fees.rules.handovers import settlement_code
from linli.domains.fees.rules.metering import SentState
from linli.domains.payments.models import PrepaidReturn
from linli.domains.payments.rules.returns import Ground, ReturnState
from linli.domains.people.models import Ownership
from linli.kernel.times import day_of
from linli.platform import attachments, clock
from linli.platform.db import db
from tests.factories import people
from tests.factories.prepared import photo


def everything(estate, unit, owner_account_id, staff_id, *, window, meter):
    """One of each, written straight into their tables; ids by name."""
    now, place = clock.now(), {"estate_id": estate.id}
    sent = SentReading(
        **place, window_id=window, meter_id=meter, value_milli=128_500, state=SentState.WAITING,
        sent_by=owner_account_id, sent_at=now,
    )  # fmt: skip
    held = select(Ownership.owner_id).filter_by(**place, unit_id=unit.id).limit(1)
    handover = Handover(
        **place, unit_id=unit.id, on=day_of(now) - timedelta(days=3), seller_id=people.owner(estate).id,
        buyer_id=db.session.scalars(held).one(), code=settlement_code(), made_by=staff_id, made_at=now,
    )  # fmt: skip
    back = PrepaidReturn(
        **place, unit_id=unit.id, account_id=owner_account_id, amount_fen=36_500, ground=Ground.MOVED_OUT,
        reason="已卖房搬走", state=ReturnState.PROPOSED, proposed_by=staff_id, proposed_at=now,
    )  # fmt: skip
    db.session.add_all([sent, handover, back])
    db.session.flush()
    attachments.store_image(
        estate_id=estate.id, stream=photo(), object_kind=PHOTO, object_id=sent.id, made_by=owner_account_id, now=now
    )  # fmt: skip
    return {
        "sent_reading": sent.id, "settlement": handover.id, "settlement_code": handover.code,
        "prepaid_return": back.id,
    }  # fmt: skip
