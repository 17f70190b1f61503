"""HTTP for star ratings."""

from flask import Blueprint

from linli.blueprints.rating import (
    api,
    assessing,
    catalogue_api,
    catalogue_console,
    course_api,
    course_console,
    figures_api,
    figures_console,
    improving_api,
    improving_pages,
    pages,
    public_api,
    public_pages,
    reporting_pages,
    scales,
    years_api,
    years_pages,
)

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    pages.bp,
    figures_api.bp,
    figures_console.bp,
    catalogue_api.bp,
    catalogue_console.bp,
    scales.api,
    scales.pages,
    public_api.bp,
    public_pages.bp,
    improving_api.bp,
    improving_pages.bp,
    years_api.bp,
    years_pages.bp,
    course_api.bp,
    course_console.bp,
    reporting_pages.bp,
    assessing.api,
    assessing.pages,
)
