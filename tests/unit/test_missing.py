"""What is unknown: who is undecided, and which question tells most."""

import numpy as np
import pandas as pd
import pytest

from kam.indicators import INDICATORS
from kam.scoring import Worths, add_up
from kam.scoring.missing import gaps, question

IDS = list(INDICATORS)


def worths(imputed, known):
    imputed, known = (pd.DataFrame(x, columns=IDS, dtype=float) for x in (imputed, known))
    imputed.index = known.index = [f"A{i:02}" for i in range(len(imputed))]
    return Worths(imputed, imputed * known, known)


def weights(**given):
    total = sum(given.values())
    return {name: given.get(name, 0) / total for name in IDS}


def portfolio(n=40, seed=1, gone=0.3):
    dice = np.random.default_rng(seed)
    known = (dice.random((n, 12)) > gone).astype(float)
    known[0] = 1.0
    return worths(np.where(known > 0, dice.uniform(size=(n, 12)), 0.5), known)


EVEN = dict.fromkeys(IDS, 1 / 12)


def test_too_little_known_and_crossing_the_cut_is_undecided():
    known = np.ones((3, 12))
    known[1, IDS.index("tenure")] = 0
    value = np.full((3, 12), 0.5)
    value[0], value[2] = 0.6, 0.3
    points = weights(tenure=40, order_margin=60)
    held = worths(value, known)
    found = gaps(held, add_up(held, points), 1)
    assert found.accounts["verdict"].to_dict() == {"A00": "in", "A01": "undecided", "A02": "out"}
    assert str(found.told("A01")) == (
        "Undecided: only 60% of the weight is known; ask about Length of cooperation."
    )
    assert str(found.reading) == "1 account is undecided about the first 1: too little is known."
    enough = gaps(held, add_up(held, weights(tenure=25, order_margin=75)), 1)
    assert enough.accounts.at["A01", "verdict"] == "out"


def test_what_no_file_tells_leaves_nobody_undecided():
    known = np.ones((4, 12))
    known[:, :8] = 0
    value = np.full((4, 12), 0.5)
    value[:, 8:] = np.linspace(0.2, 0.8, 4)[:, None]
    held = worths(value, known)
    found = gaps(held, add_up(held, EVEN), 2)
    assert set(found.accounts["verdict"]) == {"in", "out"}
    assert found.accounts["coverage"].tolist() == pytest.approx([1] * 4)
    assert (len(found.silent), found.silent_share) == (8, pytest.approx(8 / 12))
    assert str(found.reading).endswith("No file tells about 8 indicators (67% of the weight).")
    assert found.questions.empty


def test_chances_add_up_to_the_places_there_are():
    held = portfolio()
    found = gaps(held, add_up(held, EVEN), 10)
    assert found.accounts["chance"].sum() == pytest.approx(10, abs=0.05)
    assert found.accounts["chance"].between(0, 1).all()


def test_the_best_question_is_the_heavy_one_about_the_account_at_the_cut():
    value = np.full((12, 12), 0.5)
    value[:, 0] = np.linspace(0, 1, 12)
    known = np.ones((12, 12))
    known[6, [1, 5]] = 0
    known[0, 1] = 0
    held = worths(value, known)
    held.imputed.iloc[1:6, 1] = [0, 0.2, 0.8, 1, 0.1]
    held.measured.iloc[1:6, 1] = held.imputed.iloc[1:6, 1]
    held.imputed.iloc[1:6, 5] = held.measured.iloc[1:6, 5] = [0, 0.2, 0.8, 1, 0.1]
    points = weights(order_margin=50, order_size_freq=40, tenure=10)
    found = gaps(held, add_up(held, points), 6)
    best = found.questions.iloc[0]
    assert (best["account_id"], best["indicator"]) == ("A06", "order_size_freq")
    assert str(question(best, {"A06": "Acme"})) == (
        "Ask about Order size and reorder frequency of Acme."
    )
    assert "A00" not in set(found.questions["account_id"])


def test_a_question_is_worth_what_asking_it_removes_of_doubt():
    """Against many answers tried out one by one."""
    held = portfolio(20, 3)
    scores = add_up(held, EVEN)
    found = gaps(held, scores, 5, draws=4000)
    best = found.questions.iloc[0]
    before = (found.accounts["chance"] * (1 - found.accounts["chance"])).sum()
    seen = held.imputed.loc[held.known[best["indicator"]] == 1, best["indicator"]]
    after = []
    for answer in seen:
        told = Worths(held.imputed.copy(), held.measured.copy(), held.known.copy())
        for frame, value in ((told.imputed, answer), (told.measured, answer), (told.known, 1.0)):
            frame.loc[best["account_id"], best["indicator"]] = value
        p = gaps(told, add_up(told, EVEN), 5, draws=2000).accounts["chance"]
        after.append((p * (1 - p)).sum())
    assert best["gain"] == pytest.approx(before - np.mean(after), abs=0.05)
    assert best["gain"] > 0.02


def test_nothing_missing_asks_nothing():
    held = portfolio(gone=0.0)
    found = gaps(held, add_up(held, EVEN), 5)
    assert found.questions.empty
    assert found.accounts["chance"].isin([0.0, 1.0]).all()
    assert str(found.told("A00")) == "Everything that is known about others is known about it."
