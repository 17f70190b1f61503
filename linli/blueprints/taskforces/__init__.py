"""HTTP for task forces: pages for officers, and the same for programs."""

from flask import Blueprint

from linli.blueprints.taskforces import api, console

blueprints: tuple[Blueprint, ...] = (api.bp, console.bp)
