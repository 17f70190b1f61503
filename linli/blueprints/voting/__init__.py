"""HTTP for owners' votes."""

from flask import Blueprint

from linli.blueprints.voting import (
    aftermath_api,
    aftermath_console,
    aftermath_waiting,
    api,
    canvass_api,
    canvass_console,
    console,
    console_drafting,
    course_api,
    course_console,
    elections_api,
    elections_console,
    elections_pages,
    elections_waiting,
    handing_over,
    objections_pages,
    pages,
    paper_api,
    paper_console,
    paper_counting,
    paper_deliveries,
    paper_returns,
    paper_waiting,
    papers_console,
    proof_api,
    proof_console,
    proof_pages,
    proof_public,
    proxies_api,
    proxies_console,
    proxies_pages,
    records,
    results_pages,
    roll_pages,
    secret_console,
    tasks_console,
    waiting,
)

waiting.contribute()
elections_waiting.contribute()
aftermath_waiting.contribute()
paper_waiting.contribute()
records.offer()
handing_over.offer()

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    pages.bp,
    console.bp,
    console_drafting.bp,
    course_console.bp,
    course_api.bp,
    roll_pages.bp,
    papers_console.bp,
    paper_api.bp,
    paper_console.bp,
    paper_counting.bp,
    paper_returns.bp,
    paper_deliveries.bp,
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
    proxies_api.bp,
    proxies_pages.bp,
    proxies_console.bp,
    canvass_api.bp,
    canvass_console.bp,
)
