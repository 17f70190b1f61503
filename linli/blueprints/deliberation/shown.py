"""Topics, comments and cases as their readers see them: the same words for programs and for pages."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request

from linli.domains.deliberation.models import (
    Digest,
    ModerationCase,
    OfficialAnswer,
    Proposal,
    Topic,
    TopicComment,
)
from linli.domains.deliberation.queries import (
    comments,
    conversions,
    following,
    moderation,
    proposals,
    speakers,
    topics,
)
from linli.domains.deliberation.queries.comments import Thread
from linli.domains.deliberation.queries.speakers import Names
from linli.domains.deliberation.rules.moderating import WAITING, CaseState, Ground
from linli.domains.deliberation.rules.topics import Category, Happens, State, Verdict
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.platform import clock
from linli.platform.attachments import Attachment, Kind
from linli.platform.paging import Page

TONES = {State.OPEN: "info", State.ANSWERED: "good", State.CLOSED: "", State.CONVERTED: "wait"}
VERDICT_TONES = {Verdict.UNDER_REVIEW: "wait", Verdict.ACCEPTED: "good", Verdict.REFUSED: "bad"}


def readable(**ids: uuid.UUID) -> Topic:
    """What a door finds: the topic, if whoever stands there may read it."""
    return topics.readable(g.actor, topics.topic(**ids))


def own_case(**ids: uuid.UUID) -> ModerationCase:
    """What a door finds: a case of something that one wrote or reported."""
    return moderation.known_to(g.actor.account_id, moderation.case(**ids))


def names_of(estate_id: uuid.UUID, rows: Sequence[Any]) -> Names:
    """The shown names of whoever wrote these."""
    return speakers.names(estate_id, [(one.author_id, one.author_role) for one in rows], now=clock.now())


def listed(actor: Actor, estate_id: uuid.UUID, found: Page[Topic]) -> Page[dict[str, Any]]:
    """One page of topics."""
    numbers = topics.counts(estate_id, [one.id for one in found.items])
    names = names_of(estate_id, found.items)
    return Page([_line(actor, one, names, numbers[one.id]) for one in found.items], found.next)


def detail(actor: Actor, topic: Topic) -> dict[str, Any]:
    """A topic with all that belongs to it but its comments."""
    numbers = topics.counts(topic.estate_id, [topic.id])[topic.id]
    case = moderation.hiding_case(topic.estate_id, topic.id) if topic.hidden_at else None
    closer = [(topic.closed_by, topic.closed_as)] if topic.closed_by else []
    names = speakers.names(topic.estate_id, [(topic.author_id, topic.author_role), *closer], now=clock.now())
    return _line(actor, topic, names, numbers) | {
        "conclusion": topic.conclusion,
        "closed_by": names.of(*closer[0]) if closer else "",
        "closed_at": topic.closed_at,
        "hidden_reason": case.reason if case else "",
        "hidden_case_id": case.id if case else None,
        "supported": topics.supports(topic, actor.account_id),
        "followed": following.follows(topic.estate_id, topic.id, actor.account_id),
        "alignments": {one.value: number for one, number in topics.alignments(topic).items()},
        "answers": answers_to(topic),
        "outcome": conversions.outcome(actor, topic, now=clock.now()),
        "files": files_of(topic, topics.files(topic)),
    }


def _line(actor: Actor, topic: Topic, names: Names, numbers: topics.Counts) -> dict[str, Any]:
    state = State(topic.state)
    return {
        "id": topic.id,
        "category": topic.category,
        "category_title": Category(topic.category).title,
        "title": topic.title,
        "words": topic.words,
        "state": state.value,
        "state_title": state.title,
        "tone": TONES[state],
        "author": names.of(topic.author_id, topic.author_role),
        "mine": topic.author_id == actor.account_id,
        "hidden": topic.hidden_at is not None,
        "made_at": topic.made_at,
        "comments": numbers.comments,
        "supports": numbers.supports,
        "reads": numbers.reads,
    }


def answers_to(subject: Topic | Proposal) -> list[dict[str, Any]]:
    """The official answers, the newest first."""
    return [_answer(one) for one in topics.answers(subject.estate_id, [subject.id]).get(subject.id, [])]


def _answer(one: OfficialAnswer) -> dict[str, Any]:
    plain = ("id", "verdict", "words", "signed_name", "signed_post", "signed_for", "made_at")
    verdict = Verdict(one.verdict)
    return {name: getattr(one, name) for name in plain} | {
        "verdict_title": verdict.title,
        "tone": VERDICT_TONES[verdict],
    }


def files_of(topic: Topic, kept: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Files with their addresses: those of pages for people, those of the API for programs."""
    here = "/api/v1/estates" if request.path.startswith("/api/") else "/e"
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "name": one.name,
            "href": f"{here}/{topic.estate_id}/topics/{topic.id}/files/{one.id}",
        }
        for one in kept
    ]


