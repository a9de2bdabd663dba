"""import-rules.md, rule by rule, on files small enough to check by hand."""

import pytest

from kam.errors import UnknownName
from kam.intake import Mapping
from kam.store import Store
from tests.importing import bring, codes, revenue, workbook

SALES = "customer,date,amount\nAcme,2024-01-05,100\nBeta,2024-01-06,50\n"


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


# --- which table ----------------------------------------------------------------------------------


def test_party_day_and_amount_are_a_flat_sales_file(store):
    entry = bring(store, {"x.csv": SALES})["x.csv"]
    assert (entry["table"], entry["status"], entry["inserted"]) == ("order_line", "loaded", 2)
    assert revenue(store) == {"Acme": 100, "Beta": 50}


@pytest.mark.parametrize("party", ["Supplier", "Vendor Name", "Payee", "供应商"])
def test_a_counterparty_ledger_with_only_a_paid_day_is_a_flat_sales_file(store, party):
    text = f"{party},Paid date,Amount\nA Ltd,2024-01-05,100\nB Ltd,2024-01-06,50\n"
    assert bring(store, {"payments.csv": text})["payments.csv"]["table"] == "order_line"
    assert revenue(store) == {"A Ltd": 100, "B Ltd": 50}


def test_a_ledger_that_comes_with_orders_and_customers_is_payments(store):
    entries = bring(
        store,
        {
            "customers.csv": "customer id,name,city\nA,Acme,Rome\nB,Beta,Bern\n",
            "orders.csv": "order no,customer id,order date,total\n1,A,2024-01-01,100\n2,B,2024-01-02,5\n",
            "received.csv": "customer id,paid date,amount\nA,2024-02-01,100\n",
        },
    )
    assert entries["received.csv"]["table"] == "payment"
    assert revenue(store) == {"A": 100, "B": 5}


def test_a_party_column_with_a_single_value_is_our_own_body(store):
    text = (
        "Body,Supplier Name,Invoice Date,Net Amount\n"
        "Lambeth,A Ltd,2024-01-05,100\nLambeth,B Ltd,2024-01-06,50\n"
    )
    bring(store, {"x.csv": text.replace("Body", "Company")})
    assert revenue(store) == {"A Ltd": 100, "B Ltd": 50}


def test_totals_of_orders_beside_their_lines_count_once(store):
    entries = bring(
        store,
        {
            "lines.csv": "order no,product,quantity,amount\n1,P,2,60\n1,Q,1,40\n2,P,1,30\n",
            "orders.csv": "order no,customer,order date,total\n1,Acme,2024-01-01,100\n2,Beta,2024-01-02,30\n",
        },
    )
    assert entries["orders.csv"]["table"] == "order_header"
    assert revenue(store) == {"Acme": 100, "Beta": 30}


def test_quarterly_files_whose_headers_drift_are_one_set_with_one_date_format(store):
    entries = bring(
        store,
        {
            "q1.csv": "Customer,Order Date,Product,Net Sales\nA,01/02/2024,P,10\n",
            "q2.csv": "Client,Date,Item,Revenue\nA,13/04/2024,P,10\nB,14/05/2024,P,7\n",
            "q3.csv": "Customer,Order Date,Product,Erloese KW\nC,05/06/2024,P,3\n",
        },
    )
    assert {entries[f"q{n}.csv"]["table"] for n in (1, 2, 3)} == {"order_line"}
    assert "W_GUESSED" in codes(entries["q3.csv"])
    assert revenue(store) == {"A": 20, "B": 7, "C": 3}
    days = store.query("SELECT CAST(order_date AS VARCHAR) AS d FROM order_header ORDER BY 1")["d"]
    assert list(days) == ["2024-02-01", "2024-04-13", "2024-05-14", "2024-06-05"]


def test_a_file_in_which_nothing_is_ours_is_ignored_beside_one_that_is(store):
    entries = bring(store, {"x.csv": SALES, "regions.csv": "regionID,note\n1,East\n2,West\n"})
    assert entries["regions.csv"]["status"] == "ignored"
    assert entries["regions.csv"]["code"] == "W_NOT_OURS"
    assert entries["regions.csv"]["skipped"] == 2


