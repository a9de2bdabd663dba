"""Why ranks changed: for all data the three parts add up, and each speaks of its own cause."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kam.indicators import INDICATORS
from kam.scoring.exact import snapped
from kam.scoring.rank import Worths, add_up
from kam.scoring.rank_change import PARTS, rank_change

NAMES = list(INDICATORS)


def scores(worths, ids, weights):
    frame = snapped(pd.DataFrame(worths, index=ids, columns=NAMES))
    known = pd.DataFrame(1.0, index=ids, columns=NAMES)
    return add_up(Worths(frame, frame, known), dict(zip(NAMES, weights, strict=True)))


@st.composite
def cases(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, more = draw(st.integers(1, 12)), draw(st.integers(0, 4))
    steps = draw(st.sampled_from([3, 1000]))  # coarse worths make ties
    ids = [f"K{i}" for i in rng.permutation(n + more)]
    old = rng.integers(0, steps, (n, 12)) / (steps - 1)
    new = rng.integers(0, steps, (n + more, 12)) / (steps - 1)
    if draw(st.booleans()):
        new[:n] = old
    w = [rng.dirichlet(np.ones(12)) for _ in range(2)]
    if draw(st.booleans()):
        w[1] = w[0]
    return ids, n, (old, new), w


def states(ids, n, facts, weights):
    sizes = (n, len(ids))
    return {(f, w): scores(facts[f], ids[: sizes[f]], weights[w]) for f in (0, 1) for w in (0, 1)}


@given(cases())
@settings(max_examples=150, deadline=None)
def test_the_parts_of_a_move_add_up_to_it_exactly(case):
    ids, n, facts, weights = case
    given_states = states(ids, n, facts, weights)
    found = rank_change(given_states)
    rows = found.rows
    before, now = given_states[0, 0].table, given_states[1, 1].table
    assert rows["rank_before"].equals(before["rank"].reindex(rows.index).astype(int))
    assert rows["rank"].equals(now["rank"].reindex(rows.index).astype(int))
    assert np.abs(rows[[*PARTS]].sum(axis=1) - rows["moved"]).max() < 1e-9
    points = rows["score_facts"] + rows["score_weights"]
    assert np.abs(points - (rows["score"] - rows["score_before"])).max() < 1e-9
    assert np.abs(found.facts.sum(axis=1) - rows["score_facts"]).max() < 1e-9
    assert set(found.new) == set(ids[n:])
    for account in rows.index:
        str(found.told(account))


@given(cases())
@settings(max_examples=60, deadline=None)
def test_what_did_not_change_has_no_part(case):
    ids, n, facts, weights = case
    same_weights = rank_change(states(ids, n, facts, (weights[0], weights[0])))
    assert np.abs(same_weights.rows["weights"]).max() == 0
    assert np.abs(same_weights.rows["score_weights"]).max() < 1e-9
    still = rank_change(states(ids[:n], n, (facts[0], facts[0]), weights))
    assert np.abs(still.rows["facts"]).max() == 0
    assert np.abs(still.rows["score_facts"]).max() < 1e-9
    frozen = rank_change(states(ids[:n], n, (facts[0], facts[0]), (weights[0], weights[0])))
    assert np.abs(frozen.rows[["moved", *PARTS]].to_numpy()).max() == 0


def test_only_one_account_changes_so_its_move_is_its_own_and_the_passed_one_s_the_others():
    ids = ["A", "B"]
    worths = [np.tile([[0.6], [0.4]], 12), np.tile([[0.6], [0.9]], 12)]
    found = rank_change(states(ids, 2, worths, [np.full(12, 1 / 12)] * 2))
    assert found.rows.loc["B", ["moved", *PARTS]].tolist() == [1, 1, 0, 0]
    assert found.rows.loc["A", ["moved", *PARTS]].tolist() == [-1, 0, 0, -1]
    assert str(found.told("B")).startswith("It rose 1 place: +1 its own figures.")
    assert str(found.told("A")) == (
        "It fell 1 place: −1 what the others did."
        " Its own score hardly changed; the accounts stand close."
    )
