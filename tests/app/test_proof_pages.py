"""The score page's proof, the certificate and the backtest, driven from app.py."""

import pytest

from kam import imports
from kam.certificate import of_account, of_list
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.selection import Selection
from kam.store import Store
from tests.app.screen import TINY, words


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    imports.load_sample(store)
    return Portfolio(store)


def table(opened, *columns):
    return next(d.value for d in opened.dataframe if set(columns) <= set(d.value.columns))


def prose(opened):
    return words(opened).replace("*", "").replace("\u200a", "")


def test_a_director_reads_whether_the_list_holds(app, filled, sample):
    chosen = Selection(sample, 7)
    account = str(chosen.accounts.index[2])
    opened = app(filled(None), "scoring", sample="true", top="7", account=account)
    assert str(chosen.robustness.reading) in prose(opened)
    assert str(chosen.robustness.told(account, chosen.names)) in prose(opened)
    assert str(chosen.reach(account).sentence) in prose(opened)
    rows = table(opened, "acceptability", "turning_point")
    assert rows["rank"].tolist() == chosen.contested["rank"].tolist()
    assert "TOPSIS" not in prose(opened), "folded away until an analyst opens it"


def test_moving_a_weight_moves_the_proof(app, filled, sample):
    opened = app(filled(None), "scoring", sample="true", plain="true")
    opened.slider(key="w_payment_terms").set_value(40.0).run()
    judged = sample.judged_by(Policy().with_points({"payment_terms": 40.0}))
    assert str(Selection(judged, 10).robustness.reading) in prose(opened)


def test_a_longer_list_is_another_list(app, filled, sample):
    opened = app(filled(None), "scoring", sample="true", plain="true")
    opened.number_input(key="top").set_value(20).run()
    assert str(Selection(sample, 20).robustness.reading) in prose(opened)


def test_the_certificate_of_an_account_is_that_of_the_command_line(app, filled, sample):
    chosen = Selection(sample, 10)
    account = str(chosen.contested.index[0])
    found = of_account(chosen, account)
    opened = app(filled(None), "certificate", sample="true", account=account)
    said = prose(opened)
    assert str(found.answer) in said
    for section in found.sections:
        for sentence in section.sentences:
            assert str(sentence) in said
    points = table(opened, "fact", "points")["points"]
    assert points.sum() == pytest.approx(sample.scores.table.at[account, "score"])
    assert found.fingerprint[:4] in said


def test_the_certificate_of_the_list_names_the_first(app, filled, sample):
    found = of_list(Selection(sample, 5))
    opened = app(filled(None), "certificate", sample="true", about="list", top="5")
    assert str(found.answer) in prose(opened)
    rows = table(opened, "acceptability", "verdict")
    assert rows["account_name"].tolist() == found.sections[0].rows["account_name"].tolist()
    assert not opened.exception


def test_the_backtest_page_says_what_the_command_line_says(app, filled, sample):
    opened = app(filled(None), "backtest", sample="true", top="40")
    chosen = Selection(sample, 40)
    assert "Tried on 4 past quarter ends" in prose(opened)
    rows = table(opened, "rule", "captured")
    assert rows["of_best"].tolist() == pytest.approx(
        (100 * chosen.backtest.rules["of_best"]).tolist()
    )


def test_two_months_of_sales_are_too_little_and_it_is_said(app, filled):
    opened = app(filled(TINY), "backtest")
    assert not opened.exception
    assert "Too little history" in prose(opened)
    one = app(filled(TINY), "certificate")
    assert not one.exception
    assert one.number_input(key="top").value == 3
