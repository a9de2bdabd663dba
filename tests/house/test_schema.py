"""Contract of the table registry: each entry whole, so that mapping and docs can rely on it."""

import pytest

from kam.intake.telling import NAME_HINTS
from kam.schema import PARENTS, SQL_TYPES, TABLES
from kam.store import Store
from kam.units import UNITS


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_a_table_is_whole(table):
    names = [c.name for c in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    for column in table.columns:
        assert column.type in SQL_TYPES
        assert column.meaning
        assert column.unit in ("", *UNITS), column.name
        lowered = [a.casefold() for a in column.aliases]
        assert len(set(lowered)) == len(lowered), f"{column.name} repeats an alias"


def test_an_empty_store_holds_every_table():
    assert set(Store.open(None).rows_by_table()) == set(TABLES)


def test_parents_stand_before_their_children_and_every_table_has_a_word_for_its_files():
    places = list(TABLES)
    for child, (column, parent) in PARENTS.items():
        assert places.index(parent) < places.index(child)
        assert column in TABLES[child].by_name
        assert TABLES[parent].key == (column,)
    assert set(NAME_HINTS) == set(TABLES)
