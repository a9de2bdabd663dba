"""The contract of every check: a small file it speaks of, and one of which it says nothing.

Source: issue "Any file in", section 3; import-rules.md; reliability.md promise 4.
"""

import re

import pytest

from kam.intake import CODES
from kam.intake.checks import CHECKS, FOUND
from kam.intake.headers import column_of
from kam.schema import TABLES
from kam.store import Store
from tests.importing import bring, codes

FLAT = "customer,order date,amount\n"
GOOD = FLAT + "Acme,2024-01-05,100\nBeta,2024-01-06,50\n"
LINES = "customer,order date,product,quantity,unit price,amount\n"
SOUND = LINES + "Acme,2024-01-05,P,2,10,20\nBeta,2024-01-06,P,3,10,30\n"
ORDERS = "order no,customer id,order date,status,order total\n"
ACCOUNTS = "customer id,customer name,city\nC1,Acme,Rome\nC2,Beta,Bern\n"
INVOICES = "invoice no,customer id,invoice date,due date,invoice amount,settled date\n"
SHIPPED = "order no,customer id,order date,ship date,status\n"
GOODS = "order no,product,quantity,amount\n"
ORDER = ORDERS + "1,C1,2024-01-05,open,9\n"
MARKED = "customer,order date,quantity,amount,is_return\n"
DISCOUNT = LINES.replace("amount", "amount,discount")
MANY = "".join(f"Acme,2024-02-{i % 28 + 1:02d},{100 + i}\n" for i in range(30))

Files = str | bytes | dict[str, str | bytes]  # one file x.csv, or several

