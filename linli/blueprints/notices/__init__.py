"""HTTP for messages to people and public notices."""

from flask import Blueprint

from linli.blueprints.notices import (
    announcements_api,
    announcements_console,
    announcements_pages,
    api,
    banners,
    board_api,
    board_pages,
    outages_console,
    pages,
    rollcalls_api,
    rollcalls_pages,
    scans,
)

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    announcements_api.bp,
    pages.bp,
    announcements_pages.bp,
    announcements_console.bp,
    outages_console.bp,
    rollcalls_api.bp,
    rollcalls_pages.bp,
    board_api.bp,
    board_pages.bp,
    scans.pages,
    scans.api,
    banners.api,
    banners.pages,
)
