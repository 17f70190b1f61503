"""Which unit a row speaks of: its room's text, the columns beside it, and the titles above it together."""

from dataclasses import dataclass, replace

from linli.domains.estates.rules import UnitKind
from linli.domains.people.roster.findings import Entry, Findings, RowFields
from linli.domains.people.roster.lines import Field
from linli.domains.people.roster.spellings.numerals import bare
from linli.domains.people.roster.spellings.rooms import RoomText, parse_building, parse_entrance, parse_room
from linli.domains.people.roster.spellings.states import is_house, parse_kind


@dataclass(frozen=True, slots=True)
class Above:
    """What earlier rows and titles say: the section's building, and the last building and entrance written.

    `prefixes` are words before building numbers that every row has (the estate's own name) and that
    therefore say nothing. `leads_are_entrances`: on this sheet the first number of a pair (2-501) beside
    a building of its own is the entrance, because on some rows it differs from the building.
    """

    section: RoomText | None = None
    section_text: str = ""
    building_text: str = ""
    entrance_text: str = ""
    prefixes: frozenset[str] = frozenset()
    leads_are_entrances: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """The unit's place and kind."""

    phase: str
    building: str
    entrance: str
    room: str
    kind: UnitKind


_LONGEST_WORD = 8
_ON_ITS_OWN = frozenset({UnitKind.PARKING, UnitKind.STORAGE, UnitKind.SHOP})


def place(fields: RowFields, above: Above, findings: Findings) -> Placed | None:
    """The row's unit, or None with the reasons why it cannot be told."""
    entry, read = _room(fields, findings)
    if entry is None or read is None:
        return None
    read = _with_entrance(_with_building(read, fields, above, findings), fields, findings)
    kind = _kind(fields, read, findings)
    read = _settled(read, kind, entry, fields, findings)
    if read is None or findings.refused:
        return None
    phase = read.prefix if read.prefix not in above.prefixes else ""
    phase = phase or bare(fields.text(Field.PHASE))
    return Placed(phase, read.building, read.entrance, read.room, kind)


def _room(fields: RowFields, findings: Findings) -> tuple[Entry | None, RoomText | None]:
    room, parking = fields.first(Field.ROOM), fields.first(Field.PARKING_NO)
    if room is not None:
        if parking is not None:
            findings.add("parking.beside", of=Field.PARKING_NO, entry=parking)
        read = parse_room(room.text) or _wordy(room, fields)
        return room, _readable(room, read, findings)
    if parking is not None:
        text = parking.text if parse_kind(parking.text) else f"车位{parking.text}"
        return parking, _readable(parking, parse_room(text), findings)
    building = fields.first(Field.BUILDING)
    if building is not None and fields.column(Field.ROOM) is None:
        return building, _readable(building, parse_room(building.text), findings)
    if building is not None and is_house(fields.text(Field.KIND)):
        return building, RoomText(room="整幢")
    if not findings.refused:
        findings.add("room.missing", of=Field.ROOM, entry=fields.column(Field.ROOM))
    return None, None


def _wordy(room: Entry, fields: RowFields) -> RoomText | None:
    """A room in words (阁楼, 东户) beside a building of its own."""
    text = bare(room.text)
    if fields.first(Field.BUILDING) is None or not text.isalnum() or len(text) > _LONGEST_WORD:
        return None
    return RoomText(room=text, doubt="room.unusual")


def _readable(entry: Entry, read: RoomText | None, findings: Findings) -> RoomText | None:
    if read is None:
        findings.add("room.unreadable", of=Field.ROOM, entry=entry)
    return read


def _with_building(read: RoomText, fields: RowFields, above: Above, findings: Findings) -> RoomText:
    """The building from its own column, else from the room's text, else from above."""
    entry = fields.first(Field.BUILDING)
    if entry is not None:
        said = parse_building(entry.text)
        if said is None:
            findings.add("building.unreadable", of=Field.BUILDING, entry=entry)
            return read
        return _agreed(read, said, entry, above, findings)
    if read.building or read.kind in _ON_ITS_OWN:
        return read
    if above.building_text and fields.column(Field.BUILDING) is not None:
        said = parse_building(above.building_text)
        if said is not None and not (read.lead and parse_entrance(above.entrance_text)):
            findings.add("building.filled_down", of=Field.BUILDING, text=above.building_text)
            return _joined(
                read, replace(said, entrance=said.entrance or _entrance_above(fields, above)), above
            )
    if above.section is not None and not (read.lead and above.section.entrance):
        findings.add("building.from_title", of=Field.BUILDING, text=above.section_text)
        return _joined(read, above.section, above)
    return read


