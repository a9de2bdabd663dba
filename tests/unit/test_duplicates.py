"""Candidates for one customer: the evidence is said, look-alikes stay apart, nothing is merged."""

import pandas as pd
import pytest

from kam.duplicates import OFFERED, candidates, judge
from kam.duplicates.names import parse
from kam.duplicates.script import SIMPLIFIED
from tests.duplicate_pairs import DIFFERENT, DIFFERENT_BY_MARKS, SAME, SAME_BY_MARKS


def named(name):
    return {"account_name": name}


def told(a, b):
    found = judge(a, b)
    return found.likeness, {str(s) for s in (*found.evidence, *found.against)}


def test_of_judged_pairs_nearly_all_are_told_apart():
    same = [(named(a), named(b)) for a, b in SAME] + list(SAME_BY_MARKS)
    different = [(named(a), named(b)) for a, b in DIFFERENT] + list(DIFFERENT_BY_MARKS)
    missed = [p for p in same if judge(*p).likeness < OFFERED]
    wrong = [p for p in different if judge(*p).likeness >= OFFERED]
    hits = len(same) - len(missed)
    assert hits / len(same) >= 0.97, missed
    assert hits / (hits + len(wrong)) >= 0.97, wrong


def test_banks_of_two_cities_rank_low_and_say_why():
    likeness, sentences = told(named("南京银行"), named("北京银行"))
    assert likeness < 0.25
    assert "Another place: Beijing and Nanjing." in sentences


def test_another_legal_form_ranks_below_a_missing_one():
    missing, sentences = told(named("Bosch GmbH"), named("Bosch"))
    other, against = told(named("Bosch GmbH"), named("Bosch AG"))
    assert missing > other >= OFFERED
    assert "The same name but for the legal form." in sentences
    assert "Another kind of company by its legal form." in against


def test_traditional_and_simplified_are_one_name():
    assert told(named("中興通訊股份有限公司"), named("中兴通讯股份有限公司"))[0] > 0.9


def test_a_tax_number_decides_where_names_do_not():
    same, sentences = told(named("A") | {"tax_id": "DE123456785"}, {"tax_id": "123456785"})
    assert same > 0.95
    assert "The same tax number." in sentences
    likeness, against = told(
        named("Bosch") | {"tax_id": "DE123456785"}, named("Bosch") | {"tax_id": "DE987654321"}
    )
    assert likeness < OFFERED
    assert "Different tax numbers." in against


def test_a_mail_provider_is_no_evidence_but_a_domain_is():
    mail = {"email": "a@acme-tools.com"}, {"website": "https://www.acme-tools.com/"}
    assert told(named("Acme Tools") | mail[0], named("ACT") | mail[1])[0] > 0.3
    gmail = {"email": "a@gmail.com"}, {"email": "b@gmail.com"}
    assert told(named("Anna Berg") | gmail[0], named("Otto Wald") | gmail[1])[0] == 0


ACCOUNTS = pd.DataFrame(
    {
        "account_id": ["4", "1", "2", "3", "5", "6"],
        "account_name": ["Wald AG", "Müller Bau GmbH", "Mueller Bau", "南京银行", "北京银行", None],
        "parent_id": [None, None, None, None, None, None],
        "tax_id": ["DE123456785", None, None, None, None, "DE 123 456 785"],
    }
)


def test_candidates_are_ranked_and_only_offered():
    found = candidates(ACCOUNTS)
    assert list(zip(found["account_id"], found["other_id"], strict=True)) == [
        ("4", "6"),
        ("1", "2"),
    ]
    assert found["likeness"].is_monotonic_decreasing
    assert [str(s) for s in found["evidence"].iloc[0]] == ["The same tax number."]


def test_the_order_of_the_accounts_changes_nothing():
    pd.testing.assert_frame_equal(candidates(ACCOUNTS), candidates(ACCOUNTS.iloc[::-1]))


def test_pairs_decided_and_families_are_not_offered():
    assert len(candidates(ACCOUNTS, apart={("1", "2")})) == 1
    family = ACCOUNTS.assign(parent_id=["6", None, "1", None, None, None])
    assert candidates(family).empty


def test_contacts_lend_their_domain_and_telephone():
    accounts = pd.DataFrame({"account_id": ["1", "2"], "account_name": ["HP", "Hewlett Packard"]})
    contacts = pd.DataFrame(
        {
            "account_id": ["1", "2", "9"],
            "email": ["a@hp.com", "b@hp.com", "c@hp.com"],
            "phone": ["+49 711 8110123", "0711 8110123", None],
        }
    )
    assert candidates(accounts).empty
    assert len(candidates(accounts, contacts)) == 1


def test_a_mark_of_a_crowd_is_no_evidence():
    many = pd.DataFrame(
        {
            "account_id": [f"{i:02}" for i in range(20)],
            "account_name": [f"{c}{c}{c}" for c in "abcdefghijklmnopqrst"],
            "tax_id": ["DE123456785"] * 20,
        }
    )
    assert candidates(many).empty


def test_no_accounts_and_one_account_have_no_pairs():
    assert candidates(ACCOUNTS.head(0)).empty
    assert candidates(ACCOUNTS.head(1)).empty


def test_simplifying_twice_is_simplifying_once():
    assert not set(map(chr, SIMPLIFIED)) & set(SIMPLIFIED.values())


@pytest.mark.parametrize(
    ("name", "core", "places"),
    [
        ("华为技术有限公司上海分公司", "华为技术", {"shanghai"}),
        ("华为技术（上海）有限公司", "华为技术", {"shanghai"}),
        ("永辉超市股份有限公司", "永辉超市", set()),
        ("广西壮族自治区南宁市糖业集团", "糖业", {"广西", "南宁"}),
        ("Deutschland GmbH", "deutschland", set()),
        ("GmbH", "gmbh", set()),
        ("", "", set()),
    ],
)
def test_a_name_keeps_its_core_and_its_places(name, core, places):
    parsed = parse(name)
    assert (parsed.core, set(parsed.places)) == (core, places)


def test_a_search_nobody_wants_any_more_ends():
    accounts = pd.DataFrame({"account_id": ["A", "B"], "account_name": ["Acme", "ACME"]})

    def check():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        candidates(accounts, check=check)
