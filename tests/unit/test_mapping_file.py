"""MAP.toml on the command line: every part does what it says, and nothing unknown is passed over.

Source: issue 3, section 2 ("MAP.toml"); import-rules.md.
"""

import json

import pytest

from kam import intake
from kam.cli import main
from kam.errors import DataError, UnknownName
from kam.intake import Finding, Mapping
from kam.intake.options import OPTIONS
from kam.store import Store
from tests.importing import workbook

HEAD = "Customer,Date,Amount\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("KAM_DB", str(tmp_path / "kam.duckdb"))
    return tmp_path


@pytest.fixture
def bring(place, capsys):
    """Import one file with a mapping file; exit code, the file's own entry, and the whole answer."""

    def _bring(content, toml, name="x.csv"):
        data, told = place / name, place / "map.toml"
        data.write_bytes(content if isinstance(content, bytes) else content.encode())
        told.write_text(toml, encoding="utf-8")
        code = main(["import", str(data), "--map", str(told), "--json"])
        answer = json.loads(capsys.readouterr()[0])
        return code, (answer.get("files") or [None])[0], answer

    return _bring


def sales(place, columns="account_id, order_date, amount, currency"):
    store = Store.open(place / "kam.duckdb", read_only=True)
    try:
        rows = store.query(
            "SELECT h.account_id, CAST(h.order_date AS VARCHAR) AS order_date,"
            " CAST(l.amount AS DOUBLE) AS amount, CAST(l.unit_price AS DOUBLE) AS unit_price,"
            " coalesce(h.currency, '') AS currency FROM order_line l JOIN order_header h"
            " USING (order_id) ORDER BY ALL"
        )
    finally:
        store.close()
    return [tuple(r) for r in rows[columns.split(", ")].to_numpy().tolist()]


