"""Random problems with the answers of other people's libraries, for tests/golden/oracles.json.

These libraries pin older versions than ours, so this runs in an environment of its own:

    python -m venv /tmp/oracles
    /tmp/oracles/bin/pip install scikit-criteria==0.9 pymcdm==1.4.0 pysensmcda==2.0.0 ahpy==2.1
    /tmp/oracles/bin/pip install --no-deps symphysis==0.1.0
    /tmp/oracles/bin/python scripts/make_oracles.py > tests/golden/oracles.json

Nothing of ours is imported here: problems and answers are all the file holds.
"""

from __future__ import annotations

import json
import sys
import warnings
from importlib.metadata import version
from itertools import combinations
from typing import Any

import numpy as np

PROBLEMS = 200


def table(dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A decision matrix in hundredths, weights that add up to 1, and directions."""
    rows, columns = int(dice.integers(3, 9)), int(dice.integers(2, 7))
    matrix = dice.integers(1, 10_000, (rows, columns)) / 100
    weights = dice.dirichlet(np.ones(columns)).round(6)
    weights[-1] = 1 - weights[:-1].sum()
    return matrix, weights, np.where(dice.random(columns) < 0.6, 1, -1)


def topsis(dice: np.random.Generator) -> dict[str, Any]:
    """TOPSIS by vector length of scikit-criteria and pymcdm, and by range of pymcdm."""
    from pymcdm import normalizations
    from pymcdm.methods import TOPSIS
    from skcriteria import mkdm
    from skcriteria.agg.similarity import TOPSIS as SKTOPSIS
    from skcriteria.preprocessing.scalers import VectorScaler

    matrix, weights, types = table(dice)
    decided = mkdm(matrix, list(types), weights=list(weights))
    scaled = VectorScaler(target="matrix").transform(decided)
    return {
        "matrix": matrix.tolist(),
        "weights": weights.tolist(),
        "types": types.tolist(),
        "skcriteria_vector": SKTOPSIS().evaluate(scaled).e_.similarity.tolist(),
        "pymcdm_minmax": TOPSIS(normalizations.minmax_normalization)(
            matrix, weights, types
        ).tolist(),
    }


def critic(dice: np.random.Generator) -> dict[str, Any]:
    """CRITIC of scikit-criteria and pymcdm, entropy weights of both."""
    from pymcdm.weights import critic_weights, entropy_weights
    from skcriteria.preprocessing import weighters

    matrix, _, _ = table(dice)
    return {
        "matrix": matrix.tolist(),
        "skcriteria": weighters.critic_weights(matrix, np.ones(matrix.shape[1])).tolist(),
        "pymcdm": critic_weights(matrix).tolist(),
        "skcriteria_entropy": weighters.entropy_weights(matrix).tolist(),
        "pymcdm_entropy": entropy_weights(matrix).tolist(),
    }


def ahp(dice: np.random.Generator) -> dict[str, Any]:
    """AHP weights of pymcdm and ahpy, and pymcdm's consistency index; their ratios use other tables."""
    from ahpy import Compare
    from pymcdm.weights.subjective import AHP

    n = int(dice.integers(3, 9))
    upper = {pair: _judged(dice) for pair in combinations(range(n), 2)}
    matrix = np.ones((n, n))
    for (row, column), judged in upper.items():
        matrix[row, column], matrix[column, row] = judged, 1 / judged
    compared = Compare(
        "all", {(str(r), str(c)): v for (r, c), v in upper.items()}, precision=15,
        random_index="saaty",
    )  # fmt: skip
    weights = [float(compared.target_weights[str(i)]) for i in range(n)]
    theirs = AHP(matrix=matrix)
    return {
        "upper": [[r, c, v] for (r, c), v in upper.items()],
        "n": n,
        "pymcdm": np.asarray(theirs()).tolist(),
        "pymcdm_index": float(theirs.get_cr() * AHP.RI_M[n - 1]),
        # ahpy's power iteration gives up on a few very inconsistent judgements.
        "ahpy": None if np.isnan(weights).any() else weights,
    }


def _judged(dice: np.random.Generator) -> float:
    whole = int(dice.integers(1, 10))
    return float(whole) if dice.random() < 0.5 else 1 / whole


def bwm(dice: np.random.Generator) -> dict[str, Any]:
    """The linear best-worst method of symphysis: weights and ξ."""
    from symphysis.solvers.bwm_classical import solve_bwm

    n = int(dice.integers(3, 8))
    best, worst = (int(i) for i in dice.permutation(n)[:2])
    most = int(dice.integers(3, 10))
    best_to, to_worst = dice.integers(2, most + 1, (2, n))
    best_to[best], to_worst[worst] = 1, 1
    best_to[worst] = to_worst[best] = most
    codes = [str(i) for i in range(n)]
    found = solve_bwm(
        codes, codes[best], codes[worst],
        dict(zip(codes, best_to.tolist(), strict=True)),
        dict(zip(codes, to_worst.tolist(), strict=True)),
    )  # fmt: skip
    return {
        "best_to": best_to.tolist(),
        "to_worst": to_worst.tolist(),
        "weights": found.weights.tolist(),
        "xi": found.xi_star,
    }


def smaa(dice: np.random.Generator) -> dict[str, Any]:
    """Exact acceptability (first rank) and central weights of pysensmcda."""
    from pysensmcda.smaa import exact_acceptability

    rows, columns = int(dice.integers(3, 7)), int(dice.integers(3, 5))
    matrix = dice.integers(0, 1001, (rows, columns)) / 1000
    found = exact_acceptability(matrix, np.ones(columns), scaling="none", weight_bounds=False)
    central = np.asarray(found.central_weights, dtype=float)
    return {
        "matrix": matrix.tolist(),
        "acceptability": np.asarray(found.acceptability, dtype=float).tolist(),
        "central": [None if np.isnan(row).any() else row.tolist() for row in central],
    }


def main() -> None:
    """Print the problems as JSON."""
    warnings.simplefilter("ignore")
    packages = ("scikit-criteria", "pymcdm", "pysensmcda", "ahpy", "symphysis")
    answers: dict[str, Any] = {"made_with": {name: version(name) for name in packages}}
    for place, ask in enumerate((topsis, critic, ahp, bwm, smaa)):
        dice = np.random.default_rng(place)
        answers[ask.__name__] = [ask(dice) for _ in range(PROBLEMS)]
    json.dump(answers, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()
