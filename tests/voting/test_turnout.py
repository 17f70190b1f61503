"""How many took part, what is missing and where; and that no building points at a household."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.voting.queries import ballots
from linli.domains.voting.rules.majority import Weight, total
from linli.domains.voting.rules.shielding import FEWEST, Part, shielded
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly


def _buildings(**sizes):
    """So many owners of 100.00 ㎡ each in every building, with their accounts behind those of the assembly."""

    def prepare(assembly):
        for name, size in sizes.items():
            building = places.building(assembly.estate, name)
            for n in range(size):
                account = people.account(f"{name}{n}")
                unit = places.unit(assembly.estate, f"{name}{n + 1}室", building=building)
                people.owner(assembly.estate, unit, account=account, name=account.name)
                assembly.account_ids.append(account.id)

    return prepare


def _seen(assembly):
    with transaction(writes=False):
        return ballots.turnout(assembly.vote)


@pytest.mark.feature("NN-14", "VO-17")
def test_what_is_missing_and_where_is_right_after_each_ballot(app):
    assembly = Assembly(owners=0, prepare=_buildings(甲幢=6, 乙幢=5)).open()  # 11 voters: 8 are two thirds
    assert _seen(assembly).missing_said == "还差 8 人、733.34 ㎡，多在 甲幢"
    for cast in range(1, 11):
        assembly.cast(cast - 1)
        turnout = _seen(assembly)
        assert turnout.taken_part.plain() == {"heads": cast, "area": cast * 10000}
        assert turnout.missing == Weight(max(0, 8 - cast), max(0, 73334 - cast * 10000))
        assert turnout.missing_where == ("甲幢" if cast == 0 else "乙幢")
    assert turnout.missing_said == "人数和面积都已达到三分之二"


@pytest.mark.feature("VO-34")
def test_a_turnout_knows_nothing_of_what_was_chosen(app):
    seen = []
    for choice in ("for", "against"):
        assembly = Assembly(owners=0, prepare=_buildings(甲幢=6)).open()
        assembly.cast(0, choice)
        seen.append(_seen(assembly))
    assert seen[0] == seen[1]


@pytest.mark.feature("NN-16")
def test_a_building_with_under_five_voters_is_joined_with_another_so_that_subtraction_shows_nothing(app):
    assembly = Assembly(owners=0, prepare=_buildings(甲幢=6, 乙幢=7, 丙幢=3)).open()
    for n in (0, 6, 13):
        assembly.cast(n)
    turnout = _seen(assembly)
    assert [(one.name, one.roll.heads, one.taken_part.heads) for one in turnout.buildings] == [
        ("乙幢", 7, 1),
        ("丙幢、甲幢合计", 9, 2),
    ]


PARTS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12)).map(
        lambda n: Part("", Weight(min(n[1], n[0]), 0), Weight(n[0], n[0] * 100), min(n[2], n[0]))
    ),
    max_size=8,
).map(lambda found: [Part(f"{n}幢", one.taken_part, one.roll, one.own) for n, one in enumerate(found)])


@pytest.mark.feature("NN-16")
@given(PARTS)
def test_neither_what_is_shown_nor_what_is_left_over_is_under_five_voters(parts):
    shown = shielded(parts)
    assert all(one.roll.heads >= FEWEST for one in shown)
    left = total(one.roll for one in parts) - total(one.roll for one in shown)
    assert not shown or left == Weight()  # nothing is left over to be worked out, or nothing is told at all
