"""Credit and the list for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.reputation import schemas, shown
from linli.blueprints.reputation.shown import found, found_entry, today
from linli.blueprints.reputation.verbs import ENTRY_VERBS, ITEM_VERBS, Verb
from linli.domains.reputation.models import CreditItem, ListEntry
from linli.domains.reputation.operations import listing, noting, recording
from linli.domains.reputation.operations.recording import Finding
from linli.domains.reputation.permissions import GRANTS, Act
from linli.domains.reputation.queries import entries, items
from linli.domains.reputation.rules.listing import Quarter, quarter_of
from linli.domains.tickets import facts as tickets
from linli.kernel.actors import Actor
from linli.kernel.times import SHANGHAI
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes
from linli.platform.web.files import send

bp = Api("reputation_api", __name__, tag="reputation")
ITEM = "/credit/items/<uuid:credit_id>"
ENTRY = "/credit/list/<uuid:listed_id>"


@bp.get("/credit/companies")
@allow(Act.READ, GRANTS)
@gives(schemas.StandingsOut)
@summary("各物业公司今天的信用分和等级")
def list_companies(actor: Actor) -> dict[str, Any]:  # noqa: ARG001
    return {"items": shown.standings()}


@bp.get("/credit/items")
@allow(Act.READ, GRANTS)
@takes(schemas.ListIn, where="query")
@gives(page_of(schemas.ItemOut))
@summary("信用信息：在办的，或已经生效、到期、撤回的")
def list_items(actor: Actor, query: dict[str, Any]) -> Page[dict[str, Any]]:
    some = items.listed(
        actor, waiting=not query["over"], today=today(), window=Window(query["limit"], query["cursor"])
    )
    return Page(shown.heads(some.items), some.next)


@bp.post("/credit/items")
@allow(Act.PROPOSE, GRANTS)
@takes(schemas.ProposeIn)
@gives(schemas.ItemDetailOut, 201)
@idempotent()
@summary("提出一条信用信息：事实、证据、发现人、发现日期缺一不可")
def propose_item(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    return shown.detail(actor, proposed(actor, body))


@bp.get(ITEM)
@allow(Act.READ, GRANTS, on=found)
@gives(schemas.ItemDetailOut)
@summary("一条信用信息的经过")
def show_item(actor: Actor, item: CreditItem) -> dict[str, Any]:
    return shown.detail(actor, item)


@bp.post("/credit/on-time")
@allow(Act.DRAW_UP, GRANTS)
@takes(schemas.YearIn)
@gives(schemas.NotedOut)
@idempotent()
@summary("把全年报修按时办结率 98% 以上的项目记为良好信息；重复执行不会重复记")
def note_on_time(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return {"noted": on_time(body["year"], now=clock.now())}


@bp.get("/credit/list")
@allow(Act.READ_LIST, GRANTS)
@takes(schemas.QuarterQuery, where="query")
@gives(schemas.EntriesOut)
@summary("一个季度的红黑榜，不写季度就是上个季度")
def list_entries(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    return of_quarter(actor, quarter_in(query))


@bp.post("/credit/list")
@allow(Act.DRAW_UP, GRANTS)
@takes(schemas.DrawUpIn)
@gives(schemas.EntriesOut, 201)
@idempotent()
@summary("按季末的信用分拟定红黑榜，还不公布")
def draw_up_list(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    quarter = Quarter(body["year"], body["quarter"])
    listing.draw_up(actor=actor, quarter=quarter, now=clock.now())
    return of_quarter(actor, quarter)


@bp.get(ENTRY)
@allow(Act.READ_LIST, GRANTS, on=found_entry)
@gives(schemas.EntryDetailOut)
@summary("一条上榜记录：理由、证据、申辩、期限和经过")
def show_entry(actor: Actor, entry: ListEntry) -> dict[str, Any]:
    return shown.entry_detail(actor, entry)


@bp.post(f"{ITEM}/files")
@allow(Act.PROPOSE, GRANTS, on=found)
@takes(schemas.FilesIn, files=True)
@gives(schemas.ItemDetailOut, 201)
@idempotent()
@summary("给一条还没有告知企业的信息附证据：PDF 或照片")
def add_files(actor: Actor, item: CreditItem, body: dict[str, Any]) -> dict[str, Any]:
    return shown.detail(actor, recording.add_files(actor=actor, item=item, now=clock.now(), **body))


@bp.get(f"{ITEM}/files/<uuid:file_id>")
@allow(Act.READ, GRANTS, on=found)
@gives(None, media_type="image/jpeg, application/pdf")
@summary("一条信用信息的一份证据")
def show_file(actor: Actor, item: CreditItem, file_id: UUID) -> Response:  # noqa: ARG001
    return send(items.file(item, file_id))


def proposed(actor: Actor, body: dict[str, Any]) -> CreditItem:
    """The finding that a form or a program sent, put forward; a form brings its papers and photos along."""
    hung = {name: body.pop(name) for name in ("documents", "photos") if name in body}
    return recording.propose(actor=actor, finding=Finding(**body), now=clock.now(), **hung)


def on_time(year: int, *, now: datetime) -> int:
    """A year's share of orders done in time, put on record where it is high; how many are new."""
    since, until = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    with seeing_every_estate():
        shares = tickets.on_time_rate(since=since, until=until, as_of=min(now, until))
    orders = {place: (share.part, share.whole) for place, share in shares.items()}
    return noting.note_on_time(orders=orders, year=year, now=now) if until <= now else 0


def quarter_in(query: dict[str, Any]) -> Quarter:
    """The quarter of an address; without one the last that is over."""
    last = quarter_of(today()).before
    return Quarter(query["year"] or last.year, query["quarter"] or last.number)


def of_quarter(actor: Actor, quarter: Quarter) -> dict[str, Any]:
    """A quarter's list within the actor's reach."""
    some = entries.of_quarter(actor, quarter, today=today())
    return {
        "year": quarter.year,
        "quarter": quarter.number,
        "title": quarter.title,
        "drawn": entries.drawn(quarter),
        "items": shown.entry_heads(some),
    }


def _item_verb(verb: Verb) -> None:
    """Register one deed as POST …/items/<id>/<word>."""

    def take(actor: Actor, item: CreditItem, body: dict[str, Any]) -> dict[str, Any]:
        return shown.detail(actor, verb.do(actor, item, body, clock.now()))

    take.__name__ = verb.named("item")
    view = summary(verb.summary)(gives(schemas.ItemDetailOut)(idempotent()(takes(verb.brings)(take))))
    bp.post(f"{ITEM}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


def _entry_verb(verb: Verb) -> None:
    """Register one deed as POST …/list/<id>/<word>."""

    def take(actor: Actor, entry: ListEntry, body: dict[str, Any]) -> dict[str, Any]:
        return shown.entry_detail(actor, verb.do(actor, entry, body, clock.now()))

    take.__name__ = verb.named("entry")
    view = summary(verb.summary)(gives(schemas.EntryDetailOut)(idempotent()(takes(verb.brings)(take))))
    bp.post(f"{ENTRY}/{verb.word}")(allow(verb.act, GRANTS, on=found_entry)(view))


for _one in ITEM_VERBS:
    _item_verb(_one)
for _one in ENTRY_VERBS:
    _entry_verb(_one)
