"""The tables of the room."""

from linli.domains.deliberation.models.moderation import ModerationCase, PostReport
from linli.domains.deliberation.models.proposals import Proposal, ProposalSignature
from linli.domains.deliberation.models.rule_texts import RuleComment, RuleText, RuleVersion
from linli.domains.deliberation.models.speakers import Digest, DigestMark, Follow, Mention, Speaker
from linli.domains.deliberation.models.topics import (
    Happening,
    OfficialAnswer,
    Topic,
    TopicComment,
    TopicRead,
    TopicSupport,
)

__all__ = [
    "Digest",
    "DigestMark",
    "Follow",
    "Happening",
    "Mention",
    "ModerationCase",
    "OfficialAnswer",
    "PostReport",
    "Proposal",
    "ProposalSignature",
    "RuleComment",
    "RuleText",
    "RuleVersion",
    "Speaker",
    "Topic",
    "TopicComment",
    "TopicRead",
    "TopicSupport",
]
