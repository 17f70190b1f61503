"""Passing on to the owners what came in as rent of common places (民法典第282条)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.domains.fees.queries import items
from linli.domains.payments.errors import NothingToPassOn
from linli.domains.payments.models import CommonEntry
from linli.domains.payments.operations import commons, ledger
from linli.domains.payments.queries import rents
from linli.domains.payments.rules import AccountKind, Posting
from linli.domains.payments.rules.commons import Category
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.attachments import Readable
from linli.platform.db import db


def pass_on(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    item_id: uuid.UUID,
    contract: str,
    decision: str,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> CommonEntry:
    """Put all rent that was paid for common places, and not passed on yet, into the common income's own account.

    The sum is worked out from the ledger; done again, there is nothing to do.
    Raises Unknown, NothingToPassOn, ContractNeeded, DecisionNeeded.
    """
    item = items.item(estate_id=estate_id, item_id=item_id)
    commons.lock(estate_id)
    waiting = rents.waiting_fen(estate_id, item.id)
    if not waiting:
        raise NothingToPassOn(field_errors={"item_id": [NothingToPassOn.sentence]})
    words = commons.Words(f"{item.name}：代收的租金", contract=contract, decision=decision)
    today = day_of(now)
    words = commons.founded(estate_id, Category.RENT, waiting, words, on=today)
    made = commons.write(actor, estate_id, Category.RENT, today, waiting, words, now=now)
    ledger.post(
        estate_id=estate_id,
        posting=Posting.RENT_PASSED_ON,
        source_id=made.id,
        sides=[
            ledger.Side(AccountKind.OWNERS_RENT, waiting, of_id=item.id),
            ledger.Side(AccountKind.COMMON_INCOME, -waiting, channel=Category.RENT),
            ledger.Side(AccountKind.COMMON_BANK, waiting),
            ledger.Side(AccountKind.PASSED_ON, -waiting),
        ],
        now=now,
    )
    commons.add_photos(actor=actor, entry=made, photos=photos, now=now)
    db.session.flush()
    audit.record(
        "payments:common:pass_on",
        object_kind="common_entry",
        object_id=made.id,
        estate_id=estate_id,
        amount_fen=waiting,
    )
    return made
