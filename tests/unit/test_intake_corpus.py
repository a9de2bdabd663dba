"""The shared corpus of hostile and messy files: each does what its manifest says, and no more."""

import json
import subprocess
import sys

import pytest

from kam import imports, intake
from kam.intake import worker
from kam.store import Store
from tests.importing import bring, codes

pytestmark = pytest.mark.shared

TABLES = {"customers": "account", "sales": "order_line"}
MOST_MEMORY = 400 * 1024 * 1024
# What differs from the manifest, and by which right.
DIFFERS = {
    # import-rules.md, "Lines and repeats": equal rows all count, and order + product is no key.
    "dup_exact_rows.csv": {"accepted": 5, "skipped": 0},
    "dup_key_conflict.csv": {"accepted": 3, "quarantined": 0, "row_codes": {}},
    # strict=false: the lost quote swallows the rest of the file as one rejected record.
    "unclosed_quote.csv": {"accepted": 1, "quarantined": 1, "row_codes": {"3": "R_UNCLOSED_QUOTE"}},
    # strict=false: a flipped bit in a page without a checksum shows in its values only.
    "parquet_bitflip.parquet": None,
}
# With the table named as a person would: in the one nothing of ours is recognised, so it is left
# aside otherwise; the other, with an invoice number and a due day, counts as invoices otherwise.
NAMED = {"parquet_wrong_schema.parquet": "order_line", "orphan_rows.csv": "payment"}


@pytest.fixture(scope="module")
def corpus(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    maker = shared.parent / "tools" / "bad_inputs_shared.py"
    if not maker.exists():
        pytest.skip("what makes the corpus is not beside this checkout")
    subprocess.run([sys.executable, str(maker), str(folder)], check=True, capture_output=True)
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return folder, {case["file"]: case for case in told["cases"]}


@pytest.fixture(scope="module")
def names(corpus):
    return list(corpus[1])


def digest(store):
    return {t: store.query(f"FROM {t} ORDER BY ALL").to_csv() for t in store.rows_by_table()}


def brought(store, folder, file):
    """Import one file of the corpus; the entry of its own table."""
    upload = intake.Upload(file, folder / file)
    planned = imports.plan(store, [upload], table=NAMED.get(file))
    assert worker.LAST["memory"] <= MOST_MEMORY
    assert worker.LAST["signal"] == 0
    report = imports.carry_out(store, planned, "corpus").as_dict()
    parts = ("inserted", "updated", "unchanged", "rejected", "skipped")
    for entry in report["files"]:
        assert entry["rows_read"] == sum(entry[p] for p in parts), entry
        told = json.dumps(entry)
        assert not any(word in told for word in ("Traceback", "/tmp/", "SELECT "))
        assert all(f["mend"] for f in entry["findings"])
    return report["files"][0]


def expected(case):
    told = {**case, "skipped": case["skipped_duplicates"]}
    return {**told, **(DIFFERS.get(case["file"]) or {})}


def check(case, entry):
    want = expected(case)
    if case["outcome"] in ("REJECT_FILE", "ASK"):
        status = "refused" if case["outcome"] == "REJECT_FILE" else "asks"
        assert (entry["status"], entry["code"]) == (status, case["code"])
        return
    assert entry["table"] == TABLES.get(case["table"], case["table"][:-1])
    if case["outcome"] == "NOOP":
        assert entry["status"] == "unchanged"
        return
    taken = entry["inserted"] + entry["updated"] + entry["unchanged"]
    assert (taken, entry["rejected"]) == (want["accepted"], want["quarantined"])
    rows = {str(f["row"]): f["code"] for f in entry["findings"] if f["severity"] == "reject"}
    assert rows == want["row_codes"]
    if case["code"]:
        assert case["code"] in codes(entry)


def one_case(corpus, file):
    folder, cases = corpus
    store = Store.open(None)
    bring(store, {"setup.csv": (folder / "_setup_customers.csv").read_bytes()})
    if cases[file]["outcome"] == "NOOP":
        brought(store, folder, "dup_exact_rows.csv")
    before = digest(store)
    entry = brought(store, folder, file)
    if DIFFERS.get(file, {}) is not None:
        check(cases[file], entry)
    after = digest(store)
    if cases[file]["outcome"] in ("REJECT_FILE", "ASK", "NOOP") and file not in DIFFERS:
        assert after == before
    again = brought(store, folder, file)
    assert again["inserted"] == again["updated"] == 0
    assert digest(store) == after
    store.close()


# Named here so that each case is a test of its own; the manifest must not know more.
FILES = """
empty.csv header_only.csv only_bom.csv png_renamed.csv html_renamed.xlsx xls_biff_header.xls
encrypted_ole.xlsx truncated.xlsx xlsx_crc_flip.xlsx zip_not_xlsx.xlsx zipbomb_sheet.xlsx
xml_billion_laughs.xlsx claimed_dimension.xlsx last_cell_only.xlsx cols_10000.csv line_10mb.csv
unclosed_quote.csv gb18030.csv cp1251.csv utf16le_bom.csv mixed_encodings.csv nul_bytes.csv
dup_headers.csv missing_required.csv header_case_space_bom.csv title_rows_above.xlsx
sql_header.csv amounts_bad.csv amounts_decimal_comma.csv quantity_negative.csv dates_bad.csv
dates_excel_serial.csv dates_ambiguous.csv dup_exact_rows.csv dup_key_conflict.csv
orphan_rows.csv xss_names.csv sql_in_values.csv formula_text.csv invisible_names.csv
parquet_wrong_schema.parquet parquet_truncated.parquet parquet_bitflip.parquet
parquet_amount_string.parquet ..%2f..%2fetc%2fpasswd.csv reimport_same_rows_new_order.csv
""".split()  # noqa: SIM905 - a name a word


def test_every_file_of_the_corpus_has_its_test(names):
    assert sorted(names) == sorted(FILES)


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_the_corpus_does_what_its_manifest_says(corpus, file):
    one_case(corpus, file)


def test_names_come_out_letter_by_letter(corpus):
    folder, _ = corpus
    store = Store.open(None)
    for file in ("gb18030.csv", "cp1251.csv", "utf16le_bom.csv", "mixed_encodings.csv"):
        brought(store, folder, file)
    found = set(store.query("SELECT account_name FROM account")["account_name"])
    assert found == {
        "北京华联集团", "上海机电有限公司", "広州㐂商事", "ООО «Ромашка»", "Завод №5", "Žalgiris",
        "Łódź SA", "Müller",
    }  # fmt: skip


def test_the_decimal_commas_add_up(corpus):
    folder, _ = corpus
    store = Store.open(None)
    brought(store, folder, "amounts_decimal_comma.csv")
    total = store.query("SELECT sum(amount) AS a FROM order_line")["a"].iloc[0]
    assert float(total) == 3705.34
