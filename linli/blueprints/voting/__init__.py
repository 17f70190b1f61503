"""HTTP for owners' votes."""

from flask import Blueprint

from linli.blueprints.voting import (
    aftermath_api,
    aftermath_console,
    aftermath_waiting,
    api,
    console,
    elections_api,
    elections_console,
    elections_pages,
    objections_pages,
    pages,
    papers_console,
    proof_api,
    proof_console,
    proof_pages,
    proof_public,
    records,
    results_pages,
    secret_console,
    tasks_console,
    waiting,
)

waiting.contribute()
aftermath_waiting.contribute()
records.offer()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    pages.bp,
    console.bp,
    papers_console.bp,
    elections_api.bp,
    elections_pages.bp,
    elections_console.bp,
    aftermath_api.bp,
    aftermath_console.bp,
    objections_pages.bp,
    results_pages.bp,
    tasks_console.bp,
    proof_api.bp,
    proof_public.bp,
    proof_pages.bp,
    proof_console.bp,
    secret_console.bp,
)
