"""A form as a page shows it: what was typed, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from linli.kernel.refusals import Refusal


@dataclass(slots=True)
class Form:
    """What was typed (`values`), the messages beside the fields (`errors`), and one above them (`message`)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    message: str = ""

    def value(self, name: str, default: Any = "") -> Any:
        """What was typed into a field."""
        return self.values.get(name, default)

    def error(self, name: str) -> list[str]:
        """The messages beside a field."""
        return self.errors.get(name, [])


def typed(form: MultiDict[str, str], lists: set[str]) -> dict[str, Any]:
    """A submitted form as plain values; only fields in `lists` may come several times."""
    return {
        name: form.getlist(name) if name in lists else form[name] for name in form if name != "csrf_token"
    }


def flatten(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    """Marshmallow's nested messages as field path → sentences."""
    if isinstance(messages, list):
        return {prefix or "_schema": [str(text) for text in messages]}
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        flat |= flatten(value, f"{prefix}.{key}" if prefix else str(key))
    return flat


def from_refusal(values: Mapping[str, Any], no: Refusal) -> Form:
    """The form again, after the house said no."""
    return Form(values, no.field_errors, no.sentence)
