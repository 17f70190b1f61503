"""Who owns the row's unit, by which numbers they are reached, and whether it has been handed over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from linli.domains.estates.rules import Delivery
from linli.domains.people.roster.findings import Entry, Findings, RowFields
from linli.domains.people.roster.lines import Field, OwnerLine
from linli.domains.people.roster.sheets import CellKind
from linli.domains.people.roster.spellings.names import NameText, is_developer, parse_names, parse_shares
from linli.domains.people.roster.spellings.phones import mobiles_in, parse_phones
from linli.domains.people.roster.spellings.states import parse_delivery, parse_ids, says_unsold

_KEPT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Owned:
    """`developer` is the company that still holds the unit; `remarks` belong into the unit's note."""

    owners: tuple[OwnerLine, ...]
    delivery: Delivery
    developer: str = ""
    remarks: tuple[str, ...] = ()


def own(fields: RowFields, developer: str, findings: Findings) -> Owned:
    """The owners with their numbers and the state of delivery.

    `developer` is the one company the file names for unsold units, "" where it names none or several; it
    stands in where a row only says 未售 or 开发商.
    """
    unsold_by_name = any(says_unsold(entry.text) for entry in fields.entries(Field.OWNERS))
    named = _named(fields, findings)
    delivery = _delivery(fields, named, findings, unsold_by_name=unsold_by_name)
    if delivery is Delivery.UNSOLD:
        return _unsold(named, fields, developer, findings)
    owners = tuple(owner for owner, _ in named)
    if not owners and not any(one.field is Field.OWNERS for one in findings.reasons):
        findings.add("owner.missing", of=Field.OWNERS, entry=fields.column(Field.OWNERS))
    if owners and not any(owner.phones for owner in owners) and not _phone_doubted(findings):
        findings.add("phone.missing", of=Field.PHONES)
    return Owned(owners, delivery, remarks=tuple(name.remark for _, name in named if name.remark))


def _phone_doubted(findings: Findings) -> bool:
    return any(one.field is Field.PHONES for one in findings.reasons)


Named = list[tuple[OwnerLine, NameText]]


def _named(fields: RowFields, findings: Findings) -> Named:
    """The owners of every column of owners, each group with the phones and numbers of its own columns."""
    groups = sorted({entry.column.heading.group for entry in fields.entries(Field.OWNERS)})
    phones_of = _phones(fields, findings)
    only = groups[0] if groups else 1
    for group in set(phones_of) - set(groups):  # a second phone column without a second owner's column
        phones_of.setdefault(only, []).extend(phones_of.pop(group))
    named: Named = []
    group_of: dict[str, int] = {}
    for group in groups:
        names = _names(fields, group, phones_of, findings)
        named += _with_phones(names, phones_of.get(group, []), findings)
        for name in names:
            group_of.setdefault(name.name, group)
    return _with_papers(_once(named), list(group_of.values()), fields, findings)


def _names(
    fields: RowFields, group: int, phones_of: dict[int, list[str]], findings: Findings
) -> list[NameText]:
    found: list[NameText] = []
    for entry in fields.entries(Field.OWNERS):
        if entry.column.heading.group != group or says_unsold(entry.text):
            continue
        inside, text = mobiles_in(entry.text)
        if inside:
            known = phones_of.setdefault(group, [])
            known += [phone for phone in parse_phones(inside).phones if phone not in known]
        for name in parse_names(text):
            if name.doubt:
                findings.add(name.doubt, of=Field.OWNERS, entry=entry, text=name.name)
            if name.remark:
                findings.add("name.remark", of=Field.OWNERS, entry=entry, text=name.remark)
            found.append(
                replace(name, name=name.name.split("等")[0]) if name.doubt == "name.others" else name
            )
    return found


def _phones(fields: RowFields, findings: Findings) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for entry in fields.entries(Field.PHONES):
        read = parse_phones(entry.text)
        known = found.setdefault(entry.column.heading.group, [])
        known += [phone for phone in read.phones if phone not in known]
        for bad in read.bad:
            findings.add("phone.malformed", of=Field.PHONES, entry=entry, text=bad)
    return found


