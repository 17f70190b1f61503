"""HTTP for what everybody may see without signing in."""

from flask import Blueprint

from linli.blueprints.public import votes

blueprints: tuple[Blueprint, ...] = (votes.bp,)
