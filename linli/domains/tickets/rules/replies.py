"""Words that a desk sends often: which placeholders they have, what fills them, what is still open (TK-33)."""

import re
from collections.abc import Mapping

from linli.domains.tickets.errors import BadPlaceholder, PlaceholderOpen

#: What a ticket fills by itself; every other placeholder waits for somebody to write it.
FILLED = ("小区", "编号", "类别", "地点", "期限", "经办人")
_PLACE = re.compile(r"\{([一-鿿][^{}\n]{0,19})\}")


def placeholders(words: str) -> list[str]:
    """The names in braces, in their order, each once."""
    return list(dict.fromkeys(_PLACE.findall(words)))


def check_template(words: str) -> None:
    """Every brace belongs to a placeholder. Raises BadPlaceholder."""
    if set("{}｛｝") & set(_PLACE.sub("", words)):
        raise BadPlaceholder(field_errors={"words": [BadPlaceholder.sentence]})


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with what is known in its place; what is not known stays in its braces."""
    return _PLACE.sub(lambda found: values.get(found[1]) or found[0], words)


def check_filled(words: str, *, field: str) -> None:
    """Words for a resident are whole. Raises PlaceholderOpen, which names what is missing."""
    left = placeholders(words)
    if left:
        sentence = f"还没有填：{'、'.join(left)}。请填好或删掉再发。"
        raise PlaceholderOpen(sentence, field_errors={field: [sentence]})