def _with_phones(names: Sequence[NameText], phones: list[str], findings: Findings) -> Named:
    """Numbers to owners: all to an only one, one each where the counts agree.

    Otherwise nobody can say whose they are: a wrong guess would let one co-owner claim another's rights, so
    they become a remark of the unit, for calling there, and prove nobody.
    """
    each: list[tuple[str, ...]] = [()] * len(names)
    if len(names) == 1:
        each = [tuple(phones)]
    elif len(names) == len(phones):
        each = [(phone,) for phone in phones]
    elif names and phones:
        findings.add("phone.unmatched", of=Field.PHONES, text=f"{len(names)} 位产权人，{len(phones)} 个号码")
        told = f"联系电话 {'、'.join(phones)}（没有分清是哪一位的）"
        first, *others = names
        names = [replace(first, remark="；".join(part for part in (first.remark, told) if part)), *others]
    return [
        (OwnerLine(name.name, company=name.company, phones=own_phones, share=name.share), name)
        for name, own_phones in zip(names, each, strict=False)
    ]


def _once(named: Named) -> Named:
    """A person named in two columns is one owner with all the numbers."""
    kept: dict[str, tuple[OwnerLine, NameText]] = {}
    for owner, name in named:
        if owner.name in kept:
            before, first = kept[owner.name]
            phones = tuple(dict.fromkeys((*before.phones, *owner.phones)))
            kept[owner.name] = (replace(before, phones=phones), first)
        else:
            kept[owner.name] = (owner, name)
    return list(kept.values())


def _with_papers(named: Named, groups: Sequence[int], fields: RowFields, findings: Findings) -> Named:
    """Identity numbers and shares to owners: by position over the whole row, else within each pair of columns."""
    numbers = _id_numbers(fields, findings)
    shares = _shares(fields, findings)
    together = [number for one in numbers.values() for number in one]
    if len(together) != len(named):
        sizes = Counter(groups)
        if any(sizes[group] != len(one) for group, one in numbers.items() if one):
            findings.add("id.unmatched", of=Field.ID_NOS, entry=fields.first(Field.ID_NOS))
            numbers = {}
        together = [number for group in sizes for number in numbers.get(group) or [""] * sizes[group]]
    papered: Named = []
    for index, (owner, name) in enumerate(named):
        share = owner.share or (shares[index] if len(shares) == len(named) else "")
        papered.append((replace(owner, id_no=together[index], share=share), name))
    return papered


def _id_numbers(fields: RowFields, findings: Findings) -> dict[int, list[str]]:
    numbers: dict[int, list[str]] = {}
    for entry in fields.entries(Field.ID_NOS):
        if entry.cell.kind is CellKind.NUMBER and len(entry.text) > _KEPT_DIGITS:
            findings.add("id.digits_lost", of=Field.ID_NOS, entry=entry)
            continue
        good, bad = parse_ids(entry.text)
        numbers.setdefault(entry.column.heading.group, []).extend(good)
        for one in bad:
            findings.add("id.malformed", of=Field.ID_NOS, entry=entry, text=one)
    return {group: one for group, one in numbers.items() if one}


def _shares(fields: RowFields, findings: Findings) -> list[str]:
    shares: list[str] = []
    for entry in fields.entries(Field.SHARES):
        found = parse_shares(entry.text)
        if not found and not (entry.text[:1].isdigit() and entry.cell.kind is CellKind.NUMBER):
            findings.add("share.unreadable", of=Field.SHARES, entry=entry)
        shares += found
    return shares


def _delivery(fields: RowFields, named: Named, findings: Findings, *, unsold_by_name: bool) -> Delivery:
    """The least advanced state of the state columns (是否出售 and 是否交付 may stand beside each other)."""
    said: list[Delivery] = []
    for entry in fields.entries(Field.DELIVERY):
        state = parse_delivery(entry.text, entry.column.title)
        if state is None:
            findings.add("delivery.unknown", of=Field.DELIVERY, entry=entry)
        else:
            said.append(state)
    if unsold_by_name and not named:
        return Delivery.UNSOLD
    if said:
        return min(said, key=list(Delivery).index)
    if named and all(is_developer(owner.name) for owner, _ in named):
        findings.add("delivery.developer", of=Field.DELIVERY)
        return Delivery.UNSOLD
    return Delivery.DELIVERED


def _unsold(named: Named, fields: RowFields, developer: str, findings: Findings) -> Owned:
    owners = tuple(owner for owner, _ in named)
    if any(not owner.company for owner in owners):
        entry: Entry | None = fields.first(Field.DELIVERY)
        findings.add("delivery.person_unsold", of=Field.OWNERS, entry=entry)
        return Owned(owners, Delivery.UNSOLD)
    if not owners and not developer:
        findings.add("owner.developer_unnamed", of=Field.OWNERS, entry=fields.column(Field.OWNERS))
        return Owned((), Delivery.UNSOLD)
    owners = owners or (OwnerLine(developer, company=True),)
    return Owned(owners, Delivery.UNSOLD, developer=owners[0].name)