# Code → files it speaks of, files it does not speak of; the text of the first says where.
CASES: dict[str, tuple[Files, Files]] = {
    "R_COLUMN_COUNT": (GOOD + "Gamma,2024-01-07,5,EUR\n", GOOD),
    "R_UNCLOSED_QUOTE": (GOOD + '"Gamma,2024-01-07,5\nD,2024-01-08,6\n',
                         GOOD + '"Gamma, Ltd.",2024-01-07,5\n'),
    "R_ENCODING": (
        GOOD.encode() + "Zürich,2024-01-07,5\nÅbo,2024-01-08,6\n".encode()
                  + "Köln,2024-01-09,7\n".encode("cp1252"),
        GOOD + "Köln,2024-01-09,7\n",
    ),
    "R_FIELD_TOO_LONG": (GOOD + "x" * 32_768 + ",2024-01-07,5\n",
                         GOOD + "x" * 32_767 + ",2024-01-07,5\n"),
    "R_NUL_BYTE": ((GOOD * 40).encode() + b"G\0mma,2024-01-07,5\n",
                   GOOD),
    "R_VALUE_MISSING": (GOOD + ",2024-01-07,5\n", GOOD + "NA,2024-01-07,5\n"),
    "R_AMOUNT_MISSING": (GOOD + "Acme,2024-01-07,\n", GOOD + "Acme,2024-01-07,0\n"),
    "R_AMOUNT_NOT_NUMBER": (GOOD + "Acme,2024-01-07,12O\n", GOOD),
    "R_AMOUNT_NOT_FINITE": (GOOD + "Acme,2024-01-07,inf\n", GOOD),
    "R_AMOUNT_RANGE": (GOOD + "Acme,2024-01-07,1e5\n", GOOD + "Acme,2024-01-07,100000\n"),
    "R_DATE_MISSING": (GOOD + "Acme,,5\n", GOOD),
    "R_DATE_INVALID": (GOOD + "Acme,2023-02-29,5\n", GOOD + "Acme,2024-02-29,5\n"),
    "R_DATE_RANGE": (GOOD + "Acme,1989-12-31,5\n", GOOD + "Acme,1990-01-01,5\n"),
    "W_VALUE_IGNORED": ("customer,order date,amount,ship date\nAcme,2024-01-05,1,soon\n",
                        "customer,order date,amount,ship date\nAcme,2024-01-05,1,2024-01-09\n"),
    "R_SIGN_MISMATCH": (SOUND + "Acme,2024-01-07,P,-1,10,10\n",
                        SOUND + "Acme,2024-01-07,P,-1,10,-10\n"),
    "W_RETURN": (SOUND + "Acme,2024-01-07,P,-1,10,-10\n",
                 MARKED + "A,2024-01-05,2,20,false\nA,2024-01-06,-1,-10,true\n"),
    "W_ZERO_PRICE": (SOUND + "Acme,2024-01-07,P,4,0,0\n", SOUND),
    "W_AMOUNT_MISMATCH": (
        DISCOUNT + "A,2024-01-05,P,2,10,20,0\nB,2024-01-06,P,3,10,30,10\n",
        DISCOUNT + "A,2024-01-05,P,2,10,20,0\nB,2024-01-06,P,3,10,27,10\n",
    ),
    "W_SHIP_BEFORE_ORDER": (SHIPPED + "1,C1,2024-01-05,2024-01-04,open\n",
                            SHIPPED + "1,C1,2024-01-05,2024-01-05,open\n"),
    "W_OUTLIER": (GOOD + MANY + "Acme,2024-03-01,123450\n", GOOD + MANY + "Acme,2024-03-01,1234.50\n"),
    "W_CURRENCY_MISSING": (
        "customer,order date,amount,currency\nA,2024-01-05,1,EUR\nB,2024-01-06,2,\n",
        "customer,order date,amount,currency\nA,2024-01-05,1,\nB,2024-01-06,2,\n",
    ),
    "W_DUPLICATE_ROW": (GOOD + "Acme,2024-01-05,100\n", GOOD + "Acme,2024-01-05,101\n"),
    "R_KEY_CONFLICT": (ACCOUNTS + "C1,Acme,Paris\n", ACCOUNTS + "C3,Acme,Paris\n"),
    "R_UNKNOWN_CUSTOMER": ({"a.csv": ACCOUNTS, "x.csv": INVOICES + "1,C9,2024-01-05,2024-02-05,10,\n"},
                           {"a.csv": ACCOUNTS, "x.csv": INVOICES + "1,C2,2024-01-05,2024-02-05,10,\n"}),
    "R_UNKNOWN_ORDER": (
        {"o.csv": ORDER, "x.csv": GOODS + "1,P,1,4\n2,P,1,5\n"},
        {"o.csv": ORDER, "x.csv": GOODS + "1,P,1,4\n1,Q,1,5\n"},
    ),
    "R_UNKNOWN_PARENT": (
        "complaint id,step,step date\n7,received,2024-01-05\n",
        {"c.csv": "complaint id,customer id,complaint date,claim amount\n7,C1,2024-01-04,5\n",
         "x.csv": "complaint id,step,step date\n7,received,2024-01-05\n"},
    ),
    "W_UNKNOWN_PRODUCT": (
        {"o.csv": ORDER, "x.csv": GOODS + "1,P,1,4\n"},
        {"o.csv": ORDER, "x.csv": GOODS + "1,P,1,4\n1,P,2,5\n",
         "products.csv": "product id,product name,list price\nP,Pen,4\n"},
    ),
    "W_PAID_BEFORE_INVOICE": (INVOICES + "1,C1,2024-01-05,2024-02-05,10,2024-01-04\n",
                              INVOICES + "1,C1,2024-01-05,2024-02-05,10,2024-01-05\n"),
    "W_CANCELLED_TWICE": (
        ORDERS + "1,C1,2024-01-05,cancelled,9\n2,C1,2024-01-06,closed,-9\n",
        ORDERS + "1,C1,2024-01-05,cancelled,9\n2,C1,2024-01-06,closed,-8\n",
    ),
    "W_TEST_ACCOUNT": (FLAT + "Acme,2024-01-05,1\n测试客户,2024-01-05,2\n",
                       FLAT + "Acme,2024-01-05,1\nTest Instruments Ltd,2024-01-05,2\n"),
}  # fmt: skip


def said(files):
    """All codes of a command that stored something, and the entries of its report."""
    store = Store.open(None)
    entries = bring(store, files if isinstance(files, dict) else {"x.csv": files})
    kept = store.query("SELECT code, sum(number) AS n FROM import_finding GROUP BY code")
    store.close()
    return entries, dict(zip(kept["code"], kept["n"].astype(int), strict=True))


