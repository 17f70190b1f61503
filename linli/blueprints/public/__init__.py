"""HTTP for what everybody may see without signing in."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
