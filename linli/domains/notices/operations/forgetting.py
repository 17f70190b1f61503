"""Removing messages whose term is over (config/retention.yml)."""

from datetime import datetime

from sqlalchemy import delete, select

from linli.domains.notices.models import Message
from linli.domains.notices.rules import Kind
from linli.platform.db import db


def messages(before: datetime, most: int) -> int:
    """Messages to persons."""
    return _gone(select(Message.id).where(Message.made_at < before).limit(most))


def code_messages(before: datetime, most: int) -> int:
    """The traces of sign-in codes."""
    return _gone(select(Message.id).where(Message.kind == Kind.SIGN_IN, Message.made_at < before).limit(most))


def _gone(ids: object) -> int:
    made = db.session.execute(
        delete(Message)
        .where(Message.id.in_(ids.scalar_subquery()))  # type: ignore[attr-defined]
        .execution_options(synchronize_session=False)
    )
    return int(made.rowcount)  # type: ignore[attr-defined]
