"""Blueprints that put the same steps round every view and refuse one without a door."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app
from marshmallow import ValidationError

from linli.kernel.refusals import Refusal
from linli.platform.web import protocols, steps
from linli.platform.web.forms import Form, flatten, from_refusal
from linli.platform.web.marks import Operation, operation_of

View = Callable[..., Any]


Mark = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Doorway(Blueprint):
    """A blueprint whose views carry marks and return what `gives` dumps, not only what Flask knows."""

    if TYPE_CHECKING:

        def get(self, rule: str, **options: Any) -> Mark: ...  # type: ignore[override]
        def post(self, rule: str, **options: Any) -> Mark: ...  # type: ignore[override]
        def put(self, rule: str, **options: Any) -> Mark: ...  # type: ignore[override]
        def patch(self, rule: str, **options: Any) -> Mark: ...  # type: ignore[override]
        def delete(self, rule: str, **options: Any) -> Mark: ...  # type: ignore[override]

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - Flask's signature
        **options: Any,
    ) -> None:
        """Register a view, wrapped in its steps. A view that does not say who may enter is a TypeError."""
        if view_func is not None:
            operation = operation_of(view_func)
            if operation.entrance is None:
                raise TypeError(f"{self.name}.{view_func.__name__} does not say who may enter")
            endpoint = endpoint or view_func.__name__
            view_func = self.wrap(view_func, operation)
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def wrap(self, view: View, operation: Operation) -> View:
        """The view with its steps."""
        raise NotImplementedError


class Api(_Doorway):
    """JSON in, JSON out, under /api/v1."""

    def __init__(self, name: str, import_name: str, *, tag: str) -> None:
        super().__init__(name, import_name, url_prefix="/api/v1")
        self.tag = tag

    def wrap(self, view: View, operation: Operation) -> View:
        """Door, body, effect once, answer."""

        def answer(**ids: Any) -> Response:
            actor, subject = steps.enter(operation, ids)
            brought = steps.bring(operation)
            return steps.once(
                operation,
                actor,
                lambda: steps.give(operation, steps.call(view, operation, actor, subject, ids | brought)),
            )

        answer.operation = operation  # type: ignore[attr-defined]
        answer.tag = self.tag  # type: ignore[attr-defined]
        answer.view = view  # type: ignore[attr-defined]
        return answer


class Pages(_Doorway):
    """Forms in, pages out."""

    def __init__(self, name: str, import_name: str) -> None:
        super().__init__(name, import_name)

    def wrap(self, view: View, operation: Operation) -> View:
        """Door, form, effect once, page; a form that does not fit is shown again."""

        def answer(**ids: Any) -> Response:
            actor, subject = steps.enter(operation, ids)
            try:
                brought = steps.bring(operation)
            except ValidationError as error:
                if operation.form_page is None:
                    raise
                form = Form(steps.raw_body(operation), flatten(error.messages))
                return _shown_again(operation, actor, subject, ids, form)
            return steps.once(
                operation,
                actor,
                lambda: current_app.make_response(steps.call(view, operation, actor, subject, ids | brought)),
            )

        def refused(no: Refusal, **ids: Any) -> Response:
            """The page again after a refusal: called in a fresh, reading transaction."""
            actor, subject = steps.enter(operation, ids)
            return _shown_again(operation, actor, subject, ids, from_refusal(steps.raw_body(operation), no))

        answer.operation = operation  # type: ignore[attr-defined]
        answer.view = view  # type: ignore[attr-defined]
        answer.refused = refused if operation.form_page else None  # type: ignore[attr-defined]
        return answer


class Foreign(_Doorway):
    """A protocol that others wrote, under its own addresses: see linli.platform.web.protocols."""

    def __init__(self, name: str, import_name: str, *, protocol: protocols.Protocol) -> None:
        super().__init__(name, import_name, url_prefix=protocol.prefix)
        protocols.speak(protocol)

    def place(self) -> dict[str, Any]:
        """What a request is about, where the protocol says so outside of the address, such as {"estate_id": …}."""
        return {}

    def wrap(self, view: View, operation: Operation) -> View:
        """Door, what it is about, the door to that, form, answer."""

        def answer(**ids: Any) -> Response:
            steps.enter(operation, ids)  # who asks, before what for
            ids |= self.place()
            actor, subject = steps.enter(operation, ids)
            brought = steps.bring(operation)
            return current_app.make_response(steps.call(view, operation, actor, subject, ids | brought))

        answer.operation = operation  # type: ignore[attr-defined]
        answer.view = view  # type: ignore[attr-defined]
        return answer


def _shown_again(operation: Operation, actor: Any, subject: Any, ids: dict[str, Any], form: Form) -> Response:
    if operation.form_page is None:
        raise TypeError("no page to show again")
    page = steps.call(operation.form_page, operation, actor, subject, ids | {"form": form})
    answer = current_app.make_response(page)
    answer.status_code = 422
    return answer