def _entrance_above(fields: RowFields, above: Above) -> str:
    if fields.first(Field.ENTRANCE) is not None or fields.column(Field.ENTRANCE) is None:
        return ""
    return parse_entrance(above.entrance_text) or ""


def _agreed(read: RoomText, said: RoomText, entry: Entry, above: Above, findings: Findings) -> RoomText:
    if said.doubt:
        findings.add(said.doubt, of=Field.BUILDING, entry=entry)
    if read.building and read.building != said.building:
        findings.add("building.conflict", of=Field.BUILDING, entry=entry)
        return read
    return _joined(read, said, above)


def _joined(read: RoomText, said: RoomText, above: Above) -> RoomText:
    """The room within the building said elsewhere; a pair's first number repeats it, or is the entrance."""
    entrance = read.entrance
    if read.lead and (read.lead != said.building or above.leads_are_entrances):
        entrance = read.lead
    return replace(
        read,
        prefix=read.prefix or said.prefix,
        building=said.building,
        entrance=entrance or said.entrance,
        lead="",
    )


def _with_entrance(read: RoomText, fields: RowFields, findings: Findings) -> RoomText:
    entry = fields.first(Field.ENTRANCE)
    if entry is None:
        return read
    said = parse_entrance(entry.text)
    if said is None:
        if bare(entry.text) in {"-", "/", "无", "0"} or read.kind in _ON_ITS_OWN:
            return read
        findings.add("entrance.unreadable", of=Field.ENTRANCE, entry=entry)
        return read
    if read.lead and read.lead != said:
        read = replace(read, building=read.lead)
    elif read.entrance and read.entrance != said:
        findings.add("entrance.conflict", of=Field.ENTRANCE, entry=entry)
    return replace(read, entrance=said, lead="" if read.building else read.lead)


def _kind(fields: RowFields, read: RoomText, findings: Findings) -> UnitKind:
    """The use from its own column, which must not contradict the room's own word (商铺1号)."""
    entry = fields.first(Field.KIND)
    if entry is None:
        return read.kind or UnitKind.RESIDENTIAL
    said = parse_kind(entry.text)
    if said is None:
        findings.add("kind.unknown", of=Field.KIND, entry=entry)
        return read.kind or UnitKind.RESIDENTIAL
    if read.kind is not None and read.kind is not said and read.doubt != "room.basement":
        findings.add("kind.conflict", of=Field.KIND, entry=entry)
    return said


_WORD_OF_KIND = {UnitKind.PARKING: "车位", UnitKind.STORAGE: "储藏室", UnitKind.SHOP: "商铺"}


def _settled(
    read: RoomText, kind: UnitKind, entry: Entry, fields: RowFields, findings: Findings
) -> RoomText | None:
    """The place with its last doubts: a pair, a house without number, a number without building."""
    house = is_house(fields.text(Field.KIND))
    doubt = read.doubt
    if doubt == "room.basement" and fields.first(Field.KIND) is not None:
        doubt = "" if kind is UnitKind.PARKING else "room.unusual"
    if doubt == "room.whole_building" and house:
        doubt = ""
    if doubt:
        findings.add(doubt, of=Field.ROOM, entry=entry)
    if kind in {UnitKind.PARKING, UnitKind.STORAGE} and read.kind is None:
        return _loose(read, kind)
    if read.lead and not read.building:
        if len(read.room) < 3 and not house:  # noqa: PLR2004 - 5-1: not a floor and a door
            findings.add("room.pair", of=Field.ROOM, entry=entry)
        read = replace(read, building=read.lead, lead="")
    if not read.building and read.kind is None:
        if kind is UnitKind.SHOP:
            return _loose(read, kind)
        findings.add("room.no_building", of=Field.ROOM, entry=entry)
    return read


def _loose(read: RoomText, kind: UnitKind) -> RoomText:
    """A parking place, store or shop whose number carries no word of its own: B-12, 23."""
    number = "-".join(part for part in (read.lead, read.room) if part)
    return replace(read, room=f"{_WORD_OF_KIND[kind]}{number}", lead="", kind=kind)
