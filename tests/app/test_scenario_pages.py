"""Scenarios, rules and ways to get weights, driven through the real app and held against kam."""

from dataclasses import replace

import pytest

from kam import scenarios
from kam.curves import Curve
from kam.imports import load_sample
from kam.key_list import Comparison, KeyList
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.scenarios import Scenario
from kam.store import Store
from tests.app.screen import to, words
from tests.app.test_flows import pressed, table


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """A store's file with the sample company and three people's scenarios."""
    path = tmp_path_factory.mktemp("company") / "company.duckdb"
    store = Store.open(path)
    load_sample(store)
    scenarios.save(store, Scenario("Base", Policy()), "Li", shared=True)
    scenarios.lock(store, "Base", "", "Li")
    for name, preset in (("Wang", "growth"), ("Zhao", "cash_safe")):
        policy = replace(Policy().with_preset(preset), key_places=8)
        scenarios.save(store, Scenario(name, policy), name, shared=True)
    scenarios.save(store, Scenario("Secret", Policy()), "Wang")
    store.close()
    return path


def portfolio(policy):
    store = Store.open(None)
    load_sample(store)
    return Portfolio(store, policy)


def plainly(opened):
    """The score page with sliders of its own instead of the live ranking."""
    opened.toggle(key="plain").set_value(True)
    return opened.run()


def opened_tab(opened, key, label):
    opened.session_state[key] = label
    return opened.run()


def test_a_link_opens_a_scenario_and_the_page_judges_by_it(app, company):
    opened = plainly(app(company, "scoring", scenario="Wang"))
    assert not opened.exception
    wanted = Policy().with_preset("growth")
    assert opened.slider(key="w_new_product_dev").value == wanted.points["new_product_dev"]
    scores = portfolio(wanted).scores.table.sort_values("rank")["score"]
    assert table(opened, "rank", "score")["score"].round(6).tolist() == scores.round(6).tolist()
    assert "8 accounts are key" in words(opened).replace("*", "")
    assert opened.selectbox(key="scenario_picked").options[0] == "Not saved as a scenario"
    assert not any("Secret" in o for o in opened.selectbox(key="scenario_picked").options)


def test_an_unknown_scenario_in_a_link_changes_nothing(app, company):
    opened = plainly(app(company, "scoring", scenario="Nobody"))
    assert not opened.exception
    assert not opened.error
    assert opened.slider(key="w_tenure").value == Policy().points["tenure"]


def test_every_change_of_a_weight_can_be_undone_and_redone(app, company):
    opened = plainly(app(company, "scoring"))
    opened.slider(key="w_tenure").set_value(20.0).run()
    opened.slider(key="w_order_mix").set_value(0.0).run()
    opened.button(key="undo").click().run()
    assert opened.slider(key="w_order_mix").value == Policy().points["order_mix"]
    assert opened.slider(key="w_tenure").value == 20.0
    opened.button(key="undo").click().run()
    assert opened.slider(key="w_tenure").value == Policy().points["tenure"]
    assert opened.button(key="undo").disabled
    opened.button(key="redo").click().run()
    opened.button(key="redo").click().run()
    assert opened.slider(key="w_tenure").value == 20.0
    assert opened.slider(key="w_order_mix").value == 0.0
    assert opened.button(key="redo").disabled


def test_weights_hold_on_other_pages_and_on_coming_back(app, company):
    opened = plainly(app(company, "scoring"))
    opened.slider(key="w_tenure").set_value(40.0).run()
    to(opened, "account")
    opened.run()
    assert opened.query_params["rules"]
    plainly(to(opened, "scoring"))
    assert opened.slider(key="w_tenure").value == 40.0
    bookmark = opened.session_state["_policy_in_use"]
    linked = app(company, "account", rules=scenarios.packed(bookmark, weights=True))
    assert plainly(to(linked, "scoring")).slider(key="w_tenure").value == 40.0


