"""The guide's example works as printed."""

import re
from pathlib import Path

from kam.intake import CODES, read_mapping
from kam.store import Store
from tests.importing import bring, revenue

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")


def test_the_guides_mapping_is_taken(tmp_path):
    path = tmp_path / "map.toml"
    example = re.search(r"```toml\n(.*?)```", GUIDE, re.S)
    assert example
    path.write_text(example[1], encoding="utf-8")
    store = Store.open(None)
    text = "Abnehmer;Tag;Wert netto\nA;03/04/2024;1,5\nA;03/04/2024;1,5\n"
    bring(store, {"x.csv": text}, mapping=read_mapping(path))
    assert revenue(store) == {"A": 1500}
    assert store.query("SELECT currency FROM order_header")["currency"].tolist() == ["EUR"]


def test_every_code_the_guide_names_exists():
    assert set(re.findall(r"`([EQRW]_[A-Z_]+[A-Z])`", GUIDE)) <= set(CODES)
