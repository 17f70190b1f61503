"""The round through the courtyard: at which place what is looked at, and what a finding needs as its proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.domains.rating.rules.catalogue import Indicator, Source
from linli.domains.rating.rules.scoring import Finding, points_of

# The round as the project drafted it; codes are never reused, and what is not named here comes last.
ROUND = (
    ("大门和岗亭", ("B12", "B03")),
    ("宣传栏和公示栏", ("B02", "D03")),
    ("消防通道和楼栋", ("B11", "D08", "C11")),
    ("道路和停车", ("B15", "B13", "D11")),
    ("绿地和垃圾投放点", ("B14", "D06", "D07")),
    ("电梯和设备房", ("B10", "B16")),
    ("物业服务中心看材料", ("B01", "A11", "A01", "A05", "C01", "D09")),
)
ELSEWHERE = "其他"


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the round with what is looked at there."""

    name: str
    indicators: tuple[Indicator, ...]


def stops(indicators: Sequence[Indicator]) -> list[Stop]:
    """The indicators by place, in the order of the round."""
    left = {one.code: one for one in indicators}
    found = []
    for name, codes in ROUND:
        here = tuple(left.pop(code) for code in codes if code in left)
        if here:
            found.append(Stop(name, here))
    return [*found, Stop(ELSEWHERE, tuple(left.values()))] if left else found


def loses(indicator: Indicator, finding: Finding) -> bool:
    """Whether the finding costs points."""
    return finding.applies and points_of(indicator, finding) < indicator.max


def needs_photo(indicator: Indicator, finding: Finding) -> bool:
    """Points lost on the spot are proven by a photo with its time and place (§4.2)."""
    return Source.SITE in indicator.sources and loses(indicator, finding)


def needs_words(indicator: Indicator, finding: Finding) -> bool:
    """Points lost in documents, and that something does not apply, are explained."""
    return not finding.applies or (loses(indicator, finding) and not needs_photo(indicator, finding))
