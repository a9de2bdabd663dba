"""From list price to pocket, and who really earns (S2-22, C17; methods.md section 3)."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam.errors import NotEnoughData
from kam.knobs import ServiceRates
from kam.service_cost import LEAKS, SERVICE, ServiceCost, service_cost
from kam.store import Store
from kam.whale import largest_leaks, leak_share, whale


def left(profits: list[float], revenue: float = 100.0, **steps: float) -> ServiceCost:
    """Accounts that leave these profits; whatever is not said was no cost."""
    frame = pd.DataFrame(0.0, index=[f"A{i}" for i in range(len(profits))], columns=list(LEAKS))
    for name, value in steps.items():
        frame[name] = value
    frame["revenue"] = revenue
    frame["list_value"] = frame["revenue"] + frame["discount"] + frame["returns"]
    frame["net_profit"] = profits
    frame["cost_to_serve"] = frame[list(SERVICE)].sum(axis=1)
    frame["gross_profit"] = frame["net_profit"] + frame["cost_to_serve"]
    frame["goods"] = frame["revenue"] - frame["gross_profit"]
    return ServiceCost(frame, ())


def told(profits: list[float], floor: float = 0.0, **steps: float):
    found = left(profits, **steps)
    return whale(found, pd.Series(found.accounts.index, found.accounts.index), floor, "EUR")


def test_the_whale_curve_of_the_worked_case_peaks_at_185_percent(golden):
    case = golden["whale"]
    found = told([float(p) for p in case["p"]])
    assert (found.rows["cumulative"] / found.total).tolist() == pytest.approx(case["cum"])
    assert (found.peak, found.peak_ratio) == (6, pytest.approx(case["peak"]))
    assert str(found.reading) == (
        "The profitable accounts earn €185; 3 at a loss take €85 of it away again. €100 is left."
    )


def test_a_total_loss_has_no_ratio_but_money():
    found = told([10.0, -40.0])
    assert np.isnan(found.peak_ratio)
    assert str(found.reading).endswith("In all that is a loss of €30.")


def test_tenths_add_up_and_differ_by_one_account_at_most():
    found = told([float(p) for p in range(25, 0, -1)])
    assert found.tenths["accounts"].sum() == 25
    assert set(found.tenths["accounts"]) == {2, 3}
    assert found.tenths["net_profit"].sum() == pytest.approx(found.total)
    assert found.tenths["share"].sum() == pytest.approx(1)


def test_the_waterfall_adds_up_step_by_step():
    found = told([20.0], discount=10.0, returns=5.0, visits=8.0, credit=2.0)
    steps = found.waterfall("A0").set_index("step")
    assert steps.at["list_value", "amount"] == 115
    assert steps.at["revenue", "level"] == 100
    assert steps.at["gross_profit", "level"] == 30
    taken = steps.loc[~steps["total"], "amount"].sum()
    assert steps.at["list_value", "amount"] + taken == pytest.approx(20)
    assert steps["level"].iloc[-1] == 20
    assert "freight" not in steps.index


def test_without_any_cost_the_mend_is_said():
    with pytest.raises(NotEnoughData, match="what the goods cost"):
        told([float("nan")])


def test_an_account_of_unknown_cost_is_left_out_and_counted():
    found = told([5.0, float("nan")])
    assert (len(found.rows), found.unknown) == (1, 1)


def test_the_ladder_says_what_each_step_brings_and_what_may_be_lost():
    found = told([-10.0, 30.0], visits=8.0, contacts=2.0, samples=4.0, credit=6.0)
    steps = found.ladder("A0").steps.set_index("step")
    assert found.ladder("A0").gap == 10
    assert steps["effect"].to_dict() == {"reprice": 10, "serve_less": 7, "prepay": 6, "exit": 10}
    assert steps["enough"].to_dict() == {
        "reprice": True, "serve_less": False, "prepay": False, "exit": True,
    }  # fmt: skip
    # Before our people's time it leaves 10 − 10 = 0 of its 100; a price 10 higher is all gain.
    assert steps.at["reprice", "volume"] == 100
    assert "€10 a year are missing to the bottom line of 0%" in str(found.ladder("A0").reading)


def test_above_the_floor_the_ladder_is_not_needed():
    found = told([30.0, 30.0])
    assert found.ladder("A0").gap == 0
    assert "above the bottom line" in str(found.ladder("A0").reading)


def test_giving_up_names_the_volume_to_win_elsewhere():
    found = told([-5.0, 40.0], visits=15.0)
    # It leaves 10 before our people's time; others leave 55 of 100.
    volume = found.ladder("A0").steps.set_index("step").at["exit", "volume"]
    assert volume == pytest.approx(10 / 0.55)


def test_the_largest_leak_is_no_cost_of_goods():
    frame = left([20.0], discount=10.0, credit=12.0, returns=50.0).accounts
    name, money = largest_leaks(frame)
    assert (name["A0"], money["A0"]) == ("credit", 12.0)
    assert leak_share(frame)["A0"] == pytest.approx(22 / 160)


@pytest.fixture
def store():
    store = Store.open(None)
    with store.transaction("test", "facts") as tx:
        for sql in (
            "INSERT INTO account (account_id, credit_days) VALUES ('A', 73), ('B', NULL)",
            "INSERT INTO order_header (order_id, account_id, order_date) VALUES"
            " ('1', 'A', DATE '2025-03-01'), ('2', 'A', DATE '2025-04-01'), ('3', 'B', DATE '2025-05-01')",
            "INSERT INTO order_line (order_id, line_id, quantity, unit_price, amount, is_return) VALUES"
            " ('1', '1', 10, 100, 900, false), ('2', '1', -1, 100, -90, true), ('3', '1', 1, 50, 50, false)",
            "INSERT INTO interaction (interaction_id, account_id, interaction_date, channel) VALUES"
            " ('i', 'A', DATE '2025-03-02', 'visit'), ('j', 'A', DATE '2025-03-03', '拜访'),"
            " ('k', 'A', DATE '2025-03-04', NULL), ('l', 'A', DATE '2023-03-04', 'call')",
            "INSERT INTO complaint (complaint_id, account_id, opened_date, settled_amount,"
            " recovered_amount) VALUES ('q', 'A', DATE '2025-04-04', 30, 10)",
        ):
            tx.execute(sql)
    return store


RATES = ServiceRates(hour_cost=10, visit_hours=2, contact_hours=1, complaint_hours=3).rates
PROFIT = pd.Series({"A": 300.0, "B": float("nan")})


def test_every_step_is_measured_from_its_own_table(store):
    found = service_cost(store, date(2025, 12, 31), date(2024, 12, 31), PROFIT, RATES, 0.10)
    a = found.accounts.loc["A"]
    assert (a["list_value"], a["discount"], a["returns"], a["revenue"]) == (1000, 100, 90, 810)
    assert (a["visits"], a["contacts"], a["complaints"], a["claims"]) == (40, 10, 30, 20)
    assert a["credit"] == pytest.approx(810 * 73 / 365 * 0.10)
    assert a["net_profit"] == pytest.approx(300 - 100 - 16.2)


def test_an_unknown_cost_of_goods_leaves_profit_unknown(store):
    found = service_cost(store, date(2025, 12, 31), None, PROFIT, RATES, 0.10)
    assert np.isnan(found.accounts.at["B", "net_profit"])
    assert found.accounts.at["B", "cost_to_serve"] == 0


def test_what_no_file_tells_is_named(store):
    found = service_cost(store, date(2025, 12, 31), None, PROFIT, RATES, 0.10)
    said = " ".join(str(m) for m in found.missing)
    for word in ("Freight", "Rebates", "Samples", "no invoices"):
        assert word in said
    assert "Visits" not in said


def test_invoices_tell_the_days_of_credit_better_than_the_terms(store):
    with store.transaction("test", "invoice") as tx:
        tx.execute(
            "INSERT INTO invoice (invoice_id, account_id, invoice_date, amount, paid_date)"
            " VALUES ('v', 'A', DATE '2025-03-01', 900, DATE '2025-03-11')"
        )
    found = service_cost(store, date(2025, 12, 31), None, PROFIT, RATES, 0.10)
    assert found.accounts.at["A", "credit"] == pytest.approx(900 * 10 / 365 * 0.10)
