"""The count in its versions."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from linli.platform.db import Model, OfEstate, estate_fk


class VoteResult(OfEstate, Model):
    """The count as it was fixed. A correction makes a new version; the old one stays readable."""

    __table_args__ = (
        UniqueConstraint("estate_id", "vote_id", "version"),
        estate_fk("vote", "vote_id"),
        estate_fk("roll_version", "roll_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    version: Mapped[int]
    roll_id: Mapped[uuid.UUID]
    result: Mapped[dict[str, Any]]
    result_hash: Mapped[str]
    last_hash: Mapped[str]
    root: Mapped[str]
    counted_at: Mapped[datetime]
