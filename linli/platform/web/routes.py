"""Routes whose addresses are prepared when the first is asked for.

Of some eight hundred routes a command, a worker or a fresh web process writes out the addresses of a few;
preparing all of them took two thirds of the time in which the application starts.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A route that matches from the start and learns to write its address at the first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002  werkzeug's
        prepare = super()._compile_builder
        prepared: list[Builder] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not prepared:
                prepared.append(prepare(append_unknown))
            return prepared[0](rule, **values)

        return build
