"""HTTP for owners, claims, invitations, residents, rosters, roles."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
