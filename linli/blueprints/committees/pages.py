"""The owners' committee before everybody: members, meetings, attendance, the seal, accounts (scenario 24)."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, render_template

from linli.blueprints.committees import schemas, shown
from linli.domains.committees.models import CommitteeMeeting, Disclosure, DisclosureLine
from linli.domains.committees.permissions import GRANTS, Act
from linli.domains.committees.queries import meetings, terms
from linli.domains.estates import queries as estates
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import narrow
from linli.platform.web import Pages, WindowIn, allow, public, takes
from linli.platform.web.files import send

bp = Pages("committees_pages", __name__)
HERE = "/e/<uuid:estate_id>/committee"
_FEW = 5


def _frame(estate_id: UUID, *, back: str = "/committee", label: str = "返回业委会") -> dict[str, Any]:
    return {
        "tab": "home",
        "back": {"href": f"/e/{estate_id}{back}", "label": label},
        "heading": "业主委员会",
        "base": f"/e/{estate_id}/committee",
    }


def _public_side(estate_id: UUID) -> dict[str, Any]:
    """What everybody may know: terms, members, attendance, the newest minutes and accounts."""
    on, few = day_of(clock.now()), Window(limit=_FEW)
    term = terms.in_office(estate_id, on=on)
    return {
        "terms": shown.terms(estate_id),
        "came": meetings.who_came(term) if term else [],
        "meetings": meetings.meetings_page(estate_id, window=few, published=True).items,
        "disclosures": [
            shown.disclosure(one)
            for one in meetings.disclosures_page(estate_id, window=few, published=True).items
        ],
        "filing": terms.filing(term) if term else None,
        "formations": terms.formations(estate_id),
        "revoked": shown.revoked(estate_id),
    }


@bp.get(HERE)
@allow(Act.READ, GRANTS)
def read(actor: Actor, estate_id: UUID) -> str:  # noqa: ARG001
    return render_template(
        "committees/committee.html",
        **_frame(estate_id, back="/", label="返回首页"),
        **_public_side(estate_id),
    )


@bp.get("/p/committees/<uuid:estate_id>")
@public
def show_public(actor: Actor | None, estate_id: UUID) -> str:
    narrow(estate_id)
    place = estates.estate(estate_id=estate_id)
    return render_template("committees/public.html", person=actor, estate=place, **_public_side(estate_id))


@bp.get(f"{HERE}/meetings")
@allow(Act.READ, GRANTS)
@takes(schemas.MinutesRegisterIn, where="query")
def list_meetings(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    found = meetings.minutes_register(estate_id, search=query["q"], window=window)
    more = urlencode({"q": query["q"], "cursor": found.next})
    return render_template(
        "committees/meetings.html",
        **_frame(estate_id),
        asked=query["q"],
        minutes=found.items,
        next=f"/e/{estate_id}/committee/meetings?{more}" if found.next else None,
    )


@bp.get(f"{HERE}/meetings/<uuid:meeting_id>")
@allow(Act.READ, GRANTS, on=meetings.published_meeting)
def show_meeting(actor: Actor, meeting: CommitteeMeeting) -> str:  # noqa: ARG001
    return render_template(
        "committees/meeting.html", **_frame(meeting.estate_id), meeting=shown.meeting(meeting)
    )


@bp.get(f"{HERE}/seal")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_seal(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:  # noqa: ARG001
    found = meetings.seal_page(estate_id, window=Window(**query))
    return render_template(
        "committees/seal.html",
        **_frame(estate_id),
        uses=found.items,
        next=f"/e/{estate_id}/committee/seal?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{HERE}/disclosures")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_disclosures(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:  # noqa: ARG001
    found = meetings.disclosures_page(estate_id, window=Window(**query), published=True)
    return render_template(
        "committees/disclosures.html",
        **_frame(estate_id),
        disclosures=[shown.disclosure(one) for one in found.items],
        next=f"/e/{estate_id}/committee/disclosures?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{HERE}/disclosures/<uuid:disclosure_id>")
@allow(Act.READ, GRANTS, on=meetings.published_disclosure)
def show_disclosure(actor: Actor, disclosure: Disclosure) -> str:  # noqa: ARG001
    return render_template(
        "committees/disclosure.html",
        **_frame(disclosure.estate_id),
        account=shown.disclosure(disclosure),
    )


@bp.get(f"{HERE}/vouchers/<uuid:line_id>/<uuid:photo_id>")
@allow(Act.READ, GRANTS, on=meetings.line)
def show_voucher(actor: Actor, line: DisclosureLine, photo_id: UUID) -> Response:
    return send(meetings.voucher(line, photo_id, inside=permits(GRANTS, actor, Act.DISCLOSE)))
