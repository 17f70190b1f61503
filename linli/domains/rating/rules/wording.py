"""Grading words in plain Chinese, for whoever fills in a sheet and whoever is graded."""

from linli.domains.rating.rules.catalogue import Indicator, Part
from linli.domains.rating.rules.grading import (
    Checklist,
    Choice,
    Deduction,
    Found,
    Linear,
    Steps,
    YesNo,
    plain,
)


def explained(part: Part) -> str:
    """How a part gives its points, in one line."""
    unit = _unit(part)
    match part.grade:
        case Linear(zero_at, full_at, best):
            low, high = f"{plain(zero_at)}{unit}", f"{plain(full_at)}{unit}"
            return f"{low} 得 0 分，{high} 得 {plain(best)} 分，中间按比例"
        case Steps(steps):
            return "，".join(
                f"{'有' if least == 1 else plain(least) + unit + '起'}得 {plain(points)} 分"
                for least, points in steps
            )
        case Choice(options):
            return "，".join(f"{text} {plain(points)} 分" for text, points in options)
        case YesNo(best):
            return f"做到得 {plain(best)} 分"
        case Checklist(items, best):
            return f"共 {items} 项，按做到的项数给分，满分 {plain(best)} 分"
        case Deduction(each):
            return f"每{part.unit or '处'}扣 {plain(each)} 分，没有填 0"
    raise TypeError(f"no words for {part.grade!r}")


def said(part: Part, found: Found) -> str:
    """What was found, as people read it."""
    if isinstance(found, bool):
        return "做到了" if found else "没做到"
    return f"{part.grade.write(found)}{_unit(part)}"


def _unit(part: Part) -> str:
    return part.unit if part.unit in {"", "%"} else f" {part.unit}"


def kind_of_input(part: Part) -> str:
    """What a form asks with: choice, yes_no, count or number."""
    match part.grade:
        case Choice():
            return "choice"
        case YesNo():
            return "yes_no"
        case Checklist() | Deduction():
            return "count"
    return "number"


def options(part: Part) -> list[tuple[str, str]]:
    """What may be chosen, value and label, where there is a choice."""
    match part.grade:
        case Choice(options):
            return [(text, f"{text}（{plain(points)} 分）") for text, points in options]
        case YesNo():
            return [("yes", "做到了"), ("no", "没做到")]
    return []


def sources(indicator: Indicator) -> str:
    """Where the findings come from, in words."""
    return "、".join(source.title for source in indicator.sources)