def test_a_table_named_by_the_person_overrides_what_headers_say(store):
    text = "customer,date,amount\nAcme,2024-01-05,100\n"
    assert bring(store, {"x.csv": text}, table="payment")["x.csv"]["table"] == "payment"


# --- keys that link -------------------------------------------------------------------------------


@pytest.mark.parametrize(("used", "other"), [("CustomerKey", "CustomerAlternateKey"),
                                             ("CustomerAlternateKey", "CustomerKey")])  # fmt: skip
def test_the_id_of_a_master_file_is_the_one_the_facts_use_and_the_other_is_kept(store, used, other):
    ids = {"CustomerKey": ("1", "2"), "CustomerAlternateKey": ("AW01", "AW02")}
    a, b = ids[used]
    bring(
        store,
        {
            "DimCustomer.csv": "CustomerKey,CustomerAlternateKey,Name,City\n1,AW01,Acme,Rome\n"
            "2,AW02,Beta,Bern\n",
            "Fact.csv": f"{used},Order Date,Sales\n{a},2024-01-05,100\n{b},2024-01-06,50\n",
        },
    )
    assert revenue(store) == {a: 100, b: 50}
    known = store.query("SELECT account_id, account_name FROM account ORDER BY 1")
    assert list(known["account_id"]) == [a, b]
    assert list(known["account_name"]) == ["Acme", "Beta"]
    alias = store.query("SELECT alias FROM account_alias WHERE kind = 'alternate_id' ORDER BY 1")
    assert list(alias["alias"]) == list(ids[other])


def test_a_bare_no_column_links_and_a_later_file_may_name_the_account_otherwise(store):
    bring(
        store,
        {
            "Customer.csv": "No.,Name,Search Name,City\n10,Adatum,ADA,Bern\n20,Trey,TREY,Rome\n",
            "Lines.csv": "Document No.,Posting Date,Sell-to Customer No.,Amount\n"
            "1,2024-01-05,10,7\n2,2024-01-06,20,5\n",
        },
    )
    later = bring(store, {"calls.csv": "Account,Date,Type,Notes\nADA,2024-02-01,Call,Hello\n"})
    assert codes(later["calls.csv"]) >= {"W_LINKED"}
    assert store.query("SELECT account_id FROM interaction")["account_id"].tolist() == ["10"]


def test_a_list_that_comes_after_its_sales_goes_by_the_ids_they_use(store):
    bring(store, {"sales.csv": SALES})
    listed = {"accounts.csv": "account id,account name,industry\n7,Acme,Tech\n8,Beta,Food\n"}
    entry = bring(store, listed)["accounts.csv"]
    assert (entry["inserted"], entry["updated"]) == (0, 2)
    assert bring(store, listed)["accounts.csv"]["status"] == "unchanged"


def test_ids_are_text_with_leading_zeros_and_without_a_spreadsheets_point(store):
    text = "customer id,date,amount\n007,2024-01-05,1\n17850.0,2024-01-06,2\n17850,2024-01-07,3\n"
    bring(store, {"x.csv": text})
    assert revenue(store) == {"007": 1, "17850": 5}


def test_a_dates_surrogate_key_is_ignored_beside_the_date(store):
    text = "CustomerKey,OrderDateKey,OrderDate,SalesAmount\n1,20240105,2024-01-05,9\n"
    assert bring(store, {"x.csv": text})["x.csv"]["mapping"]["order_date"] == "OrderDate"


