"""Amounts in several currencies, told in one by the rates of their month.

Source: import-rules.md ("Currencies"). Every number here was worked out by hand.
"""

import json

import pytest

from kam import ledger, scenarios
from kam.backtest import quarters
from kam.cli import main
from kam.errors import PolicyError
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.scenarios import Scenario
from kam.store import Store
from tests.importing import bring

SALES = (
    "Customer,Order no,Date,Net amount,Cost,Currency\n"
    "A,1,2024-01-10,100,60,USD\nB,2,2024-01-20,100,50,EUR\nA,3,2024-02-10,200,100,usd\n"
)
# Two January rates, 0.90 on average.
RATES = "currency,date,rate\nUSD,2024-01-01,0.88\nUSD,2024-01-15,0.92\nUSD,2024-02-01,0.80\n"


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


def worth(store, policy=None, **told):
    portfolio = Portfolio(store, policy or Policy(), **told)
    rows = portfolio.concentration().rows
    found = dict(zip(rows["account_id"], rows["value"].round(4), strict=True))
    return found, portfolio.currency, [n.code for n in portfolio.notices]


def test_amounts_are_told_in_the_currency_that_has_no_rates(store):
    bring(store, {"sales.csv": SALES, "rates.csv": RATES})
    # A: 100 x 0.90 + 200 x 0.80; B as it is.
    assert worth(store) == ({"A": 250.0, "B": 100.0}, "EUR", [])
    accounts = Portfolio(store).measures.accounts
    # Cost of A: 60 x 0.90 + 100 x 0.80 = 134.
    assert accounts.loc["A", "gross_profit"] == pytest.approx(250 - 134)


def test_facts_stay_as_imported(store):
    bring(store, {"sales.csv": SALES})
    before = store.query("SELECT amount, cost FROM order_line ORDER BY ALL")
    bring(store, {"rates.csv": RATES})
    assert store.query("SELECT amount, cost FROM order_line ORDER BY ALL").equals(before)


def test_without_rates_amounts_are_added_one_to_one_and_that_is_said(store):
    bring(store, {"sales.csv": SALES})
    found, currency, notices = worth(store)
    assert (found, currency, notices) == ({"A": 300.0, "B": 100.0}, "mixed", ["W_MIXED_CURRENCY"])


def test_a_month_without_a_rate_is_named(store):
    bring(store, {"sales.csv": SALES, "rates.csv": "currency,month,rate\nUSD,2024-01,0.9\n"})
    found, currency, notices = worth(store)
    assert (found["A"], currency, notices) == (290.0, "mixed", ["W_MIXED_CURRENCY"])
    (notice,) = Portfolio(store).notices
    assert "EUR is missing: USD 2024-02." in str(notice.text)
    bring(store, {"more.csv": "currency,month,rate\nUSD,2024-02,0.8\n"})
    assert worth(store) == ({"A": 250.0, "B": 100.0}, "EUR", [])


def test_the_policy_chooses_the_currency(store):
    rates = "currency,to currency,month,rate\nEUR,USD,2024-01,1.25\nEUR,USD,2024-02,1.5\n"
    bring(store, {"sales.csv": SALES, "rates.csv": rates})
    assert worth(store, Policy(currency="USD")) == ({"A": 300.0, "B": 125.0}, "USD", [])
    # The other way round: 100 / 1.25 + 200 / 1.5.
    found, currency, _ = worth(store, Policy(currency="EUR"))
    assert (found, currency) == ({"A": 213.3333, "B": 100.0}, "EUR")


def test_rates_to_a_third_currency_serve_too(store):
    text = "Customer,Date,Amount,Currency\nA,2024-01-10,100,GBP\nB,2024-01-20,100,USD\n"
    rates = "currency,to currency,month,rate\nGBP,EUR,2024-01,1.2\nUSD,EUR,2024-01,0.8\n"
    bring(store, {"sales.csv": text, "rates.csv": rates})
    assert worth(store) == ({"A": 120.0, "B": 80.0}, "EUR", [])
    assert worth(store, Policy(currency="USD")) == ({"A": 150.0, "B": 100.0}, "USD", [])


