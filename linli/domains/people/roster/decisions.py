"""What officers have decided about a roster's rows, kept as text between two visits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from linli.domains.people.roster.lines import Corrections, Field, Place
from linli.domains.people.roster.matching import Merge

EVERY_UNIT = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Corrections by row, the developer of unsold units, who is one person, and the days of sales.

    `days` are by unit label; the day under EVERY_UNIT is for the units that have none of their own.
    """

    rows: Corrections = field(default_factory=dict)
    developer: str = ""
    merges: tuple[Merge, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)

    def corrected(self, more: Corrections) -> "Decisions":
        """With these corrections over the earlier ones; the last word for a field counts."""
        rows: dict[Place, Mapping[Field, str]] = {**self.rows}
        for place, texts in more.items():
            rows[place] = {**rows.get(place, {}), **texts}
        return replace(self, rows=rows)

    def day_of(self, label: str) -> date | None:
        """The day on which the unit went to its new owners."""
        return self.days.get(label) or self.days.get(EVERY_UNIT)

    def text(self) -> str:
        """For keeping; the same decisions give the same text."""
        return json.dumps(
            {
                "rows": [[sheet, row, dict(texts)] for (sheet, row), texts in sorted(self.rows.items())],
                "developer": self.developer,
                "merges": [sorted(merge) for merge in self.merges],
                "days": {label: day.isoformat() for label, day in sorted(self.days.items())},
            },
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def of(cls, text: str) -> "Decisions":
        """What `text` kept."""
        kept = json.loads(text)
        return cls(
            rows={
                (sheet, row): {Field(name): said for name, said in texts.items()}
                for sheet, row, texts in kept["rows"]
            },
            developer=kept["developer"],
            merges=tuple(frozenset((label, name) for label, name in merge) for merge in kept["merges"]),
            days={label: date.fromisoformat(day) for label, day in kept["days"].items()},
        )
