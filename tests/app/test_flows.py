"""What people do on the pages, driven through the real app; numbers are held against the portfolio."""

from datetime import date

from kam.imports import load_sample
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.store import Store
from kam.ui import data
from tests.app.screen import TINY, to, words

NORTH = b"""Kunde;Bestelldatum;Umsatz
A;31.01.2024;1.000,50
B;15.02.2024;200,00
"""


def pressed(opened, label):
    next(b for b in opened.button if b.label == label).click()
    return opened.run()


def figures(opened):
    return {m.label.replace("\\", ""): m.value.replace("\\", "") for m in opened.metric}


def table(opened, *columns):
    return next(d.value for d in opened.dataframe if set(columns) <= set(d.value.columns))


def test_one_click_loads_the_sample_company(app, filled):
    opened = pressed(app(filled(None)), "Load the sample company")
    store = Store.open(None)
    load_sample(store)
    week = Portfolio(store).week
    assert not opened.exception
    assert figures(opened)["Key accounts this month"] == week.figures[0].quantity.in_language("en")
    assert len(opened.metric) == 4
    pressed(opened, "Leave the sample")
    assert "Nothing is on file yet" in words(opened)


def test_pareto_says_what_the_portfolio_says(app, filled):
    opened = app(filled(TINY), "pareto")
    assert "2 of 3 accounts bring 80% of revenue" in words(opened).replace("*", "")
    rows = table(opened, "rank", "cumulative_share")
    assert rows["account_name"].tolist() == ["Hengtai", "Nordhaus", "Lvyuan"]
    assert rows["value"].tolist() == [400.0, 250.0, 50.0]
    assert figures(opened)["Total"] == "700"


def test_another_day_gives_the_numbers_of_that_day(app, filled):
    opened = app(filled(TINY), "pareto")
    opened.date_input(key="as_of").set_value(date(2024, 1, 31)).run()
    assert figures(opened)["Total"] == "350"
    assert "Jan 31, 2024" in words(opened)
    to(opened, "overview")
    assert "Jan 31, 2024" in words(opened), "the day holds on every page"


def test_moving_a_weight_moves_the_ranking(app, filled):
    opened = app(filled(None), "scoring", sample="true", plain="true")
    before = table(opened, "rank", "score")["account_name"].tolist()
    for name in ("order_margin", "order_size_freq", "payment_efficiency"):
        opened.number_input(key=f"n_{name}").set_value(0.0)
        opened.run()
    opened.slider(key="w_tenure").set_value(50.0).run()
    after = table(opened, "rank", "score")
    assert opened.number_input(key="n_tenure").value == 50.0, "box and slider say the same"
    assert opened.slider(key="w_order_margin").value == 0.0
    points = {"order_margin": 0, "order_size_freq": 0, "payment_efficiency": 0, "tenure": 50}
    store = Store.open(None)
    load_sample(store)
    wanted = Portfolio(store, Policy().with_points(points))
    expected = wanted.scores.table.sort_values("rank")
    assert after["account_name"].tolist() != before
    assert after["score"].round(6).tolist() == expected["score"].round(6).tolist()


def test_a_preset_sets_every_weight(app, filled):
    opened = app(filled(None), "scoring", sample="true", plain="true")
    opened.selectbox(key="preset_choice").set_value("growth").run()
    assert opened.slider(key="w_new_product_dev").value == 20.0
    assert opened.number_input(key="n_order_margin").value == 14.0


def test_a_link_carries_the_weights(app, filled):
    opened = app(
        filled(None), "scoring", sample="true", plain="true", w_tenure="33.0", preset="equal"
    )
    assert opened.slider(key="w_tenure").value == 33.0
    assert opened.number_input(key="n_tenure").value == 33.0


def test_the_live_page_ranks_under_the_weights_of_a_link(app, filled):
    opened = app(filled(None), "scoring", sample="true", w_tenure="33.0", preset="equal", top="7")
    assert not opened.exception
    assert not opened.slider, "the browser draws them"
    store = Store.open(None)
    load_sample(store)
    wanted = Portfolio(
        store, Policy().with_preset("equal").with_points({**Policy().points, "tenure": 33}).rounded
    )
    expected = wanted.ranking(wanted.judged_by(Policy().with_preset("equal").rounded)).head(100)
    found = table(opened, "rank", "score")
    assert found["account_name"].tolist() == expected["account_name"].tolist()
    assert found["moved"].tolist() == expected["moved"].tolist()
    assert opened.number_input(key="top").value == 7


def test_a_weight_in_a_link_that_is_no_number_is_ignored(app, filled):
    opened = app(filled(None), "scoring", sample="true", w_tenure="many", w_communication="-3")
    assert not opened.exception
    plain = app(filled(None), "scoring", sample="true")
    assert table(opened, "rank", "score").equals(table(plain, "rank", "score"))


def test_all_weights_at_zero_fall_back_to_the_preset(app, filled):
    query = {f"w_{name}": "0.0" for name in Policy().points}
    opened = app(filled(None), "scoring", sample="true", plain="true", **query)
    assert not opened.exception
    assert any("All weights are 0" in w.value for w in opened.warning)


def test_uploading_shows_what_would_change_and_then_does_it(app, filled):
    database = filled(None)
    opened = app(database, "data")
    opened.file_uploader[0].set_value(("umsatz.csv", NORTH, "text/csv")).run()
    assert "Nothing is stored yet" in words(opened)
    assert data.store_in_use(sample=False).revision == 0, "a preview stores nothing"
    becomes = {s.label: s.value for s in opened.selectbox if s.label.startswith("What ")}
    assert becomes["What Kunde becomes"] == "account_id"
    assert becomes["What Bestelldatum becomes"] == "order_date"
    assert becomes["What Umsatz becomes"] == "amount"
    pressed(opened, "Import now")
    assert "rejected rows" in words(opened)
    assert data.store_in_use(sample=False).rows_by_table()["order_line"] == 2
    to(opened, "pareto")
    assert figures(opened)["Total"] == "1.2K"


def test_uploading_a_bad_file_shows_each_finding_with_its_mend(app, filled):
    opened = app(filled(TINY), "data")
    opened.file_uploader[0].set_value(("empty.csv", b"", "text/csv")).run()
    assert "cannot be taken" in words(opened)
    found = table(opened, "problem", "mend")
    assert found["problem"].tolist() == ["The file is empty."]
    assert found["mend"].tolist() == ["Export it again."]
    button = next(b for b in opened.button if b.label == "Import now")
    assert button.disabled


def test_the_sample_company_takes_no_files(app, filled):
    opened = app(filled(TINY), "data", sample="true")
    assert not opened.file_uploader
    assert "own store" in words(opened)


def test_a_damaged_store_is_explained(app, tmp_path):
    broken = tmp_path / "broken.duckdb"
    broken.write_text("this is no database")
    opened = app(broken)
    assert not opened.exception
    assert any("not a store of this product" in e.value for e in opened.error)