def test_every_check_has_its_files():
    assert set(CASES) == set(CHECKS)


@pytest.mark.parametrize("code", CASES)
def test_a_check_speaks_of_its_fault_and_is_silent_without_it(code):
    at_fault, sound = CASES[code]
    entries, kept = said(at_fault)
    told = [f for e in entries.values() for f in e["findings"] if f["code"] == code]
    assert told, f"{code} says nothing"
    assert {f["severity"] for f in told} == {CHECKS[code].severity}
    assert all(f["problem"] and f["mend"] and "{" not in f["problem"] for f in told)
    rows = 2 if code == "R_KEY_CONFLICT" else 1  # both rows of the key
    assert kept[code] == rows, "the store remembers how many rows"
    entries, kept = said(sound)
    assert code not in {c for e in entries.values() for c in codes(e)}
    assert code not in kept


@pytest.mark.parametrize("code", [c for c, check in CHECKS.items() if check.severity != "reject"])
def test_a_warning_or_note_keeps_every_row(code):
    entries, _ = said(CASES[code][0])
    assert sum(e["rejected"] for e in entries.values()) == 0


def test_every_check_is_declared_whole_and_its_code_tells_its_severity():
    for code, check in CHECKS.items():
        assert re.fullmatch(r"[RW]_[A-Z_]+", code)
        assert (code[0] == "R") == (check.severity == "reject")
        assert check.severity in ("reject", "warn", "note")
        assert check.found in FOUND
        assert CODES[code] is check, "findings are named by the registry"
        assert len({check.label, *(c.label for c in CHECKS.values())}) == len(CHECKS)
        for fault in check.faults:
            assert fault.table in TABLES
            for name in fault.reads:
                column_of(fault.table, name)


def test_a_payment_is_held_against_the_invoice_it_settles():
    """W_PAID_BEFORE_INVOICE beside what is on file: the invoice came with an earlier import."""
    store = Store.open(None)
    billed = "1,C1,2024-01-05,2024-02-05,10,\n2,C1,2024-01-05,2024-02-05,9,\n"
    bring(store, {"x.csv": INVOICES + billed})
    payments = "payment no,customer id,invoice no,payment date,payment amount\n"
    payments += "7,C1,1,2024-01-04,10\n8,C1,2,2024-01-05,9\n"
    found = bring(store, {"payments.csv": payments})["payments.csv"]["findings"]
    told = [f["problem"] for f in found if f["code"] == "W_PAID_BEFORE_INVOICE"]
    assert told == ["Paid before it was billed: 1, for example on 2024-01-04."]


def test_a_finding_names_the_first_row_and_an_example():
    entries, kept = said(
        {"x.csv": SOUND + "Acme,2024-01-07,P,1,10,12.50\nAcme,2024-01-08,P,1,10,13\n"}
    )
    told = [f for f in entries["x.csv"]["findings"] if f["code"] == "W_AMOUNT_MISMATCH"]
    assert [(f["row"], f["value"]) for f in told] == [(4, "2")]
    assert told[0]["problem"].endswith("for example 12.5.")
    assert kept["W_AMOUNT_MISMATCH"] == 2


def test_a_discount_in_money_is_no_mismatch():
    text = "customer,order date,quantity,unit price,discount amount,amount\n"
    text += "A,2024-01-05,2,10,3,17\nB,2024-01-06,1,10,,10\n"
    assert "W_AMOUNT_MISMATCH" not in codes(said({"x.csv": text})[0]["x.csv"])


def test_every_rejected_row_is_counted_by_code_even_beyond_those_shown():
    text = GOOD + "Acme,never,5\n" * 50
    entries, kept = said({"x.csv": text})
    assert entries["x.csv"]["rejected"] == 50
    assert sum(f["code"] == "R_DATE_INVALID" for f in entries["x.csv"]["findings"]) == 20
    assert kept["R_DATE_INVALID"] == 50