def test_saving_keeps_a_scenario_and_a_locked_one_is_not_overwritten(app, company):
    opened = plainly(app(company, "scoring", scenario="Base"))
    opened.slider(key="w_tenure").set_value(30.0).run()
    assert "Changed since Base" in words(opened)
    opened.text_input(key="who").set_value("Chen").run()
    opened.button(key="scenario_save").click().run()
    assert any("locked" in e.value for e in opened.error)
    opened.text_input(key="scenario_name").set_value("Chen's view").run()
    opened.button(key="scenario_save").click().run()
    assert any("Saved as Chen" in s.value for s in opened.success)
    store = opened.session_state["_scenario_in_use"]
    assert store.scenario.policy.points["tenure"] == 30.0
    assert store.saved_by == "Chen"
    assert opened.query_params["scenario"] in ("Chen's view", ["Chen's view"])


def test_two_scenarios_show_who_enters_and_leaves(app, company):
    opened = app(company, "scenarios")
    opened.selectbox(key="from_scenario_choice").set_value("|Zhao").run()
    opened.selectbox(key="to_scenario_choice").set_value("|Wang").run()
    whole = portfolio(Policy())
    lists = {
        n: KeyList(whole.judged_by(replace(Policy().with_preset(p), key_places=8)))
        for n, p in (("Zhao", "cash_safe"), ("Wang", "growth"))
    }
    expected = Comparison(lists)
    assert str(expected.reading) in words(opened).replace("*", "").replace("#", "")
    swapped = [d.value for d in opened.dataframe if "why" in d.value.columns]
    assert swapped[0]["account_name"].tolist() == expected.swapped.enters["account_name"].tolist()
    assert swapped[0]["why"].tolist() == [str(w) for w in expected.swapped.enters["why"]]


def test_a_workshop_sees_where_it_differs_and_takes_the_consensus(app, company):
    opened = opened_tab(app(company, "scenarios"), "scenario_tabs", "Workshop")
    assert not opened.exception
    assert "key in all" in words(opened).replace("*", "")
    picked = opened.multiselect(key="workshop").value
    assert {p.split("|")[1] for p in picked} >= {"Base", "Wang", "Zhao"}
    opened.button(key="use_consensus").click().run()
    held = opened.session_state["_policy_in_use"].fractions
    known = {s.scenario.name: s.scenario.policy for s in _saved(company)}
    from kam.weighting.groups import geometric

    weights = [list(known[p.split("|")[1]].fractions.values()) for p in picked]
    assert list(held.values()) == pytest.approx(geometric(weights).tolist(), abs=1e-9)


def _saved(path):
    store = Store.open(path)
    try:
        return scenarios.saved(store, "")
    finally:
        store.close()


def test_why_ranks_moved_since_a_quarter_adds_up_on_the_page(app, company):
    opened = opened_tab(app(company, "scenarios"), "scenario_tabs", "Since last quarter")
    assert not opened.exception
    rows = table(opened, "places", "part_facts")
    parts = rows[["part_facts", "part_weights", "part_others"]].sum(axis=1)
    assert (parts - rows["places"]).abs().max() < 1e-9
    assert (rows["rank_before"] - rows["rank"]).tolist() == rows["places"].tolist()


def test_the_desk_shows_history_and_unlocks(app, company):
    opened = opened_tab(app(company, "scenarios"), "scenario_tabs", "Save and share")
    assert not opened.exception
    assert table(opened, "change")["change"].tolist() == ["Locked as baseline", "First saved"]
    pressed(opened, "Unlock scenario")
    assert "Unlocked" in table(opened, "change")["change"].tolist()
    pressed(opened, "Lock as baseline")


def test_the_editor_turns_the_order_mix_and_switches_an_indicator_off(app, company):
    opened = app(company, "worth")
    opened.selectbox(key="indicator_choice").set_value("order_mix").run()
    assert not opened.exception
    opened.segmented_control(key="indicator_better").set_value("high").run()
    opened.toggle(key="indicator_on").set_value(False).run()
    held = opened.session_state["_policy_in_use"]
    assert (held.order_mix_better, held.off) == ("high", ("order_mix",))
    assert "11 of 12 indicators count" in words(opened).replace("*", "")
    plainly(to(opened, "scoring"))
    assert opened.slider(key="w_order_mix").disabled