def test_one_currency_without_a_rate_to_the_policys_stays_and_says_so(store):
    bring(store, {"sales.csv": "Customer,Date,Amount,Currency\nA,2024-01-10,100,人民币\n"})
    assert worth(store) == ({"A": 100.0}, "CNY", [])
    assert worth(store, Policy(currency="EUR")) == ({"A": 100.0}, "CNY", ["W_NO_RATE"])
    assert worth(store, Policy(currency="CNY")) == ({"A": 100.0}, "CNY", [])


def test_list_prices_and_product_costs_are_in_our_own_currency(store):
    lines = "Customer,Order no,Date,Product,Quantity,Currency\nA,1,2024-01-10,P,3,USD\n"
    own = "B,2,2024-01-20,P,1,EUR\n"
    products = "product id,product name,list price,unit cost\nP,Pump,10,4\n"
    bring(store, {"sales.csv": lines + own, "product.csv": products, "rates.csv": RATES})
    assert worth(store)[0] == {"A": 30.0, "B": 10.0}


def test_groups_and_past_days_are_told_in_one_currency_too(store):
    accounts = "account id,account name,parent id\nA,Alpha,B\nB,Beta,\n"
    bring(store, {"accounts.csv": accounts, "sales.csv": SALES, "rates.csv": RATES})
    assert worth(store, rolled_up=True)[0] == {"B": 350.0}
    portfolio = Portfolio(store)
    first, last = portfolio.first_order_day, portfolio.as_of.replace(year=2026)
    past = quarters(portfolio.converted, portfolio.facts, {}, first, last, 5.0)
    assert past[0].outcome.loc["A", "past_revenue"] == pytest.approx(250)


def test_what_settles_an_invoice_still_settles_it_at_another_months_rate(store):
    invoices = (
        "invoice no,customer,invoice date,due date,amount,currency\n"
        "I1,A,2024-01-10,2024-01-20,100,USD\nI2,A,2024-01-10,2024-01-25,50,USD\n"
    )
    payments = (
        "payment no,customer,invoice no,payment date,amount,currency\n"
        "P1,A,I1,2024-02-01,33.33,USD\nP2,A,I1,2024-02-02,33.33,USD\nP3,A,I1,2024-02-03,33.34,USD\n"
    )
    bring(store, {"sales.csv": SALES, "invoice.csv": invoices, "payment.csv": payments,
                  "rates.csv": RATES})  # fmt: skip
    portfolio = Portfolio(store)
    owed = ledger.overdue(portfolio.facts, portfolio.as_of)
    assert owed["overdue"].to_dict() == {"A": pytest.approx(45.0)}  # 50 x 0.90


def test_the_yardstick_is_frozen_in_one_currency(store):
    bring(store, {"sales.csv": SALES, "rates.csv": RATES})
    median = store.query("SELECT median FROM yardstick WHERE measure_id = 'order_value'")
    # Orders of A: 90 and 160, of B: 100; medians 125 and 100, the middle of which is 112.5.
    assert median["median"].iloc[0] == pytest.approx(112.5)


def test_a_currency_is_three_letters_and_part_of_a_scenario():
    with pytest.raises(PolicyError):
        Policy(currency="euro")
    kept = scenarios.to_toml(Scenario("x", Policy(currency="CHF")))
    assert scenarios.from_toml(kept).policy.currency == "CHF"
    said = scenarios.changes(Policy(), Policy(currency="CHF"))
    assert "CHF" in " ".join(map(str, said))


def test_the_command_line_states_the_currency(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KAM_DB", str(tmp_path / "kam.duckdb"))
    for name, text in {"sales.csv": SALES, "rates.csv": RATES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    main(["import", str(tmp_path / "sales.csv"), str(tmp_path / "rates.csv"), "--json"])
    capsys.readouterr()
    for words, total in ((["pareto"], 350.0), (["pareto", "--currency", "EUR"], 350.0)):
        assert main([*words, "--json"]) == 0
        answer = json.loads(capsys.readouterr()[0])
        assert (answer["currency"], answer["total"], answer["warnings"]) == ("EUR", total, [])
    for words in (["rank"], ["churn"], ["account", "A"]):
        assert main([*words, "--json"]) == 0
        assert json.loads(capsys.readouterr()[0])["currency"] == "EUR"
    assert main(["pareto", "--currency", "euro", "--json"]) == 2
