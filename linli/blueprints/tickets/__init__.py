"""HTTP for tickets; importing `today` lets them appear on the first pages."""

from flask import Blueprint

from linli.blueprints.tickets import api, console, figures, pages, ranking, sharing_pages, today

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    sharing_pages.bp,
    pages.bp,
    console.bp,
    figures.pages,
    figures.api,
    ranking.pages,
    ranking.api,
)

__all__ = ["blueprints", "today"]