def test_names_that_vary_become_aliases_and_the_latest_wins_whatever_the_order(store):
    new = "customer id,customer name,date,amount\n1,Acme Holding,2024-05-01,1\n"
    old = "customer id,customer name,date,amount\n1,Acme,2024-01-01,1\n1,ACME Ltd,2024-02-01,1\n"
    bring(store, {"new.csv": new})
    bring(store, {"old.csv": old})
    assert store.query("SELECT account_name FROM account")["account_name"].tolist() == [
        "Acme Holding"
    ]
    aliases = store.query("SELECT alias FROM account_alias WHERE kind = 'name' ORDER BY 1")["alias"]
    assert list(aliases) == ["ACME Ltd", "Acme", "Acme Holding"]
    assert bring(store, {"old.csv": old})["old.csv"]["status"] == "unchanged"


def test_a_sales_file_does_not_rename_the_accounts_of_a_list(store):
    bring(store, {"accounts.csv": "account id,account name,city\n1,Acme Inc.,Rome\n"})
    bring(store, {"x.csv": "customer id,customer name,date,amount\n1,ACME,2024-05-01,1\n"})
    assert store.query("SELECT account_name FROM account")["account_name"].tolist() == ["Acme Inc."]


def test_two_rows_of_one_account_that_differ_are_both_kept_aside(store):
    text = (
        "account id,account name,city\nC1,Acme,Rome\n c1 ,Acme,Bern\nC2,Beta,Bern\nC2,Beta,Bern\n"
    )
    entry = bring(store, {"accounts.csv": text})["accounts.csv"]
    assert (entry["inserted"], entry["rejected"], entry["skipped"]) == (1, 2, 1)
    assert {"R_KEY_CONFLICT", "W_DUPLICATE_ROW"} <= codes(entry)


# --- revenue and cost -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "row", "told"),
    [
        ("Net Sales,Gross Sales,Freight,Tax", "80,100,7,20", 80),
        ("Gross Amount,Net Amount", "119,100", 100),
        ("Extended Amount,Sales Amount", "90,80", 80),
        ("Gross Amount,Tax", "119,19", 119),
        ("Qty,Unit Price,Discount,Amount", "2,50,0.1,90", 90),
        ("Qty,Unit Price,Discount", "2,50,0.1", 90),
        ("Qty,Unit Price,Discount %", "2,50,10", 90),
        ("Qty,Unit Price,Discount Amount", "2,50,10", 90),
        ("Betrag (brutto),Betrag (netto)", "119,100", 100),
    ],
)
def test_revenue_is_the_net_column_else_quantity_times_price_less_discount(
    store, headers, row, told
):
    bring(store, {"x.csv": f"Customer,Date,{headers}\nA,2024-01-05,{row}\nB,2024-01-05,{row}\n"})
    assert revenue(store)["A"] == told


def test_a_line_without_a_price_counts_with_the_products_list_price(store):
    entries = bring(
        store,
        {
            "products.csv": "product,list price\nP,7\n",
            "sales.csv": "customer,date,product,qty\nA,2024-01-05,P,2\nB,2024-01-06,Q,1\n",
        },
    )
    assert {"W_LIST_PRICE", "R_AMOUNT_MISSING"} <= codes(entries["sales.csv"])
    assert revenue(store) == {"A": 14}


@pytest.mark.parametrize(
    ("headers", "row", "cost"),
    [
        ("Total Cost,Unit Cost", "60,1", 60),
        ("Unit Cost", "30", 60),
        ("Profit", "40", 60),
    ],
)
def test_cost_is_the_lines_else_quantity_times_unit_cost_else_revenue_less_profit(
    store, headers, row, cost
):
    bring(store, {"x.csv": f"Customer,Date,Qty,Amount,{headers}\nA,2024-01-05,2,100,{row}\n"})
    assert float(store.query("SELECT cost FROM sale")["cost"].iloc[0]) == cost


def test_cost_is_the_products_where_the_line_has_none_and_unknown_where_nobody_says(store):
    bring(
        store,
        {
            "products.csv": "product,unit cost\nP,30\n",
            "x.csv": "Customer,Date,Product,Qty,Amount\nA,2024-01-05,P,2,100\nB,2024-01-05,Q,2,100\n",
        },
    )
    costs = store.query("SELECT CAST(cost AS DOUBLE) AS c FROM sale ORDER BY account_id")["c"]
    assert costs.iloc[0] == 60
    assert costs.isna().iloc[1]


