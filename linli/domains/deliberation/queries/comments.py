"""Comments and their replies, as one reader may see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from linli.domains.deliberation.models import Topic, TopicComment
from linli.domains.deliberation.queries.topics import COMMENT_FILES, reads_hidden
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

_MOST_REPLIES = 400


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies and the files of each."""

    comment: TopicComment
    replies: Sequence[TopicComment]
    files: dict[uuid.UUID, list[Attachment]]


def comment(*, estate_id: uuid.UUID, comment_id: uuid.UUID, **_: object) -> TopicComment:
    """The comment, if it is this estate's; otherwise Unknown."""
    found = db.session.get(TopicComment, (estate_id, comment_id))
    if found is None:
        raise Unknown
    return found


def threads_page(
    actor: Actor, found: Topic, *, window: Window, alignment: str = "", newest_first: bool = False
) -> Page[Thread]:
    """The comments of a topic with their replies. A hidden one is there for its author and the moderators only,
    and where replies hang on it its place stays without its words.
    """
    query = select(TopicComment).where(
        TopicComment.estate_id == found.estate_id,
        TopicComment.topic_id == found.id,
        TopicComment.parent_id.is_(None),
    )
    if not reads_hidden(actor):
        replied = select(TopicComment.parent_id).where(
            TopicComment.estate_id == found.estate_id,
            TopicComment.topic_id == found.id,
            TopicComment.parent_id.is_not(None),
            TopicComment.hidden_at.is_(None),
        )
        query = query.where(
            or_(
                TopicComment.hidden_at.is_(None),
                TopicComment.author_id == actor.account_id,
                TopicComment.id.in_(replied),
            )
        )
    if alignment:
        query = query.where(TopicComment.alignment == alignment, TopicComment.hidden_at.is_(None))
    page = by_id(query, TopicComment.id, window=window, newest_first=newest_first)
    return Page(_threads(actor, found, page.items), page.next)


def _threads(actor: Actor, found: Topic, first: Sequence[TopicComment]) -> list[Thread]:
    ids = [one.id for one in first]
    query = select(TopicComment).where(
        TopicComment.estate_id == found.estate_id, TopicComment.parent_id.in_(ids)
    )
    if not reads_hidden(actor):
        query = query.where(or_(TopicComment.hidden_at.is_(None), TopicComment.author_id == actor.account_id))
    replies: dict[uuid.UUID, list[TopicComment]] = {}
    everything = list(ids)
    for one in db.session.scalars(query.order_by(TopicComment.id).limit(_MOST_REPLIES)):
        assert one.parent_id is not None
        replies.setdefault(one.parent_id, []).append(one)
        everything.append(one.id)
    files = attachments.of_objects(
        estate_id=found.estate_id, object_kind=COMMENT_FILES, object_ids=everything
    )
    return [Thread(one, replies.get(one.id, []), files) for one in first]


def may_read(actor: Actor, one: TopicComment) -> bool:
    """Whether somebody reads the words of a comment."""
    return one.hidden_at is None or one.author_id == actor.account_id or reads_hidden(actor)
