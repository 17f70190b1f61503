"""HTTP for the room of talking things over: topics, moderation, answers, proposals, rules in the making."""

from flask import Blueprint

from linli.blueprints.deliberation import (
    console,
    moderation_api,
    own_pages,
    proposals_api,
    proposals_console,
    proposals_pages,
    rule_texts_api,
    rule_texts_pages,
    topics_api,
    topics_pages,
    waiting,
)

waiting.contribute()

blueprints: tuple[Blueprint, ...] = (
    topics_api.bp,
    moderation_api.bp,
    proposals_api.bp,
    rule_texts_api.bp,
    topics_pages.bp,
    own_pages.bp,
    proposals_pages.bp,
    rule_texts_pages.bp,
    console.bp,
    proposals_console.bp,
)
