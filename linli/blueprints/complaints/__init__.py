"""HTTP for complaints about the property company: for residents, the community and the street, and the company."""

from flask import Blueprint

from linli.blueprints.complaints import api, company, console, pages, waiting

waiting.contribute()
blueprints: tuple[Blueprint, ...] = (api.bp, console.bp, company.bp, pages.bp)
