"""Telling one device from another, to see bursts of ratings; only a keyed digest of it is kept."""

from flask import request


def device() -> str:
    """The network address and the browser that the request came from."""
    return f"{request.remote_addr or ''} {request.user_agent.string}"
