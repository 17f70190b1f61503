"""HTTP for decorating a home: for owners and neighbours, for the patrol and the company, the same for programs."""

from flask import Blueprint

from linli.blueprints.decoration import api, console, pages, waiting

waiting.contribute()
blueprints: tuple[Blueprint, ...] = (api.bp, console.bp, pages.bp)
