"""HTTP for the room of talking things over: topics, moderation, answers, proposals, rules in the making."""

from flask import Blueprint

from linli.domains.deliberation import models

blueprints: tuple[Blueprint, ...] = ()
__all__ = ["blueprints", "models"]
