"""Red lines and tiers: what overrides the sum, and who is in which service class."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kam import scoring
from kam.errors import PolicyError
from kam.imports import load_sample
from kam.key_list import KeyList
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.red_lines import DRAWN, RED_LINES
from kam.schema import TABLES
from kam.store import Store
from tests.importing import bring


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    load_sample(store)
    return Portfolio(store)


def facts(**columns):
    empty = {name: np.nan for name in RED_LINES}
    return pd.DataFrame(empty | columns, index=["A", "B", "C"])


def test_beyond_the_threshold_is_crossed_on_it_is_not():
    found = scoring.crossed(
        facts(overdue_days=[91.0, 90.0, np.nan], margin=[0.1, -0.01, 0.0]), DRAWN
    )
    assert found[["account_id", "line", "found", "limit"]].to_numpy().tolist() == [
        ["A", "overdue_days", 91.0, 90.0],
        ["B", "margin", -0.01, 0.0],
    ]
    assert [str(e) for e in found["evidence"]] == [
        "an invoice is overdue for 91 days (red line 90 days)",
        "its contribution margin is -1.0% (red line 0.0%)",
    ]
    assert str(scoring.evidence_of(found, "A")).startswith("an invoice")
    assert scoring.evidence_of(found, "C") is None


def test_a_line_that_is_not_drawn_holds_nobody():
    assert scoring.crossed(facts(silent_days=[999.0, 1.0, 1.0]), DRAWN).empty
    assert len(scoring.crossed(facts(silent_days=[999.0, 1.0, 1.0]), [("silent_days", 365)])) == 1


def test_what_no_file_tells_is_said():
    assert scoring.untold(facts(margin=[0.1, 0.1, 0.1]), DRAWN) == (
        "overdue_days",
        "complaint_days",
    )


@pytest.mark.parametrize("line", RED_LINES.values(), ids=lambda r: r.id)
def test_every_red_line_is_declared_whole(line):
    assert line.bounds[0] <= line.limit <= line.bounds[1]
    assert set(line.needs) <= set(TABLES)
    assert "{found}" in line.told
    assert "{limit}" in line.told
    with pytest.raises(PolicyError):
        Policy(red_lines=((line.id, line.bounds[1] * 2 + 1),))


def ranked(n):
    ids = [f"K{i:02}" for i in range(n)]
    return pd.DataFrame({"rank": range(1, n + 1), "score": np.linspace(90, 10, n)}, index=ids)


def test_places_are_filled_by_the_next_when_a_red_line_keeps_one_off():
    policy = Policy(key_places=3, major_places=2)
    plain = scoring.tiers(ranked(9), (), policy)
    assert plain.tolist() == ["key"] * 3 + ["major"] * 2 + ["ordinary"] * 4
    found = scoring.tiers(ranked(9), ["K01"], policy)
    assert found.tolist() == ["key", "major", "key", "key", "major"] + ["ordinary"] * 4


def test_tiers_by_score_and_by_share():
    by_score = replace(Policy(), tier_by="score", key_score=70.0, major_score=50.0)
    assert scoring.tiers(ranked(9), ["K00"], by_score).tolist() == (
        ["major", "key", "key", "major", "major"] + ["ordinary"] * 4
    )
    by_share = replace(Policy(), tier_by="share", key_part=0.2, major_part=0.5)
    assert scoring.tiers(ranked(10), (), by_share).value_counts().to_dict() == {
        "key": 2, "major": 5, "ordinary": 3,
    }  # fmt: skip


def test_the_list_of_the_sample_company_tells_whom_it_leaves_out_and_why(sample):
    listed = KeyList(sample)
    table = sample.scores.table
    assert len(listed.ids) == 10
    assert not set(listed.ids) & set(listed.crossed["account_id"])
    best = table.sort_values("rank").index.astype(str)
    beyond = [i for i in best[:10] if i in set(listed.crossed["account_id"])]
    assert listed.vetoed["account_id"].tolist() == beyond
    assert list(listed.ids) == [i for i in best if i not in set(listed.crossed["account_id"])][:10]
    assert listed.service["accounts"].sum() == len(table)
    assert listed.untold is None


def test_without_invoices_and_complaints_nobody_is_beyond_and_it_is_said():
    store = Store.open(None)
    bring(store, {"s.csv": "customer,date,amount\nA,2024-01-05,100\nB,2024-02-06,50\n"})
    listed = KeyList(Portfolio(store))
    assert listed.crossed.empty
    assert "Overdue for longer than" in str(listed.untold)
    assert listed.ids == ("A", "B")