def test_the_editor_sets_a_value_function_and_refuses_one_that_runs_backwards(app, company):
    opened = app(company, "worth")
    opened.selectbox(key="indicator_choice").set_value("payment_efficiency").run()
    keys = {n: f"curve_days_past_due_{n}" for n in ("shape", "worst", "best")}
    opened.number_input(key=keys["worst"]).set_value(60.0).run()
    opened.selectbox(key=keys["shape"]).set_value("concave").run()
    curve = opened.session_state["_policy_in_use"].curve("days_past_due")
    assert curve == Curve("days_past_due", "concave", 60.0, 7.0, 0.0)
    opened.number_input(key=keys["best"]).set_value(90.0).run()
    assert any("less is better" in e.value for e in opened.error)
    assert opened.session_state["_policy_in_use"].curve("days_past_due") == curve
    assert opened.number_input(key=keys["best"]).value == 0.0


def test_red_lines_and_tiers_follow_what_is_set(app, company):
    opened = opened_tab(app(company, "worth"), "worth_tabs", "Red lines")
    opened.toggle(key="line_silent_days").set_value(True).run()
    opened.number_input(key="limit_overdue_days").set_value(30.0).run()
    held = opened.session_state["_policy_in_use"]
    assert dict(held.red_lines)["silent_days"] == 365
    assert dict(held.red_lines)["overdue_days"] == 30
    listed = KeyList(portfolio(held))
    shown = table(opened, "red_line")
    assert shown["account_name"].tolist() == listed.vetoed["account_name"].tolist()
    opened_tab(opened, "worth_tabs", "Tiers")
    opened.selectbox(key="tier_by").set_value("score").run()
    opened.number_input(key="key_score").set_value(70.0).run()
    held = opened.session_state["_policy_in_use"]
    assert (held.tier_by, held.key_score) == ("score", 70.0)
    counts = KeyList(portfolio(held)).service["accounts"].tolist()
    assert table(opened, "visits")["accounts"].tolist() == counts


def test_weights_from_examples_put_every_account_where_it_was_put(app, company):
    opened = app(company, "weigh")
    whole = portfolio(Policy().with_preset("growth"))
    ranked = whole.scores.table.sort_values("rank").index.astype(str).tolist()
    opened.multiselect(key="bin_key").set_value(ranked[:4]).run()
    opened.multiselect(key="bin_no").set_value(ranked[-4:]).run()
    assert any("put every account where you put it" in s.value for s in opened.success)
    found = table(opened, "stated", "revealed")["revealed"] / 100
    opened.button(key="example_use").click().run()
    held = opened.session_state["_policy_in_use"].fractions
    assert list(held.values()) == pytest.approx(found.tolist(), abs=1e-9)


def test_duels_ask_learn_and_take_back(app, company):
    opened = opened_tab(app(company, "weigh"), "weigh_tabs", "Duels")
    assert "Which of the two matters more to us?" in [s.value for s in opened.subheader]
    for _ in range(2):
        next(b for b in opened.button if str(b.key).startswith("duel_")).click()
        opened.run()
    assert len(opened.session_state["_duels"]) == 2
    assert "of your answers" in words(opened)
    pressed(opened, "Take back answer")
    assert len(opened.session_state["_duels"]) == 1


@pytest.mark.parametrize("way", ["swing", "order", "ahp", "bwm", "spread"])
def test_every_way_of_the_analysts_starts_from_the_weights_in_use(app, company, way):
    opened = app(company, "weigh")
    opened.session_state["eliciting"] = True
    opened.run()
    opened.segmented_control(key="way_choice").set_value(way).run()
    assert not opened.exception
    shown = table(opened, "stated")
    assert (shown["stated"] / 100).tolist() == pytest.approx(list(Policy().fractions.values()))
    if way in ("swing", "bwm", "ahp"):
        near = 0.02 if way == "swing" else 0.12
        assert (shown["revealed"] - shown["stated"]).abs().max() < near * 100