def split_files(files: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Images to show and documents to download."""
    return {
        "photos": [{"src": one["href"], "alt": "图片"} for one in files if one["kind"] == Kind.IMAGE],
        "documents": [dict(one) for one in files if one["kind"] == Kind.DOCUMENT],
    }


def threads(actor: Actor, topic: Topic, found: Page[Thread]) -> Page[dict[str, Any]]:
    """One page of comments with their replies."""
    everything = [one for thread in found.items for one in (thread.comment, *thread.replies)]
    names = names_of(topic.estate_id, everything)
    hidden = [one.id for one in everything if one.hidden_at]
    cases = moderation.hiding_cases(topic.estate_id, hidden) if hidden else {}

    def remark(one: TopicComment, thread: Thread) -> dict[str, Any]:
        return _remark(actor, topic, one, names, cases.get(one.id), thread.files.get(one.id, []))

    items = [
        remark(thread.comment, thread) | {"replies": [remark(one, thread) for one in thread.replies]}
        for thread in found.items
    ]
    return Page(items, found.next)


def _remark(
    actor: Actor,
    topic: Topic,
    one: TopicComment,
    names: Names,
    case: ModerationCase | None,
    files: Sequence[Attachment],
) -> dict[str, Any]:
    may_read = comments.may_read(actor, one)
    return {
        "id": one.id,
        "author": names.of(one.author_id, one.author_role),
        "author_key": one.author_id,
        "official": Role(one.author_role) not in RESIDENTS,
        "mine": one.author_id == actor.account_id,
        "alignment": one.alignment,
        "words": one.words if may_read else "",
        "hidden": one.hidden_at is not None,
        "hidden_reason": case.reason if case and may_read else "",
        "case_id": case.id if case and may_read else None,
        "made_at": one.made_at,
        "files": files_of(topic, files) if may_read else [],
    }


def people_in(actor: Actor, topic: Topic) -> list[dict[str, Any]]:
    """Whom the reader can mention: by the name that is shown."""
    found = following.taking_part(topic, but=[actor.account_id])
    names = speakers.names(topic.estate_id, found, now=clock.now())
    return [{"value": account_id, "label": names.of(account_id, role)} for account_id, role in found]


def case_out(case: ModerationCase) -> dict[str, Any]:
    """A case for its author, or for somebody who reported the post."""
    plain = ("id", "topic_id", "opened_at", "due_at", "reason", "decided_at", "appeal", "appeal_answer")
    return {name: getattr(case, name) for name in (*plain, "appeal_decided_at", "state")} | {
        "kind": case.object_kind,
        "state_title": CaseState(case.state).title,
    }


def cases(found: Page[ModerationCase]) -> Page[dict[str, Any]]:
    """One page of cases for moderators and auditors, with what was written."""
    if not found.items:
        return Page([], found.next)
    estate_id, now = found.items[0].estate_id, clock.now()
    posts, reports = moderation.posts(found.items), moderation.reports(found.items)
    authors = [(one.author_id, one.author_role) for one in posts.values()]
    names = speakers.names(estate_id, authors, now=now)
    reporters = {one.reporter_id for several in reports.values() for one in several}
    called = speakers.names(estate_id, [(one, Role.OWNER) for one in reporters], now=now)
    titles = topics.titles(estate_id, [one.topic_id for one in found.items])
    made = []
    for case in found.items:
        post = posts[case.object_id]
        made.append(
            case_out(case)
            | {
                "late": case.state in WAITING and now > case.due_at,
                "post_id": post.id,
                "author": names.of(post.author_id, post.author_role),
                "title": post.title if isinstance(post, Topic) else titles.get(case.topic_id, ""),
                "words": post.words,
                "decided_by": case.decided_by,
                "reports": [
                    {
                        "reporter": called.of(one.reporter_id, Role.OWNER),
                        "ground": one.ground,
                        "ground_title": Ground(one.ground).title,
                        "words": one.words,
                        "made_at": one.made_at,
                    }
                    for one in reports.get(case.id, [])
                ],
            }
        )
    return Page(made, found.next)


def digests(estate_id: uuid.UUID, found: Sequence[Digest]) -> list[dict[str, Any]]:
    """Digests in words, each object with the way to it."""
    ids = [uuid.UUID(item["id"]) for one in found for item in one.items]
    titles = topics.titles(estate_id, ids) | proposals.titles(estate_id, ids)
    return [
        {
            "on": one.until_at,
            "items": [
                {
                    "title": titles[uuid.UUID(item["id"])],
                    "text": "，".join(_news(kind, number) for kind, number in item["news"].items()),
                    "href": f"/e/{estate_id}/{item['kind']}s/{item['id']}",
                }
                for item in one.items
                if uuid.UUID(item["id"]) in titles
            ],
        }
        for one in found
    ]


def _news(kind: str, number: int) -> str:
    said = Happens(kind)
    return f"{number} {said.title}" if said in {Happens.COMMENT, Happens.ANSWER} else said.title
