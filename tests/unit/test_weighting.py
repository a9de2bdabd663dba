"""Getting weights: locks, examples and duels give back what a person had in mind."""

import numpy as np
import pytest

from kam.weighting import bwm, groups, locks, ranks
from kam.weighting.ahp import ahp, in_groups
from kam.weighting.duels import Duel, next_duel, revealed
from kam.weighting.examples import by_example

TRUE = np.array([0.35, 0.25, 0.2, 0.12, 0.08])


def accounts(n=40, seed=2):
    return np.random.default_rng(seed).uniform(size=(n, len(TRUE)))


def test_a_locked_weight_stays_and_the_others_keep_their_proportions():
    found = locks.rescaled({"a": 0.4, "b": 0.3, "c": 0.2, "d": 0.1}, "a", 0.5, locked={"b"})
    assert found == pytest.approx({"a": 0.5, "b": 0.3, "c": 0.2 * 2 / 3, "d": 0.2 / 3})
    full = locks.rescaled({"a": 0.4, "b": 0.3, "c": 0.3}, "a", 0.9, locked={"b"})
    assert full == pytest.approx({"a": 0.7, "b": 0.3, "c": 0.0})
    stuck = locks.rescaled({"a": 1, "b": 1}, "a", 0.9, locked={"b"})
    assert stuck == {"a": 0.5, "b": 0.5}
    empty = locks.rescaled({"a": 1.0, "b": 0.0, "c": 0.0}, "a", 0.6)
    assert empty == pytest.approx({"a": 0.6, "b": 0.2, "c": 0.2})


def test_rank_sum_and_swing_add_up():
    assert sum(ranks.rank_sum(12)) == pytest.approx(1)
    assert ranks.swing({"a": 100, "b": 100}) == {"a": 0.5, "b": 0.5}


def test_a_matrix_that_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="reciprocal"):
        ahp([[1, 2], [2, 1]])


def test_groups_and_their_members_multiply():
    found = in_groups(np.array([0.6, 0.4]), [np.array([0.5, 0.5]), np.array([1.0])])
    assert found == pytest.approx([0.3, 0.3, 0.4])


def test_consistent_best_worst_judgements_depart_from_nothing():
    weights = np.array([0.5, 0.25, 0.125, 0.125])
    for model in (bwm.linear, bwm.nonlinear):
        found = model(weights[0] / weights, weights / weights[-1])
        assert found.weights == pytest.approx(weights, abs=1e-6)
        assert found.xi == pytest.approx(0, abs=1e-6)


def test_a_consensus_adds_up_and_the_median_ignores_one_extreme():
    own = np.array([[0.5, 0.5, 0.0], [0.5, 0.4, 0.1], [0.0, 0.0, 1.0]])
    for together in groups.CONSENSUS.values():
        assert together(own).sum() == pytest.approx(1)
    assert groups.median(own)[2] < 0.15
    assert groups.geometric(own).min() > 0


def test_weights_learnt_from_bins_keep_them_apart():
    worths = accounts(15)
    scores = worths @ TRUE
    bins = np.digitize(scores, np.quantile(scores, [0.5, 0.8]))
    found = by_example(worths, bins)
    assert found.contradictions == ()
    assert found.margin > 0
    learnt = worths @ found.weights
    assert learnt[bins == 2].min() >= learnt[bins == 1].max()
    assert found.weights.sum() == pytest.approx(1)


def test_more_examples_come_nearer_to_what_was_in_mind():
    def distance(n):
        worths = accounts(n, 8)
        scores = worths @ TRUE
        bins = np.digitize(scores, np.quantile(scores, [0.5, 0.8]))
        return np.abs(by_example(worths, bins).weights - TRUE).sum()

    assert distance(60) < distance(6)
    assert distance(60) < 0.15


def test_examples_that_contradict_are_named():
    worths = np.array([[0.2, 0.2], [0.8, 0.8], [0.9, 0.1]])
    found = by_example(worths, [2, 0, 2], np.array([0.5, 0.5]))
    assert (0, 1) in found.contradictions
    assert found.margin < 0


def test_no_two_bins_leave_the_weights_alone():
    assert by_example(accounts(4), [1, 1, 1, 1], TRUE).weights == pytest.approx(TRUE)


def play(rounds, choose, seed=0):
    worths, prior = accounts(30, 5), np.full(5, 0.2)
    dice, duels, asked = np.random.default_rng(seed), [], set()
    state = revealed(worths, duels, prior)
    for _ in range(rounds):
        a, b = choose(worths, state, asked, dice)
        asked.add(frozenset((a, b)))
        a, b = (a, b) if worths[a] @ TRUE >= worths[b] @ TRUE else (b, a)
        duels.append(Duel(a, b))
        state = revealed(worths, duels, prior)
    return np.abs(state.weights - TRUE).sum(), state


def informed(worths, state, asked, dice):
    return next_duel(worths, state, asked)


def at_random(worths, state, asked, dice):
    return tuple(dice.choice(len(worths), 2, replace=False))


def test_twenty_duels_come_near_to_what_was_in_mind():
    away, state = play(20, informed)
    assert away < 0.5 * np.abs(np.full(5, 0.2) - TRUE).sum()
    assert state.explained >= 0.85


def test_chosen_duels_tell_more_than_random_ones():
    by_chance = np.mean([play(15, at_random, seed)[0] for seed in range(6)])
    assert play(15, informed)[0] < by_chance


def test_no_duel_leaves_the_weights_and_none_is_asked_twice():
    worths = accounts(3)
    state = revealed(worths, [], TRUE)
    assert state.weights == pytest.approx(TRUE, abs=1e-6)
    asked = {frozenset(p) for p in ((0, 1), (0, 2), (1, 2))}
    assert next_duel(worths, state, asked) is None
    assert next_duel(worths, state, asked - {frozenset((0, 2))}) == (0, 2)
