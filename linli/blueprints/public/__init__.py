"""HTTP for what everybody may see without signing in."""

from flask import Blueprint

from linli.blueprints.public import open_data, votes

blueprints: tuple[Blueprint, ...] = (open_data.bp, votes.bp)
