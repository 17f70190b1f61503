"""HTTP for owners, claims, invitations, residents, rosters, roles."""

from flask import Blueprint

from linli.blueprints.people import (
    api,
    belonging_api,
    claims_pages,
    export_pages,
    home_pages,
    register_pages,
    review_pages,
    rosters_api,
    rosters_confirm_pages,
    rosters_pages,
    staff_api,
    staff_pages,
    waiting,
)

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    belonging_api.bp,
    staff_api.bp,
    claims_pages.bp,
    home_pages.bp,
    register_pages.bp,
    review_pages.bp,
    rosters_api.bp,
    rosters_pages.bp,
    rosters_confirm_pages.bp,
    export_pages.bp,
    staff_pages.bp,
)
