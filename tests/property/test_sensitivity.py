"""What a ranking withstands, against brute force on random problems."""

import numpy as np
import pytest

from kam.scoring import least_change, sensitivity, smaa
from kam.scoring.exact import GRID

PROBLEMS = 500


def problem(seed):
    """A random portfolio: worths on the grid, many at 0 or 1, some accounts alike, some weights 0."""
    dice = np.random.default_rng(seed)
    n, m = int(dice.integers(2, 25)), int(dice.integers(2, 13))
    values = np.rint(np.clip(dice.uniform(-0.3, 1.3, (n, m)), 0, 1) * GRID) / GRID
    if seed % 3 == 0:
        values[dice.integers(n)] = values[dice.integers(n)]
    weights = dice.dirichlet(np.ones(m))
    if seed % 5 == 0:
        weights[dice.integers(m)] = 0.0
    if seed % 17 == 0:
        weights = np.eye(m)[dice.integers(m)]
    return values, weights / weights.sum(), int(dice.integers(1, n)), int(dice.integers(m))


def scores_at(values, weights, k, t):
    """Weight k is t, the others keep their proportions."""
    rest = np.delete(weights, k)
    rest = rest / rest.sum() if rest.sum() > 0 else np.full(len(rest), 1 / len(rest))
    return values @ np.insert(rest * (1 - t), k, t)


def brute_crossings(values, weights, k):
    """Every weight at which any two accounts are equal."""
    zero, one = (scores_at(values, weights, k, t) for t in (0.0, 1.0))
    gap0, gap1 = zero[:, None] - zero, one[:, None] - one
    crossing = (np.abs(gap0 - gap1) > 1e-12) & (gap0 * gap1 <= 0)
    return np.unique(np.append(gap0[crossing] / (gap0 - gap1)[crossing], [0.0, 1.0]))


def pieces_around(values, weights, k):
    """Midpoints between neighbouring crossings, to the left (nearest first) and to the right."""
    here, cuts = weights[k], brute_crossings(values, weights, k)
    cuts = cuts[np.append(True, np.diff(cuts) > 1e-10)]
    spans = list(zip(cuts[:-1], cuts[1:], strict=True))
    left = [s for s in spans if s[0] < here - 1e-9]
    right = [s for s in spans if s[1] > here + 1e-9]
    return left[::-1], right


def brute_interval(values, weights, k, same):
    """Where ``same(scores)`` stops being true, walking piece by piece from the present weight."""
    left, right = pieces_around(values, weights, k)
    low, high = 0.0, 1.0
    for begin, end in left:
        at = (begin + min(end, weights[k])) / 2
        if not same(scores_at(values, weights, k, at)):
            low = min(end, weights[k])
            break
    for begin, end in right:
        at = (max(begin, weights[k]) + end) / 2
        if not same(scores_at(values, weights, k, at)):
            high = max(begin, weights[k])
            break
    return low, high


def test_intervals_of_the_first_accounts_equal_brute_force_on_500_problems():
    for seed in range(PROBLEMS):
        values, weights, top, k = problem(seed)
        inside = sensitivity.best(values @ weights, top)

        def same(scores, inside=inside):
            return scores[inside].min() >= scores[~inside].max() - 1e-10

        found = sensitivity.set_interval(values, weights, k, top)
        wanted = brute_interval(values, weights, k, same)
        assert (found.low, found.high) == pytest.approx(wanted, abs=1e-7), seed


def test_intervals_of_the_ranking_equal_brute_force_on_500_problems():
    for seed in range(PROBLEMS):
        values, weights, _, k = problem(seed)
        order = np.argsort(-(values @ weights).round(12), kind="stable")

        def same(scores, order=order):
            return (np.diff(scores[order]) <= 1e-10).all()

        found = sensitivity.ranking_interval(values, weights, k)
        wanted = brute_interval(values, weights, k, same)
        assert (found.low, found.high) == pytest.approx(wanted, abs=1e-7), seed


