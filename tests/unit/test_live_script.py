"""The live ranking's script: its own tests, and that browser and server rank alike."""

import json

import numpy as np
import pytest

from kam.scoring import Board
from kam.ui.components.ranking import FOLDER, MODULES, packed, script
from kam.weighting.locks import rescaled
from tests.node import JS, answer, run


def random_board(accounts: int, seed: int, steps: int = 65_536) -> Board:
    """Made-up worths; few ``steps`` make many equal scores."""
    dice = np.random.default_rng(seed)
    q = dice.integers(0, steps, size=(12, accounts)) * (65_535 // (steps - 1))
    ids = np.sort(np.array([f"A{i:07}" for i in range(accounts)]))
    known = np.full(accounts, 0xFFFFFF, dtype=np.uint32)
    names = tuple(f"i{k}" for k in range(12))
    return Board(
        ids,
        names,
        q.astype(np.uint16),
        known,
        np.tile([[0, 0], [0, 0], [0, 0], [1, 0]], (12, 1, 1)),
    )


def weightings(count: int, seed: int) -> list[list[int]]:
    """Whole weights that add up to 10,000: some even, some with zeros, some all on one."""
    dice = np.random.default_rng(seed)
    found = []
    for turn in range(count):
        shares = dice.dirichlet(np.full(12, [0.1, 1.0, 20.0][turn % 3]))
        units = np.floor(shares * 10_000).astype(int)
        units[int(np.argmax(shares))] += 10_000 - units.sum()
        found.append(units.tolist())
    return [*found[:-1], [10_000, *[0] * 11]]


@pytest.mark.parametrize("name", sorted(p.name for p in JS.glob("*.test.mjs")))
def test_the_scripts_own_tests_pass(name):
    done = run("--test", str(JS / name))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", [p.name for p in sorted(FOLDER.glob("*.js"))])
def test_a_module_can_be_read_by_itself(name):
    assert run("--check", str(FOLDER / name)).returncode == 0


def test_the_joined_script_is_one_module_and_makes_no_html(tmp_path):
    whole = script()
    (tmp_path / "whole.mjs").write_text(whole, encoding="utf-8")
    done = run("--check", str(tmp_path / "whole.mjs"))
    assert done.returncode == 0, done.stderr
    assert whole.count("\nexport ") == 1
    assert "\nimport " not in whole
    assert {*MODULES, "view"} == {p.stem for p in FOLDER.glob("*.js")}
    for banned in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "fetch(", "http:"):
        found = whole.replace("http://www.w3.org/2000/svg", "")
        assert banned not in found, f"{banned}: names are somebody else's words"


@pytest.mark.parametrize(("accounts", "steps"), [(1_000, 65_536), (1_000, 4), (100_000, 65_536)])
def test_browser_and_server_rank_alike_under_200_weightings(tmp_path, accounts, steps):
    board = random_board(accounts, seed=accounts + steps, steps=steps)
    amount = np.random.default_rng(1).integers(0, 10_000, accounts).astype(np.int32)
    arrays = {"worth": board.q.reshape(-1), "known": board.known, "amount": amount}
    head = {"set": "x", "n": accounts, "levels": board.levels.tolist(), "part": "accounts"}
    (tmp_path / "block").write_bytes(packed(head, arrays))
    asked = [
        {"units": units, "from": place, "to": place + 30}
        for turn, units in enumerate(weightings(200, seed=7))
        for place in ([0] if turn % 10 else [0, accounts // 2, accounts - 30])
    ]
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    answers = answer("rank.mjs", str(tmp_path / "block"), str(tmp_path / "asked.json"))
    assert len(answers) == len(asked) >= 200
    for question, found in zip(asked, answers, strict=True):
        scores = board.scores(question["units"])
        order = board.best(scores, accounts)
        assert found["rows"] == order[question["from"] : question["to"]].tolist()
        assert found["scores"] == scores[found["rows"]].tolist()
        running = np.cumsum(amount[order])
        assert found["held"] == running[19]
        assert found["reached"] == 1 + int(np.argmax(running >= 0.8 * running[-1]))


def test_names_of_any_script_are_told_and_found(tmp_path):
    names = [
        "恒泰五金",
        "ÄRGER & Söhne",
        "İstanbul Çelik",
        "<img src=x onerror=alert(1)>",
        "",
        "𝔘nicode",
    ]
    text = "".join(f"{name}\tA{i}\n" for i, name in enumerate(names)).encode()
    block = packed({"n": len(names)}, {"names": np.frombuffer(text, dtype=np.uint8)})
    (tmp_path / "block").write_bytes(block)
    asked = ["五金", "ärger", "çelik", "a4", "nobody", "<IMG", "a"]
    found = answer("names.mjs", str(tmp_path / "block"), json.dumps(asked))
    assert found["all"] == [[name, f"A{i}"] for i, name in enumerate(names)]
    assert found["found"] == [[0], [1], [2], [4], [], [3], [0, 1, 2, 3, 4, 5]]


def test_moving_a_weight_is_the_same_rule_in_both_languages(tmp_path):
    dice = np.random.default_rng(3)
    for turn in range(30):
        shares = dice.dirichlet(np.ones(12))
        locked = [bool(x) for x in dice.random(12) < 0.2]
        moved, to = int(dice.integers(12)), float(dice.random())
        named = {str(i): float(s) for i, s in enumerate(shares)}
        held = [str(i) for i, x in enumerate(locked) if x]
        wanted = rescaled(named, str(moved), to, held)
        code = (
            f'import {{ moved }} from "{(FOLDER / "shares.js").as_uri()}";'
            f"console.log(JSON.stringify(moved({shares.tolist()}, {moved}, {to}, {json.dumps(locked)})))"
        )
        program = tmp_path / f"{turn}.mjs"
        program.write_text(code)
        found = json.loads(run(str(program)).stdout)
        assert np.allclose(found, list(wanted.values()), atol=1e-12)
