"""Scenarios: written and read without loss, refused by name, shared or private, locked, with history."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kam import periods, scenarios
from kam.curves import Curve
from kam.errors import NotAllowed, PolicyError, UnknownName
from kam.imports import load_sample
from kam.policy import PRESETS, Policy
from kam.portfolio import Portfolio
from kam.scenarios import Scenario, from_toml, packed, to_toml, unpacked
from kam.store import Store

RICH = replace(
    Policy().with_preset("cash_safe").with_points({"tenure": 1.25}),
    off=("communication",),
    missing=(("price_sensitivity", "worst"),),
    red_lines=(("overdue_days", 60.0),),
    tier_by="score",
    key_places=7,
    churn_horizon=200,
    order_mix_better="high",
).with_curve(Curve("order_value", "log", 100.0, 900.0, 8000.0))


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    load_sample(store)
    return store


@pytest.mark.parametrize("policy", [Policy(), RICH, *(Policy().with_preset(p) for p in PRESETS)])
def test_a_scenario_survives_its_text(policy):
    scenario = Scenario('现金 "first" \\ 1', policy, date(2026, 3, 31), "for the board")
    assert from_toml(to_toml(scenario)) == scenario
    assert tomllib.loads(to_toml(scenario))["weights"] == policy.points


def test_no_red_line_at_all_survives_too():
    assert from_toml(to_toml(Scenario("x", Policy(red_lines=())))).policy.red_lines == ()


def test_what_a_text_leaves_out_is_as_by_default():
    found = from_toml('name = "x"\n[weights]\ntenure = 12\n')
    assert found.policy == Policy().with_points({"tenure": 12})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nmae = 'x'", "'nmae'"),
        ("[weights]\ntenur = 3", "'tenur'"),
        ("[rules]\nkey_plces = 3", "'key_plces'"),
        ("[red_lines]\noverdue = 3", "'overdue'"),
        ("[curves.order_valu]\nshape = 'log'", "'order_valu'"),
        ("[curves.order_value]\nshap = 'log'", "'shap'"),
        ("[curves.order_value]\nshape = 'logg'", "'logg'"),
        ("[unknown]\ntenure = 'bst'", "'bst'"),
        ("[rules]\noff = ['tenur']", "'tenur'"),
        ("[rules]\npreset = 'equall'", "'equall'"),
    ],
)
def test_an_unknown_key_is_refused_by_name(text, named):
    with pytest.raises(UnknownName) as refused:
        from_toml(text, "x")
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "not toml", "[rules]\nkey_places = 1.5", "[rules]\nkey_places = 'ten'", "weights = 3",
        "[weights]\ntenure = true", "[weights]\ntenure = -1", "[weights]\ntenure = nan",
        "as_of = 2026-03-31T10:00:00", "format = 99", "[rules]\nkey_share = 7.0",
        "[red_lines]\nmargin = 3.0", "[rules]\noff = 'tenure'", "name = 3",
        "[curves.days_past_due]\nworst = 0\nbest = 45", "[curves.order_value]\nworst = inf",
        "[curves.order_value]\nworst = 1\ntypical = 9\nbest = 5",
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused(text):
    with pytest.raises(PolicyError):
        from_toml(text, "x")


def test_a_link_carries_all_rules_and_a_damaged_one_changes_nothing():
    base = Policy().with_preset("growth")
    assert packed(base) == ""
    carried = unpacked(packed(RICH), base)
    assert carried == replace(RICH, preset=base.preset, weights=base.weights)
    assert len(packed(RICH)) < 400
    for damaged in ("x", packed(RICH)[:-9], "é", packed(RICH).swapcase()):
        assert unpacked(damaged, base) == base


def test_a_saved_scenario_holds_its_anchors_and_judges_the_same(sample):
    scenario = Scenario("Anchored", RICH, note="n")
    scenarios.save(sample, scenario, "Li")
    found = scenarios.find(sample, "Anchored", "Li")
    assert (found.scenario, found.owner, found.shared) == (scenario, "Li", False)
    body = sample.query("SELECT body FROM scenario WHERE name = 'Anchored'")["body"].iloc[0]
    curves = tomllib.loads(body)["curves"]
    assert set(curves) == set(Portfolio(sample).yardstick.index)
    assert all({"worst", "typical", "best", "shape"} <= set(c) for c in curves.values())
    straight = Portfolio(sample, RICH).scores.table
    assert Portfolio(sample, from_toml(body).policy).scores.table.equals(straight)


def test_private_ones_are_offered_to_their_owner_and_shared_ones_to_all(sample):
    scenarios.save(sample, Scenario("Mine", Policy(key_places=3)), "Li")
    scenarios.save(sample, Scenario("Mine", Policy(key_places=4)), "Wang")
    scenarios.save(sample, Scenario("Ours", Policy()), "Li", shared=True)
    names = [s.scenario.name for s in scenarios.saved(sample, "Wang")]
    assert "Ours" in names
    assert names.count("Mine") == 1
    assert scenarios.find(sample, "Mine", "Wang").scenario.policy.key_places == 4
    with pytest.raises(UnknownName, match="Did you mean 'Ours'"):
        scenarios.find(sample, "Our", "Wang")
    with pytest.raises(PolicyError):
        scenarios.save(sample, Scenario("Nobody's", Policy()), " ")


def test_a_locked_baseline_stands(sample):
    scenarios.save(sample, Scenario("Base", Policy()), "Li", shared=True)
    scenarios.lock(sample, "Base", "", "Li")
    assert scenarios.saved(sample, "Li")[0].locked
    before = sample.revision
    with pytest.raises(NotAllowed):
        scenarios.save(sample, Scenario("Base", RICH), "Wang", shared=True)
    with pytest.raises(NotAllowed):
        scenarios.delete(sample, "Base", "", "Wang")
    assert sample.revision == before
    scenarios.unlock(sample, "Base", "", "Li")
    scenarios.delete(sample, "Base", "", "Wang")
    with pytest.raises(UnknownName):
        scenarios.lock(sample, "Base", "", "Li")
    steps = scenarios.history(sample, "Base", "")
    assert steps["step"].tolist() == ["deleted", "unlocked", "locked", "saved"]
    assert steps["who"].tolist() == ["Wang", "Li", "Li", "Li"]


def test_history_says_who_changed_what_and_gives_back_the_past(sample):
    scenarios.save(sample, Scenario("Plan", Policy()), "Li", shared=True)
    scenarios.save(
        sample, Scenario("Plan", Policy().with_points({"tenure": 0})), "Wang", shared=True
    )
    scenarios.save(sample, Scenario("Plan", replace(Policy(), key_places=8)), "Li", shared=True)
    told = [str(c) for c in scenarios.history(sample, "Plan", "")["change"]]
    assert "Length of cooperation: 0.0% → 6.0%" in told[0]
    assert "Places for key accounts: 10 → 8" in told[0]
    assert "Length of cooperation: 6.0% → 0.0%" in told[1]
    assert told[2] == "First saved"
    today = periods.now().date()
    stood = scenarios.scenario_at(sample, "Plan", "", today)
    assert stood.policy.key_places == 8
    assert scenarios.scenario_at(sample, "Plan", "", today - timedelta(days=1)) is None


def test_every_change_is_told():
    told = [str(c) for c in scenarios.changes(Policy(), RICH)]
    for part in (
        "Start from:", "Communication efficiency: switched off", "Tiers are drawn:", "Order mix",
        "Overdue for longer than: 90 days → 60 days", "Contribution margin below: 0.0% → not drawn",
        "Order value: Straight → By ratio", "Order value: as frozen / as frozen / as frozen → 100",
        "Price sensitivity (reverse)", "unknown counts", "from the data → ",
    ):  # fmt: skip
        assert any(part in line for line in told), (part, told)
    assert scenarios.changes(RICH, RICH) == ()


def test_emptying_the_store_keeps_scenarios_out_of_the_facts(sample):
    digest = sample.digest()
    scenarios.save(sample, Scenario("More", Policy()), "Li")
    assert sample.digest() == digest