# --- returns and cancellations --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        ("Qty,Amount", "-2,-20"),
        ("Amount", "-20"),
        ("Amount,Is Return", "20,yes"),
        ("金额,单据类型", "20,退货"),
        ("金额,红字", "20,是"),
        ("Amount,Document Type", "20,Credit Note"),
    ],
)
def test_a_return_reduces_revenue_and_is_no_order(store, headers, row):
    bring(
        store,
        {
            "x.csv": f"Customer,Order No,Date,{headers}\nA,1,2024-01-05,{row}\nA,1,2024-01-05,{row}\n"
        },
    )
    assert revenue(store) == {"A": -40}
    assert store.query("SELECT * FROM placed_order").empty


def test_a_cancelled_order_counts_nothing_but_a_disputed_one_counts(store):
    text = (
        "Customer,Order No,Date,Amount,Status\nA,1,2024-01-05,10,Cancelled\n"
        "A,2,2024-01-06,20,Disputed\nA,3,2024-01-07,40,On Hold\nA,4,2024-01-08,80,已取消\n"
    )
    bring(store, {"x.csv": text})
    assert revenue(store) == {"A": 60}
    bring(store, {"x.csv": text.replace("Cancelled", "Done")})
    assert revenue(store) == {"A": 70}


def test_a_quantity_below_zero_with_an_amount_above_is_rejected(store):
    entry = bring(
        store, {"x.csv": "Customer,Date,Qty,Amount\nA,2024-01-05,-2,20\nA,2024-01-06,1,5\n"}
    )
    assert "R_SIGN_MISMATCH" in codes(entry["x.csv"])
    assert revenue(store) == {"A": 5}


def test_rows_without_an_account_are_rejected_even_beside_an_order_number(store):
    text = "CustomerID,InvoiceNo,InvoiceDate,Amount\n1,9,2024-01-05,10\n,9,2024-01-05,99\n"
    entry = bring(store, {"x.csv": text})["x.csv"]
    assert (entry["status"], entry["rejected"]) == ("partial", 1)
    assert revenue(store) == {"1": 10}


# --- lines and repeats ----------------------------------------------------------------------------

REPEATS = (
    "customer,order no,date,product,amount\nA,1,2024-01-05,P,10\nA,1,2024-01-05,P,10\n"
    "A,1,2024-01-05,Q,5\n"
)


def test_equal_lines_are_kept_with_a_warning_and_counted_on_the_next_import(store):
    entry = bring(store, {"x.csv": REPEATS})["x.csv"]
    assert "W_DUPLICATE_ROW" in codes(entry)
    assert revenue(store) == {"A": 25}
    again = bring(store, {"x.csv": REPEATS + "A,1,2024-01-05,P,10\n"})["x.csv"]
    assert (again["inserted"], again["unchanged"]) == (1, 3)


def test_equal_lines_are_skipped_where_the_mapping_says_so(store):
    entry = bring(store, {"x.csv": REPEATS}, mapping=Mapping(options={"duplicates": "skip"}))[
        "x.csv"
    ]
    assert (entry["inserted"], entry["skipped"]) == (2, 1)
    assert revenue(store) == {"A": 15}


def test_order_and_product_are_no_key(store):
    bring(
        store, {"x.csv": REPEATS.replace("P,10\nA,1,2024-01-05,P,10", "P,10\nA,1,2024-01-05,P,11")}
    )
    assert revenue(store) == {"A": 26}


def test_two_invoices_of_one_number_that_differ_are_kept_aside(store):
    row = "{},A,2024-01-05,2024-02-05,{}\n"
    text = "invoice no,customer,invoice date,due date,amount\n" + "".join(
        row.format(number, amount) for number, amount in ((1, 10), (1, 11), (2, 5))
    )
    entry = bring(store, {"inv.csv": text})["inv.csv"]
    assert (entry["table"], entry["inserted"], entry["rejected"]) == ("invoice", 1, 2)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "utf-16-le"])
