"""The decision certificate: the same numbers as the ranking, in two languages, harmless on paper."""

import json
import re
from html.parser import HTMLParser

import pytest

from kam import imports
from kam.certificate import html_bytes, of_account, of_list
from kam.cli import main
from kam.errors import NotEnoughData, UnknownName
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.scoring import LOST, SAFE
from kam.selection import Selection
from kam.store import Store

EVIL = "<script>alert(1)</script> & <b>\u202eSons\ue000</b>"


@pytest.fixture(scope="module")
def chosen():
    store = Store.open(None)
    imports.load_sample(store)
    return Selection(Portfolio(store), 10)


def of_kind(chosen, verdict):
    return str(chosen.verdicts.index[chosen.verdicts == verdict][0])


@pytest.mark.parametrize("verdict", ["key", "contested", "ordinary"])
def test_a_certificate_says_what_the_ranking_says(chosen, verdict):
    account = of_kind(chosen, verdict)
    found = of_account(chosen, account)
    table = chosen.portfolio.scores.table
    assert found.verdict == verdict
    assert f"number {table.at[account, 'rank']} of 200" in str(found.answer)
    share = found.figures["acceptability"]
    assert share == chosen.robustness.accounts.at[account, "acceptability"]
    assert {"key": share >= SAFE, "ordinary": share <= LOST}.get(verdict, True)
    assert [s.id for s in found.sections] == ["evidence", "robustness", "change", "missing"]
    rows = found.sections[0].rows
    assert rows["points"].sum() == pytest.approx(table.at[account, "score"])
    assert rows["weight"].sum() == pytest.approx(1)
    assert (rows["weight_low"] <= rows["weight"] + 1e-9).all()
    assert (rows["weight"] <= rows["weight_high"] + 1e-9).all()


def test_every_verdict_follows_the_rule(chosen):
    found = chosen.robustness.accounts
    said = chosen.verdicts
    beyond = found.index.isin(set(chosen.crossed["account_id"]))
    barred = beyond & (found["inside"] | (found["acceptability"] > LOST))
    assert barred.any()
    assert (said[barred] == "vetoed").all(), "S2-22: a red line holds whatever the score"
    open_ = chosen.gaps.accounts["verdict"].reindex(found.index) == "undecided"
    assert set(said[open_ & ~barred]) <= {"undecided"}
    sure = ~open_ & ~barred
    inside = found["inside"] & sure
    assert (said[inside & (found["acceptability"] >= SAFE)] == "key").all()
    assert (said[inside & (found["acceptability"] < SAFE)] == "contested").all()
    outside = ~found["inside"] & sure
    assert (said[outside & (found["acceptability"] <= LOST)] == "ordinary").all()
    assert (said[outside & (found["acceptability"] > LOST)] == "contested").all()


def test_a_certificate_says_which_red_line_holds_and_why(chosen):
    account = of_kind(chosen, "vetoed")
    found = of_account(chosen, account)
    assert str(found.answer).startswith("Not a key account, whatever its score: ")
    assert str(chosen.red_line(account)) in str(found.answer)
    assert any(str(s).startswith("A red line: ") for s in found.sections[0].sentences)


def test_an_account_with_volume_but_no_profit_is_seen_as_such(chosen):
    """S2-3: the truth of the sample company knows which accounts these are."""
    truth = chosen.portfolio.store.query(
        "SELECT account_id FROM truth WHERE false_type = 'profitless_volume' ORDER BY 1"
    )
    told = [str(of_account(chosen, i).sections[0].sentences[0]) for i in truth["account_id"]]
    assert any("but not among those that bring 80% of gross profit" in t for t in told)
    assert all(chosen.verdicts[i] != "key" for i in truth["account_id"])


def test_the_least_weight_change_does_what_the_certificate_says(chosen):
    account = of_kind(chosen, "contested")
    found = chosen.least_change(account)
    points = {n: 100 * (w + found.moves.get(n, 0.0)) for n, w in Policy().fractions.items()}
    nudged = {n: max(points[n] + 1e-3 * found.moves.get(n, 0.0), 0.0) for n in points}
    moved = Selection(chosen.portfolio.judged_by(Policy().with_points(nudged)), 10)
    assert (account in moved.accounts.index) is not (account in chosen.accounts.index)
    assert f"{50 * found.change.total:.1f} points of weight" in str(found.sentence)


