"""HTTP for what everybody may see without signing in."""

from flask import Blueprint

from linli.blueprints.public import open_data, votes, words

blueprints: tuple[Blueprint, ...] = (open_data.bp, votes.bp, words.bp)
