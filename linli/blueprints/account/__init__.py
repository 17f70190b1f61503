"""HTTP for signing in, sessions, roles to act in, one's own data."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
