"""Where the chain of ballots stood at a moment, signed, so that others can hold it against what comes later."""

import uuid
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from linli.platform.db import Model, OfEstate, estate_fk


class SignedHead(OfEstate, Model):
    """A commitment to the hash of a vote's ballot number `seq`, signed with the key of the bundles (base64)."""

    __table_args__ = (UniqueConstraint("estate_id", "vote_id", "seq"), estate_fk("vote", "vote_id"))
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    seq: Mapped[int]
    commitment: Mapped[str]
    at: Mapped[datetime]
    public_key: Mapped[str]
    signature: Mapped[str]
