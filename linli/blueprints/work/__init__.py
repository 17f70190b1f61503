"""HTTP for the first pages, today's work, jobs, the log of acts, receivers of events."""

from flask import Blueprint

from linli.blueprints.work import (
    api,
    board_views,
    care_pages,
    exports_api,
    exports_pages,
    pages,
    webhooks_api,
    webhooks_pages,
)

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    board_views.api,
    board_views.pages,
    care_pages.bp,
    pages.bp,
    exports_api.bp,
    exports_pages.bp,
    webhooks_api.bp,
    webhooks_pages.bp,
)
