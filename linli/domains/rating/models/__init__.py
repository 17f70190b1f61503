"""Tables of ratings, one file a subject."""

from linli.domains.rating.models.sheets import ScoreEntry, ScoreSheet

__all__ = ["ScoreEntry", "ScoreSheet"]