def test_memberships_equal_brute_force_on_500_problems():
    for seed in range(PROBLEMS):
        values, weights, top, k = problem(seed)
        dice = np.random.default_rng(seed)
        account = int(dice.integers(len(values)))
        found = sensitivity.memberships(values, weights, top)
        inside = found.inside[account]

        def same(scores, account=account, inside=inside, top=top):
            better = (scores > scores[account] + 1e-10).sum()
            no_worse = (scores >= scores[account] - 1e-10).sum() - 1
            return better < top if inside else no_worse >= top

        wanted = brute_interval(values, weights, k, same)
        low, high = found.low[account, k], found.high[account, k]
        # Accounts alike everywhere may trade places at no cost; then the named end is the nearer.
        alike = (values == values[account]).all(axis=1).sum() > 1
        if alike:
            assert low >= wanted[0] - 1e-7, seed
            assert high <= wanted[1] + 1e-7, seed
        else:
            assert (low, high) == pytest.approx(wanted, abs=1e-7), seed


def test_the_rival_is_equal_to_the_account_where_the_interval_ends():
    for seed in range(PROBLEMS):
        values, weights, top, k = problem(seed)
        found = sensitivity.memberships(values, weights, top)
        for ends, rivals in ((found.low, found.low_rival), (found.high, found.high_rival)):
            for account in np.flatnonzero(rivals[:, k] >= 0):
                scores = scores_at(values, weights, k, ends[account, k])
                assert scores[account] == pytest.approx(scores[rivals[account, k]], abs=1e-9), seed


def test_passing_a_rival_costs_what_the_linear_programme_says():
    for seed in range(200):
        values, weights, _, _ = problem(seed)
        ours = least_change.to_pass(values[0], values[1], weights)
        programme = least_change._all_rows((values[0] - values[1])[None], weights)
        assert ours == pytest.approx(programme.total if programme.is_possible else np.inf, abs=1e-9)


def test_the_least_change_does_what_it_says():
    for seed in range(30):
        values, weights, top, _ = problem(seed)
        scores = values @ weights
        for account in range(min(4, len(values))):
            if (scores > scores[account] + 1e-12).sum() >= top:
                found = least_change.to_enter(values, weights, account, top)
            else:
                found = least_change.to_leave(values, weights, account, top)
            if not found.is_possible:
                continue
            moved = found.weights
            assert moved.sum() == pytest.approx(1)
            assert moved.min() >= -1e-9
            assert np.abs(moved - weights).sum() == pytest.approx(found.total, abs=1e-7)
            after = values @ moved
            if (scores > scores[account] + 1e-12).sum() >= top:
                assert (after > after[account] + 1e-7).sum() < top, seed
            else:
                others = np.delete(after, account)
                assert (others >= after[account] - 1e-7).sum() >= top, seed


def test_no_sampled_weighting_changes_the_set_for_less():
    for seed in range(40):
        values, weights, top, _ = problem(seed)
        account = int(np.argmin(values @ weights))
        found = least_change.to_enter(values, weights, account, top)
        dice = np.random.default_rng(seed)
        for step in (0.05, 0.2, 0.6, 1.0):
            tried = (1 - step) * weights + step * dice.dirichlet(np.ones(len(weights)) / 2, 200)
            scores = tried @ values.T
            enters = (scores > scores[:, [account]] + 1e-9).sum(axis=1) < top
            cost = np.abs(tried - weights).sum(axis=1)
            assert found.is_possible or not enters.any()
            assert not (enters & (cost < (found.total or 0) - 1e-7)).any(), seed


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_acceptance_counts_what_a_plain_loop_counts(seed):
    values, weights, top, _ = problem(seed)
    weightings = smaa.local_draws(weights, 300, seed, concentration=5)
    counts = np.zeros(len(values))
    for drawn in weightings:
        counts[sensitivity.best(values @ drawn, top)] += 1
    found = smaa.acceptance(values, weightings, top)
    assert found.share == pytest.approx(counts / 300)
    assert found.share.sum() == pytest.approx(top)


def test_draws_are_the_same_every_time_and_keep_a_weight_of_0():
    weights = np.array([0.5, 0.5, 0.0])
    first, second = smaa.local_draws(weights, 50), smaa.local_draws(weights, 50)
    assert (first == second).all()
    assert (first[:, 2] == 0).all()
    assert smaa.local_draws(weights, 20_000).mean(axis=0) == pytest.approx(weights, abs=0.01)


def test_winning_and_ranks_add_up():
    values, weights, _, _ = problem(7)
    weightings = smaa.global_draws(values.shape[1], 500)
    wins = smaa.winning(values, weightings)
    assert (wins + wins.T <= 1 + 1e-12).all()
    ranks = smaa.rank_acceptance(values, weightings)
    assert ranks.sum(axis=0) == pytest.approx(1)
    assert ranks.sum(axis=1) == pytest.approx(1)
