"""A client of Open311 GeoReport v2, written from the specification alone: urllib, json, an XML parser, nothing of linli."""

import json
import uuid
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree as ET

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
MIME = {"xml": "text/xml", "json": "application/json"}


class Refused(Exception):
    """The server said no: its HTTP status, and the errors of its body."""

    def __init__(self, status, errors):
        super().__init__(f"{status} {errors}")
        self.status, self.errors = status, errors


class Client:
    """One endpoint in one format."""

    def __init__(self, discovery_url, *, form, jurisdiction_id, api_key=""):
        self.form, self.jurisdiction_id, self.api_key = form, jurisdiction_id, api_key
        told = self.ask(f"{discovery_url}.{form}")
        (endpoint,) = (one for one in told["endpoints"] if one["specification"] == SPECIFICATION)
        assert MIME[form] in endpoint["formats"]
        self.url, self.told = endpoint["url"], told

    def services(self):
        return self.get("services")

    def definition(self, service_code):
        return self.get(f"services/{quote(service_code)}")

    def requests(self, **wanted):
        return self.get("requests", **wanted)

    def request(self, service_request_id):
        (found,) = self.get(f"requests/{service_request_id}")
        return found

    def token(self, token):
        (found,) = self.get(f"tokens/{token}")
        return found

    def updates(self, **wanted):
        return self.get("servicerequestupdates", **wanted)

    def file(self, *, media=(), **fields):
        """POST a request: urlencoded, or multipart where photos come along."""
        fields = {"jurisdiction_id": self.jurisdiction_id, "api_key": self.api_key} | fields
        if media:
            kind, body = _multipart(fields, media)
        else:
            kind, body = "application/x-www-form-urlencoded; charset=utf-8", urlencode(fields).encode()
        sent = Request(f"{self.url}/requests.{self.form}", data=body, headers={"Content-Type": kind})
        (made,) = self.ask(sent)
        return made

    def get(self, what, **wanted):
        asked = urlencode({"jurisdiction_id": self.jurisdiction_id} | wanted)
        return self.ask(f"{self.url}/{what}.{self.form}?{asked}")

    def ask(self, sent):
        try:
            with urlopen(sent, timeout=10) as answer:
                return self.read(answer.headers["Content-Type"], answer.read())
        except HTTPError as no:
            with no:
                raise Refused(no.code, self.read(no.headers["Content-Type"], no.read())) from None

    def read(self, kind, content):
        assert kind == f"{MIME[self.form]}; charset=utf-8", kind
        if self.form == "json":
            return json.loads(content)
        assert content.startswith(b"<?xml version")
        return _value(ET.fromstring(content))


#: What holds a list of others, whatever it holds.
_LISTS = {
    "services",
    "attributes",
    "values",
    "service_requests",
    "service_requests_updates",
    "errors",
    "endpoints",
    "formats",
}


def _value(element):
    """An element as JSON would have it; text stays text."""
    if element.tag in _LISTS:
        return [_value(one) for one in element]
    if len(element):
        return {one.tag: _value(one) for one in element}
    return element.text


def _multipart(fields, media):
    border = uuid.uuid4().hex
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]  # fmt: skip
    for number, photo in enumerate(media):
        head = f'--{border}\r\nContent-Disposition: form-data; name="media"; filename="{number}.jpg"\r\n'
        parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photo + b"\r\n")
    return f"multipart/form-data; boundary={border}", b"".join(parts) + f"--{border}--\r\n".encode()
