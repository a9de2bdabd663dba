"""The pages of section Choose and of dependence: what a reader sees and moves there."""

import pytest

from tests.app.screen import TINY, words


@pytest.fixture
def sample(app, filled):
    """Opens a page on the sample company."""

    def start(page: str, **query: str):
        opened = app(filled(None), page, sample="true", **query)
        assert not opened.exception
        return opened

    return start


def table(opened, column: str):
    return next(d.value for d in opened.dataframe if column in d.value.columns)


def test_another_threshold_takes_another_number_of_accounts(sample):
    opened = sample("pareto")
    assert "58 of 200 accounts bring 80%" in words(opened).replace("*", "")
    opened.slider(key="share").set_value(50).run()
    told = words(opened).replace("*", "")
    assert "of 200 accounts bring 50%" in told
    assert "58 of 200" not in told


def test_the_first_n_accounts_are_told_the_other_way_round(sample):
    opened = sample("pareto")
    opened.number_input(key="first").set_value(1).run()
    assert "The first account brings 7.0% of revenue; half of it comes from 24." in words(
        opened
    ).replace("*", "")


def test_profit_after_service_can_be_ranked_by(sample):
    opened = sample("pareto", measure="net_profit")
    told = words(opened).replace("*", "")
    assert "of profit after service" in told
    assert "1 account is below zero" in told


def test_the_key_account_list_shows_three_ticks_and_what_decided(sample):
    opened = sample("segments")
    assert "34 of 58 big accounts are true key accounts" in words(opened).replace("*", "")
    rows = table(opened, "by_revenue")
    assert {"✓", "–"} <= set(rows["by_score"])
    assert rows["deciding"].str.len().min() > 10


def test_the_list_can_be_narrowed_to_the_false_ones(sample):
    opened = sample("segments", which="false")
    kinds = set(table(opened, "by_revenue")["judged"])
    assert kinds == {"One-off bulk buyer", "Squeezing account", "Volume without profit"}


def test_a_hearing_holds_claims_for_and_against_and_what_would_change_it(sample):
    opened = sample("hearing", account="A1013")
    told = words(opened).replace("*", "")
    assert "Squeezing account" in told
    assert [s.value for s in opened.subheader] == [
        "Speaks for it", "Speaks against it", "What would make it a true key account",
    ]  # fmt: skip
    assert "To negotiate first: Discounts" in told


def test_a_hearing_of_a_potential_names_its_growth(sample):
    told = words(sample("hearing", account="A1100")).replace("*", "")
    assert "Potential key account" in told
    assert "monthly sales grew by" in told


def test_who_earns_names_the_bottom_line_and_what_no_file_tells(sample):
    opened = sample("whale")
    told = words(opened).replace("*", "")
    assert "at a loss takes" in told
    assert "are missing to the bottom line" in told
    assert "Freight: no file tells it" in told
    assert table(opened, "step_name")["enough"].tolist() == ["yes", "no", "yes", "yes"]


def test_nobody_follows_when_the_slider_is_at_zero(sample):
    opened = sample("dependence", account="A1046")
    assert "Those who may follow would take another" in words(opened)
    opened.slider(key="follow").set_value(0).run()
    assert "Those who may follow" not in words(opened)
    assert "No account has a link to this one." in words(opened)


def test_a_cut_can_be_chosen_and_is_told_by_its_part(sample):
    opened = sample("dependence", cut="manager")
    assert "hangs most on one account" in words(opened)
    assert table(opened, "largest_share")["accounts"].sum() > 100


def test_without_costs_the_pages_say_what_is_missing(app, filled):
    opened = app(filled(TINY), "segments")
    assert "No file says what the goods cost" in words(opened)
    whale = app(filled(TINY), "whale")
    assert "what the goods cost" in words(whale)
    assert not whale.exception