def test_the_list_names_the_first_k_and_whoever_is_contested(chosen):
    found = of_list(chosen)
    rows = found.sections[0].rows
    assert rows["account_id"].tolist()[:10] == list(chosen.accounts.index)
    rest = set(rows["account_id"][10:])
    assert rest == set(chosen.verdicts.index[10:][chosen.verdicts.iloc[10:] != "ordinary"])
    weights = found.sections[1].rows
    assert len(weights) == 12
    assert str(weights["changes"].dropna().iloc[0]).endswith(" enters")
    assert "Tried on 4 past quarter ends" in str(found.sections[2].sentences[0])


def test_equal_judgements_have_equal_fingerprints_and_others_do_not(chosen):
    one = of_account(chosen, of_kind(chosen, "key"))
    store = Store.open(None)
    imports.load_sample(store)
    again = Selection(Portfolio(store), 10)
    assert of_account(again, one.account_id).fingerprint == one.fingerprint
    assert of_account(again, one.account_id).facts == one.facts
    doubled = Policy().with_points({n: 2 * p for n, p in Policy().points.items()})
    others = [
        Selection(Portfolio(store, doubled), 10),
        Selection(Portfolio(store), 11),
        Selection(Portfolio(store, Policy().with_preset("growth")), 10),
        Selection(Portfolio(store, Policy(order_mix_better="high")), 10),
    ]
    words = [of_account(c, one.account_id).fingerprint for c in others]
    assert words[0] == one.fingerprint, "only proportions count"
    assert len({one.fingerprint, *words[1:]}) == 4


class Reader(HTMLParser):
    """Which elements and what text a browser would see."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_print_is_whole_and_runs_nothing(lang):
    """reliability.md rule 8: an account's name is text, whatever it holds."""
    store = Store.open(None)
    imports.load_sample(store)
    with store.transaction("test", "rename") as tx:
        tx.execute("UPDATE account SET account_name = ?", [EVIL])
    chosen = Selection(Portfolio(store), 5)
    for found in (of_account(chosen, of_kind(chosen, "key")), of_list(chosen)):
        page = html_bytes(found, lang).decode()
        read = Reader(page)
        assert read.tags <= {
            "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "b", "table",
            "thead", "tbody", "tr", "th", "td", "div",
        }  # fmt: skip
        text = "".join(read.text)
        assert "<script>alert(1)</script> & <b>Sons</b>" in text
        assert not re.search("[\u202e\ue000\ue001]", page)
        assert "default-src 'none'" in page.replace("&#x27;", "'")
        assert "http://" not in page
        assert "https://" not in page
        assert found.fingerprint[:4] in text
        assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)
        assert "nan" not in text.split()


def test_a_file_name_holds_nothing_of_an_id_but_plain_letters(chosen):
    from dataclasses import replace

    found = of_account(chosen, of_kind(chosen, "key"))
    assert replace(found, account_id="../../x\n客").stem == "certificate_x_2026-09-18"
    assert replace(found, account_id="客户").stem == "certificate_account_2026-09-18"
    assert replace(found, account_id=None).stem == "certificate_list_2026-09-18"


def test_who_is_unknown_or_never_bought_has_no_certificate(chosen):
    with pytest.raises(UnknownName):
        of_account(chosen, "nobody")
    store = Store.open(None)
    imports.load_sample(store)
    with store.transaction("test", "prospect") as tx:
        tx.execute("INSERT INTO account (account_id, account_name) VALUES ('P1', 'Prospect')")
    with pytest.raises(NotEnoughData, match="never bought"):
        of_account(Selection(Portfolio(store), 10), "P1")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_command_line_gives_the_same_certificate(chosen, tmp_path, capsys, lang):
    db = str(tmp_path / "kam.duckdb")
    assert main(["demo", "--db", db, "--json"]) == 0
    capsys.readouterr()
    account = of_kind(chosen, "contested")
    assert main(["certificate", account, "--db", db, "--lang", lang, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    found = of_account(chosen, account)
    assert answer["verdict"] == "contested"
    assert answer["verdict_text"] == found.answer.in_language(lang)
    assert answer["fingerprint"] == found.fingerprint
    assert answer["weight_intervals"] == found.figures["weight_intervals"]
    assert main(["certificate", "--db", db, "--top", "5", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["account_id"], listed["verdict"], listed["top"]) == (None, "list", 5)
    assert main(["certificate", "nobody", "--db", db, "--json"]) == 2
