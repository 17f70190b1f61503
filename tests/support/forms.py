"""Sending a page's form as a browser would: with the token that the page brought."""

import re

_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


def submit(client, page, fields, *, to=None, headers=None):
    """Open `page`, then post its form with `fields`, to the page's own address or to another."""
    opened = client.get(page, headers=headers, base_url="https://localhost")
    found = _TOKEN.search(opened.text)
    token = {"csrf_token": found[1]} if found else {}
    more = (headers or {}) | {"Referer": "https://localhost" + page}
    return client.post(to or page, data=fields | token, headers=more, base_url="https://localhost")
