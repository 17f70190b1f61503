"""HTTP for the room of talking things over: topics, moderation, answers, proposals, rules in the making."""

from flask import Blueprint

from linli.blueprints.deliberation import moderation_api, proposals_api, rule_texts_api, topics_api

blueprints: tuple[Blueprint, ...] = (topics_api.bp, moderation_api.bp, proposals_api.bp, rule_texts_api.bp)
