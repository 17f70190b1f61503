"""The marks that say, above a view, who may enter and what goes in and out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, TypeVar

from marshmallow import Schema

from linli.kernel.grants import Table
from linli.platform.limits import Limit

View = TypeVar("View", bound=Callable[..., Any])
SchemaOrType = Schema | type[Schema]


class Entrance(Enum):
    """The three kinds of door."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    GRANTED = "granted"


@dataclass(slots=True)
class Operation:
    """Everything that was said about one view. The blueprint reads it; OpenAPI is made from it."""

    entrance: Entrance | None = None
    act: StrEnum | None = None
    table: Table | None = None
    on: Callable[..., Any] | None = None
    body: Schema | None = None
    query: Schema | None = None
    answer: Schema | None = None
    status: int = 200
    media_type: str = "application/json"
    idempotent: bool = False
    key_required: bool = False
    limits: list[tuple[Limit, Callable[[Mapping[str, Any]], str]]] = field(default_factory=list)
    form_page: Callable[..., Any] | None = None
    summary: str = ""
    files: bool = False
    ending: Any = None
    patience: float | None = None


def operation_of(view: Callable[..., Any]) -> Operation:
    """What was said about a view so far."""
    if not hasattr(view, "operation"):
        view.operation = Operation()  # type: ignore[attr-defined]
    return view.operation  # type: ignore[attr-defined, no-any-return]


def allow(act: StrEnum, table: Table, *, on: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Admit only actors whom `table` grants `act`, on the thing that `on` finds from the ids of the URL.

    Where the URL names an estate, the actor's role must reach it; otherwise, and where `on` raises
    Unknown, the answer is the same as for a thing that never was.
    """

    def mark(view: View) -> View:
        said = operation_of(view)
        said.entrance, said.act, said.table, said.on = Entrance.GRANTED, act, table, on
        return view

    return mark


def public(view: View) -> View:
    """Open to everyone, on purpose."""
    operation_of(view).entrance = Entrance.PUBLIC
    return view


def signed_in(view: View) -> View:
    """Open to whoever is signed in, for matters of their own account."""
    operation_of(view).entrance = Entrance.SIGNED_IN
    return view


def takes(schema: SchemaOrType, *, where: str = "body", files: bool = False) -> Callable[[View], View]:
    """Hand the view its `body` (JSON or form) or its `query`, already checked; unknown fields are refused.

    With `files`, the body is multipart and uploads appear in it under their field names.
    """
    made = schema() if isinstance(schema, type) else schema

    def mark(view: View) -> View:
        said = operation_of(view)
        if where == "query":
            said.query = made
        else:
            said.body, said.files = made, files
        return view

    return mark


def gives(
    schema: SchemaOrType | None, status: int = 200, *, media_type: str = "application/json"
) -> Callable[[View], View]:
    """What the operation answers: a schema to dump its result with, or none for an empty or a binary answer.

    A binary answer that comes in several forms names them all: `media_type="image/jpeg, application/pdf"`.
    """
    made = schema() if isinstance(schema, type) else schema

    def mark(view: View) -> View:
        said = operation_of(view)
        said.answer, said.status, said.media_type = made, status, media_type
        return view

    return mark


def idempotent(*, required: bool = False) -> Callable[[View], View]:
    """The same `Idempotency-Key` and body give the same answer and one effect."""

    def mark(view: View) -> View:
        said = operation_of(view)
        said.idempotent, said.key_required = True, required
        return view

    return mark


def limited(limit: Limit, *, by: Callable[[Mapping[str, Any]], str]) -> Callable[[View], View]:
    """Count each try against `limit`, for the subject that `by` reads from what was sent."""

    def mark(view: View) -> View:
        operation_of(view).limits.append((limit, by))
        return view

    return mark


def prompt(within: float) -> Callable[[View], View]:
    """Answer Busy, before anything is done, to what lay longer than this many seconds: for askers that ask again."""

    def mark(view: View) -> View:
        operation_of(view).patience = within
        return view

    return mark


def form_page(render: Callable[..., Any]) -> Callable[[View], View]:
    """When what was typed is refused, show `render`'s page again with it and with the messages.

    `render` is called like the view, with `form` in place of `body`.
    """

    def mark(view: View) -> View:
        operation_of(view).form_page = render
        return view

    return mark


def summary(text: str) -> Callable[[View], View]:
    """The operation in one Chinese line, for the API's documentation."""

    def mark(view: View) -> View:
        operation_of(view).summary = text
        return view

    return mark
