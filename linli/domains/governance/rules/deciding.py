"""Whether a report goes to the platform, by its category and area, and the reason that people read."""

from collections.abc import Collection, Sequence

from config.governance import Rule


def rule_for(category: str, areas: Collection[str], rules: Sequence[Rule]) -> Rule:
    """The first rule that fits a category code and the names of the regions round the estate."""
    return next(
        rule for rule in rules if _within(category, rule.category) and (not rule.area or rule.area in areas)
    )


def _within(category: str, part: str) -> bool:
    return not part or category == part or category.startswith(f"{part}.")