# Option → what it says, a file that is read otherwise or not at all without it, and what must come.
CASES = {
    "encoding": (
        '"gb18030"', (HEAD + "上海华为,2024-01-05,10\n").encode("gb18030"),
        [("上海华为", "2024-01-05", 10.0, "")],
    ),
    "delimiter": (
        '"~"', "Customer~Date~Amount\nA,Co~2024-01-05~10\n", [("A,Co", "2024-01-05", 10.0, "")],
    ),
    "header_row": (
        "3", "Amount,Date,Customer\n1,2,3\n" + HEAD + "A,2024-01-05,10\n",
        [("A", "2024-01-05", 10.0, "")],
    ),
    "sheet": (
        '"Two"',
        workbook(One=[["Customer", "Date", "Amount"], ["A", "2024-01-05", 1]],
                 Two=[["Customer", "Date", "Amount"], ["B", "2024-01-06", 2]]),
        [("B", "2024-01-06", 2.0, "")],
    ),
    "decimal": (
        '","', 'Customer,Date,Amount\nA,2024-01-05,"1,500"\n', [("A", "2024-01-05", 1.5, "")],
    ),
    "thousands": (
        '"."', HEAD + "A,2024-01-05,1.500\n", [("A", "2024-01-05", 1500.0, "")],
    ),
    "date_format": (
        '"%d/%m/%Y"', HEAD + "A,03/04/2024,10\n", [("A", "2024-04-03", 10.0, "")],
    ),
    "unit_factor": (
        "10000", HEAD + "A,2024-01-05,1.5\n", [("A", "2024-01-05", 15000.0, "")],
    ),
    "currency": (
        '"EUR"', "Customer,Date,Amount,Currency\nA,2024-01-05,10,USD\nB,2024-01-06,5,\n",
        [("A", "2024-01-05", 10.0, "EUR"), ("B", "2024-01-06", 5.0, "EUR")],
    ),
    "default_currency": (
        '"EUR"', "Customer,Date,Amount,Currency\nA,2024-01-05,10,USD\nB,2024-01-06,5,\n",
        [("A", "2024-01-05", 10.0, "USD"), ("B", "2024-01-06", 5.0, "EUR")],
    ),
    "tax": (
        "0.25", "Customer,Date,Amount incl. tax\nA,2024-01-05,125\nB,2024-01-06,62.5\n",
        [("A", "2024-01-05", 100.0, ""), ("B", "2024-01-06", 50.0, "")],
    ),
    "skip_totals": (
        "false", HEAD + "A,2024-01-05,10\nB,2024-01-06,20\nTotal,2024-01-31,30\n",
        [("A", "2024-01-05", 10.0, ""), ("B", "2024-01-06", 20.0, ""),
         ("Total", "2024-01-31", 30.0, "")],
    ),
    "duplicates": (
        '"skip"', HEAD + "A,2024-01-05,10\nA,2024-01-05,10\n", [("A", "2024-01-05", 10.0, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("option", CASES)
def test_an_option_does_what_it_says(bring, place, option):
    value, content, expected = CASES[option]
    name = "x.xlsx" if option == "sheet" else "x.csv"
    code, entry, _ = bring(content, f"[options]\n{option} = {value}\n", name)
    assert (code, entry["status"]) == (0, "loaded")
    assert sales(place) == expected


def test_every_option_is_tested():
    assert set(CASES) | {"only"} == set(OPTIONS)


def test_only_the_columns_named_are_used(bring, place):
    toml = (
        'table = "order_line"\n[columns]\naccount_id = "Customer"\norder_date = "Date"\n'
        'amount = "Other"\n[options]\nonly = true\n'
    )
    text = "Customer,Date,Amount,Other,Currency\nA,2024-01-05,10,70,EUR\n"
    code, entry, _ = bring(text, toml)
    assert (code, entry["unmapped"]) == (0, ["Amount", "Currency"])
    assert sales(place) == [("A", "2024-01-05", 70.0, "")]


def test_a_constant_goes_before_what_the_file_says(bring, place):
    text = "Customer,Date,Amount\nA,2024-01-05,10\n"
    code, _, _ = bring(text, '[constants]\naccount_id = "Ours"\norder_date = "2024-03-31"\n')
    assert code == 0
    assert sales(place) == [("Ours", "2024-03-31", 10.0, "")]


def test_a_column_named_takes_its_header_from_the_one_found_by_itself(bring, place):
    text = "Customer,Date,Amount,Net amount\nA,2024-01-05,10,70\n"
    code, entry, _ = bring(text, '[columns]\ncost = "Net amount"\n')
    assert (code, entry["mapping"]["amount"], entry["mapping"]["cost"]) == (
        0,
        "Amount",
        "Net amount",
    )
    assert entry["matches"]["cost"]["how"] == "given"
    assert sales(place) == [("A", "2024-01-05", 10.0, "")]


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[option]\n", ("option", "options")),
        ('table = "order_lines"\n', ("order_lines", "order_line")),
        ('[columns]\nacount_id = "Customer"\n', ("acount_id", "account_id")),
        ('table = "account"\n[columns]\norder_dat = "Date"\n', ("order_dat", "Known names")),
        ('[columns]\naccount_id = "Custmer"\n', ("Custmer", "Customer")),
        ("[options]\ndecimals = 1\n", ("decimals", "decimal")),
        ('[options]\ndecimal = ";"\n', ("decimal", '","')),
        ('[options]\ndate_format = "dd/mm/yyyy"\n', ("date_format", "%d/%m/%Y")),
        ("[options]\nheader_row = -1\n", ("header_row", "0 for none")),
        ('[options]\nencoding = "klingon"\n', ("encoding", "gb18030")),
        ('[options]\ncurrency = "euro"\n', ("currency", "EUR")),
        ("[options]\ntax = 19\n", ("tax", "0.19")),
        ('[options]\nduplicates = "drop"\n', ("duplicates", "skip")),
        ("[options]\nskip_totals = 1\n", ("skip_totals", "true or false")),
        ("[options]\nunit_factor = 0\n", ("unit_factor", "above 0")),
        ('[options]\ndecimal = "."\nthousands = "."\n', ("thousands", "Leave one")),
        ("columns = 3\n", ("columns", "guide")),
        ('[constants]\norder_date = "never"\n', ("order_date", "2024-03-31")),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_the_nearest_named(bring, place, toml, words):
    code, _, answer = bring(HEAD + "A,2024-01-05,10\n", toml)
    assert code == 2
    told = f"{answer['error']['problem']} {answer['error']['mend']} "
    assert all(word in told for word in words), told
    assert not (place / "kam.duckdb").exists()


def test_a_mapping_for_sales_leaves_other_files_of_the_command_alone(place, capsys):
    (place / "sales.csv").write_text(HEAD + "A,2024-01-05,10\n", encoding="utf-8")
    (place / "customers.csv").write_text(
        "Customer,Customer name,City\nA,Acme,Ulm\n", encoding="utf-8"
    )
    (place / "map.toml").write_text(
        '[columns]\namount = "Amount"\n[constants]\ncurrency = "EUR"\n', encoding="utf-8"
    )
    files = [str(place / n) for n in ("sales.csv", "customers.csv")]
    assert main(["import", *files, "--map", str(place / "map.toml"), "--json"]) == 0
    capsys.readouterr()
    assert sales(place) == [("A", "2024-01-05", 10.0, "EUR")]


# --- tax ------------------------------------------------------------------------------------------


def test_an_amount_beside_a_larger_one_with_tax_is_without(bring, place):
    text = "客户,日期,金额,含税金额\nA,2024-01-05,100,113\nB,2024-01-06,200,226\n"
    code, entry, _ = bring(text, "")
    assert (code, entry["mapping"]["amount"]) == (0, "金额")


def test_an_amount_beside_an_equal_one_with_tax_is_asked_for_and_the_answer_taken(bring, place):
    text = "客户,日期,金额,含税金额\nA,2024-01-05,113,113\nB,2024-01-06,226,226\n"
    code, entry, _ = bring(text, "")
    (asked,) = [f for f in entry["findings"] if f["severity"] == "ask"]
    assert (code, entry["status"], asked["code"]) == (4, "asks", "Q_TAX")
    assert (asked["options"], asked["sets"]) == (["net", "gross"], "options.tax")
    code, entry, _ = bring(text, '[options]\ntax = "gross"\n')
    assert (code, entry["mapping"]["amount"]) == (0, "含税金额")
    assert "W_TAX_INCLUDED" in {f["code"] for f in entry["findings"]}


def test_tax_is_taken_out_of_prices_too_but_not_of_what_says_it_is_without(bring, place):
    text = "Customer,Date,Quantity,Unit price,Total incl tax\nA,2024-01-05,2,59.5,119\n"
    code, entry, _ = bring(text, "[options]\ntax = 0.19\n")
    assert code == 0
    assert [f["column"] for f in entry["findings"] if f["code"] == "W_TAX_REMOVED"] == [
        "Unit price", "Total incl tax",
    ]  # fmt: skip
    assert sales(place, "account_id, amount, unit_price") == [("A", 100.0, 50.0)]


# --- questions ------------------------------------------------------------------------------------


def test_an_answer_goes_where_the_question_says():
    day = Finding("Q_DAY_MONTH_ORDER", column="Date", options=("%d/%m/%Y", "%m/%d/%Y"))
    which = Finding("Q_WHICH_COLUMN", column="amount", options=("a", "b"))
    mapping = intake.answered(intake.answered(Mapping(), day, "%d/%m/%Y"), which, "b")
    assert mapping == Mapping(None, {"amount": "b"}, {"date_format": "%d/%m/%Y"})


def test_days_and_months_are_asked_for_once_a_file(bring, place):
    text = "Customer,Order date,Ship date,Amount\nA,03/04/2024,04/05/2024,10\n"
    code, entry, _ = bring(text, "")
    assert code == 4
    assert [f["column"] for f in entry["findings"] if f["severity"] == "ask"] == ["Order date"]


def test_a_mapping_knows_its_names_wherever_it_is_made():
    with pytest.raises(UnknownName):
        Mapping("order_lines")
    with pytest.raises(UnknownName):
        Mapping("account", {"order_date": "x"})
    with pytest.raises(DataError):
        Mapping(options={"tax": "some"})