def test_the_same_file_again_reordered_or_in_another_encoding_changes_nothing(store, encoding):
    lines = [f"客户{n % 7},{n},2024-0{n % 9 + 1}-05,商品{n % 3},{n}.50" for n in range(60)]
    head = "客户,订单号,日期,商品编码,金额"
    bring(store, {"x.csv": "\n".join([head, *lines])})
    before = store.revision, revenue(store)
    again = "\n".join([head, *reversed(lines)]).encode(encoding)
    entries = bring(store, {"y.csv": again})
    assert {e["status"] for e in entries.values()} == {"unchanged"}
    assert (store.revision, revenue(store)) == before


# --- parents, currencies, missing -----------------------------------------------------------------


def test_an_unknown_account_is_rejected_once_the_store_holds_accounts_and_made_before(store):
    calls = "account id,date,channel,note\nX,2024-01-05,call,hi\n"
    assert bring(store, {"calls.csv": calls})["calls.csv"]["inserted"] == 1
    other = bring(
        store, {"x.csv": SALES, "calls.csv": calls.replace("X", "Y") + "Acme,2024-01-06,call,yo\n"}
    )
    assert "R_UNKNOWN_CUSTOMER" in codes(other["calls.csv"])
    assert other["calls.csv"]["rejected"] == 1


def test_an_unknown_product_makes_a_stub_with_a_note(store):
    lines = "order no,product,quantity,amount\n1,P,2,60\n"
    orders = "order no,customer,order date\n1,Acme,2024-01-01\n"
    entries = bring(store, {"lines.csv": lines, "orders.csv": orders})
    assert "W_UNKNOWN_PRODUCT" in codes(entries["lines.csv"])
    assert store.query("SELECT product_id FROM product")["product_id"].tolist() == ["P"]


def test_an_employee_file_gives_the_sellers_their_names(store):
    orders = "order id,customer,order date,employee id,total\n1,Acme,2024-01-01,5,100\n"
    staff = "EmployeeID,LastName,FirstName\n5,Buchanan,Steven\n6,Suyama,Michael\n"
    bring(store, {"orders.csv": orders, "employees.csv": staff})
    assert store.query("SELECT owner FROM order_header")["owner"].tolist() == ["Steven Buchanan"]


def test_ids_and_names_know_no_missing_mark_other_columns_do(store):
    text = "customer,date,amount,region\nNA,2024-01-05,1,N/A\n-,2024-01-06,2,NULL\n"
    bring(store, {"x.csv": text})
    assert revenue(store) == {"-": 2, "NA": 1}
    assert store.query("SELECT region FROM order_header")["region"].isna().all()


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("5%", "R_AMOUNT_NOT_NUMBER"),
        ("(5", "R_AMOUNT_NOT_NUMBER"),
        ("1e3", "R_AMOUNT_RANGE"),
        ("0.00001", "R_AMOUNT_RANGE"),
        ("٣", "R_AMOUNT_NOT_NUMBER"),
        ("NaN", "R_AMOUNT_NOT_FINITE"),
        ("", "R_AMOUNT_MISSING"),
        ("N/A", "R_AMOUNT_MISSING"),
    ],
)
def test_an_amount_that_is_none_is_rejected(store, amount, code):
    entry = bring(store, {"x.csv": f"{SALES}Gamma,2024-01-07,{amount}\n"})["x.csv"]
    assert code in codes(entry)
    assert (entry["inserted"], entry["rejected"]) == (2, 1)


@pytest.mark.parametrize(
    ("amount", "told"),
    [("１２．５", 12.5), ("(5)", -5), ("5-", -5), ("¥1,234.50", 1234.5), ("1.5万", 15000)],
)
def test_an_amount_is_read_as_people_write_it(store, amount, told):
    bring(store, {"x.csv": f'{SALES}Gamma,2024-01-07,"{amount}"\n'})
    assert revenue(store)["Gamma"] == told


# --- guessing -------------------------------------------------------------------------------------

