"""HTTP for tickets; importing `today` lets them appear on the first pages."""

from flask import Blueprint

from linli.blueprints.tickets import (
    api,
    blocks,
    caps,
    console,
    figures,
    incidents_api,
    incidents_console,
    later,
    loops,
    loops_pages,
    openly,
    pages,
    places_console,
    ranking,
    replies,
    serving,
    serving_api,
    serving_pages,
    sharing_api,
    sharing_pages,
    today,
)

blueprints: tuple[Blueprint, ...] = (
    sharing_api.bp,
    sharing_pages.bp,
    incidents_api.bp,
    incidents_console.bp,
    places_console.bp,
    blocks.pages,
    blocks.api,
    later.pages,
    later.api,
    api.bp,
    pages.bp,
    console.bp,
    loops.api,
    loops_pages.bp,
    openly.pages,
    openly.api,
    figures.pages,
    figures.api,
    ranking.pages,
    ranking.api,
    serving.bp,
    serving_api.bp,
    serving_pages.bp,
    caps.api,
    caps.pages,
    replies.api,
    replies.pages,
)

__all__ = ["blueprints", "today"]
