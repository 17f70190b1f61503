"""What task forces need of the rest of the house."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol


class Letters(Protocol):
    """Who carries a letter to the members of a task force."""

    def write(
        self,
        *,
        account_ids: Collection[uuid.UUID],
        letter: str,
        about: str,
        blanks: Mapping[str, str],
        now: datetime,
    ) -> None:
        """Tell them; `about` names the matter, so that nobody is told of it twice."""