FOREIGN = "Acquirente;Giorno;Spesa\nRossi;13/01/2024;10,50\nBianchi;14/01/2024;5,00\nRossi;15/01/2024;7,20\n"


def test_where_no_alias_fits_the_only_id_day_and_money_are_taken_and_shown(store):
    entry = bring(store, {"x.csv": FOREIGN})["x.csv"]
    assert "W_GUESSED" in codes(entry)
    assert revenue(store) == {"Bianchi": 5, "Rossi": 17.7}


def test_more_than_one_candidate_asks_and_stores_nothing(store):
    text = (
        FOREIGN.replace("Giorno", "Agente;Giorno")
        .replace("Rossi;", "Rossi;Z;")
        .replace("Bianchi;", "Bianchi;Y;")
    )
    entry = bring(store, {"x.csv": text})["x.csv"]
    assert (entry["status"], entry["code"]) == ("asks", "Q_WHICH_COLUMN")
    assert store.revision == 0
    answered = Mapping(
        columns={"account_id": "Acquirente", "order_date": "Giorno", "amount": "Spesa"}
    )
    assert bring(store, {"x.csv": text}, mapping=answered)["x.csv"]["status"] == "loaded"


def test_a_mapping_that_names_a_header_the_file_lacks_is_refused_by_its_name(store):
    with pytest.raises(UnknownName, match="Kunde"):
        bring(store, {"x.csv": SALES}, mapping=Mapping(columns={"account_id": "Kunde"}))


def test_day_and_month_that_cannot_be_told_apart_are_asked(store):
    text = SALES.replace("2024-01-05", "03/04/2024").replace("2024-01-06", "05/06/2024")
    entry = bring(store, {"x.csv": text})["x.csv"]
    assert (entry["status"], entry["code"]) == ("asks", "Q_DAY_MONTH_ORDER")
    bring(store, {"x.csv": text}, mapping=Mapping(options={"date_format": "%d/%m/%Y"}))
    assert (
        str(store.query("SELECT min(order_date) AS d FROM order_header")["d"].iloc[0])[:10]
        == "2024-04-03"
    )


def test_a_constant_of_the_mapping_fills_a_column_the_file_lacks(store):
    text = "Supplier Name,Total\nA Ltd,100\nB Ltd,50\n"
    decided = Mapping(table="order_line", constants={"order_date": "2011-07-31"})
    entry = bring(store, {"2011-07.csv": text}, mapping=decided)["2011-07.csv"]
    assert (entry["status"], entry["inserted"]) == ("loaded", 2)


def test_a_workbook_with_a_sheet_per_table_is_linked(store):
    book = workbook(
        Cover=[["Report 2024"]],
        Customers=[
            ["Customer No.", "Name", "City"],
            ["C1", "Acme", "Rome"],
            ["C2", "Beta", "Bern"],
        ],
        Sales=[
            ["Order No.", "Order Date", "Customer No.", "Amount"],
            [1, "2024-01-05", "C1", 30.5],
        ],
    )
    entries = bring(store, {"erp.xlsx": book})
    assert entries["erp.xlsx · Customers"]["table"] == "account"
    assert entries["erp.xlsx · Sales"]["table"] == "order_line"
    assert revenue(store) == {"C1": 30.5}


def test_a_total_among_good_rows_is_left_out_and_every_other_row_stays(store):
    text = "customer,date,amount\nA,2024-01-05,10\nB,2024-01-06,20\nGrand Total,2024-01-31,30\n"
    entry = bring(store, {"x.csv": text})["x.csv"]
    assert (entry["inserted"], entry["skipped"]) == (2, 1)
    assert revenue(store) == {"A": 10, "B": 20}


def test_an_account_called_total_stays_where_its_amount_is_none(store):
    text = "customer,date,amount\nA,2024-01-05,10\nB,2024-01-06,20\nTotal,2024-01-07,31\n"
    entry = bring(store, {"x.csv": text})["x.csv"]
    assert (entry["inserted"], entry["skipped"]) == (3, 0)
