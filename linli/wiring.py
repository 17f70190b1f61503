"""What happens when something happens: the whole of linli's cause and effect, on one page."""

from flask import Flask

from config import Settings


def connect() -> None:
    """Say who hears of what. `together` shares the deed's transaction; `later` is promised in the outbox."""


def bind_gateways(app: Flask, settings: Settings) -> None:
    """Give each room's ports the part of the outside world that the settings name."""
