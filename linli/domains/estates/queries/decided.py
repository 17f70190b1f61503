"""What an estate decided for itself, and since when: its own rules, and the parts of the platform it does without."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from linli.domains.estates.models import EstateSetting
from linli.platform.db import db
from linli.platform.lately import lately
from linli.platform.prepared import prepared
from linli.platform.transactions import seeing_every_estate

FEATURES = "features"


def setting(estate_id: uuid.UUID, name: str, *, on: date) -> dict[str, Any] | None:
    """The estate's own rule of that name in force on a day; None where it made none (AO-02)."""
    value: dict[str, Any] | None = db.session.scalar(*_decided(estate_id=estate_id, name=name, on=on))
    return value


@prepared
def _decided(estate_id: Any, name: Any, on: Any) -> Select[dict[str, Any]]:
    return (
        select(EstateSetting.value)
        .where(EstateSetting.estate_id == estate_id, EstateSetting.name == name, EstateSetting.since_on <= on)
        .order_by(EstateSetting.since_on.desc())
        .limit(1)
    )


def settings(estate_id: uuid.UUID) -> Sequence[EstateSetting]:
    """All that the estate ever decided, by name, the newest first."""
    return db.session.scalars(
        select(EstateSetting)
        .where(EstateSetting.estate_id == estate_id)
        .order_by(EstateSetting.name, EstateSetting.since_on.desc())
    ).all()


def features_off(estate_id: uuid.UUID, *, on: date) -> frozenset[str]:
    """The parts of the platform that the estate does without on a day (AO-03)."""
    return frozenset((setting(estate_id, FEATURES, on=on) or {}).get("off", ()))


@lately
def features_lately_off(estate_id: uuid.UUID, on: date) -> frozenset[str]:
    """The same as it was known within the last two seconds, for the doors of every page."""
    with seeing_every_estate():
        return features_off(estate_id, on=on)


def feature_on(estate_id: uuid.UUID, name: str, *, on: date) -> bool:
    """Whether the estate uses a part of the platform on a day; all are on until one is switched off."""
    return name not in features_off(estate_id, on=on)
