"""The same values as XML and as JSON, by the specification's mapping: a list of things, each under its name."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response

from linli.kernel.times import shanghai

#: What one thing of a list is called in XML.
ONE_OF = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_requests_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}


def answer(form: str, name: str, value: Any, *, status: int = 200) -> Response:
    """`value` under the root `name`, in the form that was asked for: "xml" or "json"."""
    if form == "json":
        text = json.dumps(_plain(value), ensure_ascii=False)
        return Response(text, status, content_type="application/json; charset=utf-8")
    root = Element(name)
    _fill(root, name, value)
    text = tostring(root, encoding="unicode")
    return Response(
        f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n', status, content_type="text/xml; charset=utf-8"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return moment(value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def _fill(element: Element, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for key, one in value.items():
            _fill(SubElement(element, key), key, one)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            _fill(SubElement(element, ONE_OF[name]), ONE_OF[name], one)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = moment(value) if isinstance(value, datetime) else str(value)


def moment(at: datetime) -> str:
    """A moment as the specification wants it, with its zone: 2026-03-02T12:00:00+08:00."""
    return shanghai(at).isoformat(timespec="seconds")
