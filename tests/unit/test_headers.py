"""Header rows of ordinary programs: each column goes where a person would put it.

Source: issue 3, section 2; data-model.md (aliases, importer rules 1 and 10).
"""

from datetime import date

import pytest

from kam import intake
from kam.intake.headers import near, normalised
from kam.intake.likeness import nearest
from tests.header_rows import EXPORTS
from tests.importing import upload

TODAY = date(2026, 1, 1)


def planned(name, text):
    return intake.plan([upload(name, text)], TODAY).readings[0].entry


@pytest.mark.parametrize("name", EXPORTS)
def test_the_columns_of_an_export_are_what_a_person_would_say(name):
    export = EXPORTS[name]
    entry = planned(export.name, export.text)
    assert (entry.table, entry.status) == (export.table, "loaded")
    assert entry.mapping == export.columns
    assert set(entry.matches) == set(entry.mapping)
    headers = [m["header"] for c, m in entry.matches.items() if c != "product_name"]
    assert len(headers) == len(set(headers))  # a product without a number goes by its name
    assert set(entry.unmapped) == set(entry.headers) - set(entry.mapping.values())


def test_the_report_says_how_each_header_was_recognised_and_how_sure_that_is():
    export = EXPORTS["typed by hand, with slips"]
    entry = planned(export.name, export.text)
    assert {c: (m["how"], m["confidence"]) for c, m in entry.matches.items()} == {
        "account_id": ("fuzzy", 0.95),
        "account_name": ("fuzzy", 0.96),
        "order_date": ("alias", 0.95),
        "amount": ("fuzzy", 0.92),
        "quantity": ("fuzzy", 0.93),
    }
    told = {f.code: f.value for f in entry.findings}
    assert "Custmer No → account_id (95 %)" in told["W_FUZZY_HEADER"]
    assert "Date of Order → order_date" in told["W_HEADER_NORMALISED"]
    assert entry.as_dict("en")["matches"]["amount"] == {
        "header": "Ammount",
        "how": "fuzzy",
        "confidence": 0.92,
    }


def test_headers_as_known_bring_no_note():
    for name in (
        "Salesforce orders, labels",
        "HubSpot deals",
        "SAP order items",
        "用友 T+ sales slips",
    ):
        entry = planned(EXPORTS[name].name, EXPORTS[name].text)
        codes = {f.code for f in entry.findings}
        assert not codes & {"W_HEADER_NORMALISED", "W_FUZZY_HEADER", "W_GUESSED"}, name


def test_a_header_another_one_outdid_is_named():
    export = EXPORTS["French invoicing"]
    entry = planned(export.name, export.text)
    told = [f.value for f in entry.findings if f.code == "W_PASSED_OVER"]
    assert told == ["Montant TTC (amount = Montant HT)"]


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("Ordr Date", "orderdate"),
        ("Fecha de pedidos", "fechapedido"),
        ("Name of the customer", "customername"),
        ("Contract ID", None),
        ("County", None),
        ("Unpaid Amount", None),
        ("Update Date", None),
        ("Amount 2", None),
        ("未付款金额", None),
        ("Rechnungs Datum", None),  # known but for its blank
    ],
)
def test_only_slips_are_near(header, known):
    like = near(header)
    assert (like.key if like else None) == known


def test_two_columns_equally_near_are_neither():
    vocabulary = {"sales date": ["order_date"], "sales data": ["amount"]}
    assert nearest("sales datt", vocabulary) is None


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("FCustId.FName", "customer name"),
        ("FMaterialId.FNumber", "material id"),
        ("本币无税金额", "无税金额"),
        ("原币", "原币"),
        ("本币", "本币"),
        ("Order Lines/Subtotal", "subtotal"),
    ],
)
def test_paths_and_marks_of_programs_are_left_out(header, said):
    assert normalised(header) == said
