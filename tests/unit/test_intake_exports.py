"""Exports as real programs write them, taken without a mapping."""

import pytest

from kam.store import Store
from tests.importing import bring, codes, revenue


@pytest.fixture
def store():
    store = Store.open(None)
    yield store
    store.close()


def test_a_german_erp_list_with_decimal_commas_in_ansi(store):
    text = (
        "Kundennr.;Kunde;Belegnr.;Bestelldatum;Artikelnr.;Bezeichnung;Menge;Einzelpreis;Rabatt %;"
        "Umsatz netto;Vertreter\n"
        "10001;Müller GmbH;A1;13.02.2024;X1;Schraube;1.200;1,50;5;1.710,00;Weber\n"
        "10002;Bäcker AG;A2;14.02.2024;X1;Schraube;10;1,50;0;15,00;Weber\n"
        "10001;Müller GmbH;A3;01.03.2024;X2;Mutter;-5;2,00;0;-10,00;Weber\n"
        ";;;;;Summe;;;;1.715,00;\n"
    )
    entry = bring(store, {"Umsatzliste.csv": text.encode("cp1252")})["Umsatzliste.csv"]
    assert {"W_DECIMAL_COMMA", "W_ENCODING", "W_TOTAL_SKIPPED"} <= codes(entry)
    assert (entry["rejected"], entry["skipped"]) == (0, 1)
    assert revenue(store) == {"10001": 1700, "10002": 15}
    names = store.query("SELECT account_name FROM account ORDER BY account_id")["account_name"]
    assert list(names) == ["Müller GmbH", "Bäcker AG"]
    first = store.query("SELECT CAST(quantity AS DOUBLE) AS q FROM order_line ORDER BY q DESC")
    assert first["q"].iloc[0] == 1200


def test_a_kingdee_list_in_gb18030_with_returns(store):
    text = (
        "单据编号,日期,客户编码,客户,物料编码,物料名称,实发数量,含税单价,价税合计,业务员,单据类型\n"
        "XS001,2024/1/5,0012,上海华美贸易有限公司,M01,阀门,10,113,1130,张三,销售\n"
        "XS002,2024/1/9,0013,北京中科机械,M01,阀门,5,113,565,李四,销售\n"
        "XS003,2024/2/9,0012,上海华美贸易有限公司,M01,阀门,2,113,226,张三,退货\n"
    )
    bring(store, {"销售出库.csv": text.encode("gb18030")})
    assert revenue(store) == {"0012": 904, "0013": 565}
    names = store.query("SELECT account_name FROM account ORDER BY account_id")["account_name"]
    assert names[0] == "上海华美贸易有限公司"


def test_a_unit_in_a_chinese_header_multiplies_and_dates_are_written_out(store):
    text = "客户,日期,价税合计(万元)\n上海华美,2023年5月1日,1.5\n北京中科,2023年6月1日,2\n"
    entry = bring(store, {"a.csv": text.encode("gb18030")})["a.csv"]
    assert "W_UNIT_FACTOR" in codes(entry)
    assert revenue(store) == {"上海华美": 15000, "北京中科": 20000}


def test_odoo_lines_that_name_their_order_only_once(store):
    text = (
        "Order Reference,Order Date,Customer,Salesperson,Order Lines/Product,"
        "Order Lines/Quantity,Order Lines/Unit Price,Order Lines/Subtotal,Status\n"
        "S0001,2024-01-03 10:00:00,Azure Interior,Mitchell,Desk,2,100.0,200.0,Sales Order\n"
        ",,,,Chair,4,50.0,200.0,\n"
        "S0002,2024-01-04 10:00:00,Deco Addict,Marc,Desk,1,100.0,100.0,Cancelled\n"
        "S0003,2024-01-05 10:00:00,Deco Addict,Marc,Chair,1,50.0,50.0,Sales Order\n"
    )
    assert "W_FILLED_DOWN" in codes(bring(store, {"sale.order.csv": text})["sale.order.csv"])
    assert revenue(store) == {"Azure Interior": 400, "Deco Addict": 50}


def test_odoo_field_names_where_state_and_name_are_the_orders(store):
    text = (
        "name,date_order,partner_id,user_id,amount_untaxed,amount_total,state,currency_id\n"
        "S0001,2024-01-03 10:00:00,Azure,Mitchell,200.0,242.0,sale,EUR\n"
        "S0002,2024-01-04 10:00:00,Deco,Mitchell,100.0,121.0,cancel,EUR\n"
        "S0003,2024-01-04 10:00:00,Deco,Mitchell,100.0,121.0,sale,EUR\n"
    )
    bring(store, {"so.csv": text})
    assert revenue(store) == {"Azure": 200, "Deco": 100}


def test_salesforce_objects_by_their_field_names(store):
    entries = bring(
        store,
        {
            "Account.csv": "Id,Name,Industry,BillingCountry,OwnerId\n001A,Acme,Tech,US,005X\n"
            "001B,Globex,Energy,US,005Y\n",
            "Order.csv": "Id,OrderNumber,AccountId,EffectiveDate,TotalAmount,Status\n"
            "801A,00000100,001A,2024-02-01,5000,Activated\n"
            "801B,00000101,001B,2024-03-01,1000,Activated\n",
            "Opportunity.csv": "Id,Name,AccountId,StageName,Amount,CloseDate,IsWon\n"
            "006A,Big,001A,Closed Won,5000,2024-02-01,true\n",
            "Case.csv": "CaseNumber,AccountId,Subject,Priority,CreatedDate\n"
            "0001,001A,Broken,High,2024-02-03T10:00:00.000+0000\n",
        },
    )
    tables = {f: entries[f]["table"] for f in ("Account.csv", "Opportunity.csv", "Case.csv")}
    assert tables == {
        "Account.csv": "account",
        "Opportunity.csv": "opportunity",
        "Case.csv": "complaint",
    }
    assert revenue(store) == {"001A": 5000, "001B": 1000}


def test_a_tab_separated_list_with_short_english_headers(store):
    text = (
        "Cust No\tCust Name\tInv No\tInv Date\tProd Code\tQty\tNet Price\n"
        "007\tAlpha\t1\t2024-01-31\tP\t3\t10\n008\tBeta\t2\t2024-02-01\tP\t1\t10\n"
    )
    bring(store, {"x.txt": text})
    assert revenue(store) == {"007": 30, "008": 10}


def test_french_headers(store):
    text = (
        "Code client;Raison sociale;N° commande;Date de commande;Réf. article;Désignation;Qté;"
        "Prix unitaire HT;Remise;Montant HT;Montant TTC\n"
        "C01;Dupont SA;1;15/01/2024;A;Vis;10;2,50;10%;22,50;27,00\n"
        "C02;Société Générale;2;20/01/2024;A;Vis;1;2,50;0%;2,50;3,00\n"
    )
    bring(store, {"ventes.csv": text})
    assert revenue(store) == {"C01": 22.5, "C02": 2.5}


def test_spanish_headers(store):
    text = (
        "Cliente;Fecha;Nº pedido;Producto;Cantidad;Precio;Importe\n"
        "García;15/01/2024;1;Tornillo;10;2,50;25,00\nLópez;20/01/2024;2;Tornillo;2;2,50;5,00\n"
    )
    bring(store, {"ventas.csv": text})
    assert revenue(store) == {"García": 25, "López": 5}


def test_a_report_with_a_title_above_its_header(store):
    text = (
        "Sales by Customer Detail,,,,,,,\n"
        "Date,Transaction Type,Num,Customer,Memo/Description,Qty,Sales Price,Amount\n"
        "01/15/2024,Invoice,1001,Acme,Work,2,50.00,100.00\n"
        "01/20/2024,Credit Memo,1002,Acme,Work,-1,50.00,-50.00\n"
    )
    entry = bring(store, {"qb.csv": text})["qb.csv"]
    assert "W_HEADER_ROW_FOUND" in codes(entry)
    assert revenue(store) == {"Acme": 50}


def test_invoices_with_a_due_day_are_receivables_and_without_one_sales(store):
    due = "Invoice No,Customer,Invoice Date,Due Date,Total\n1,Acme,2024-01-01,2024-01-31,100\n"
    assert bring(store, {"a.csv": due})["a.csv"]["table"] == "invoice"
    plain = "Invoice No,Customer,Invoice Date,Total\n1,Acme,2024-01-01,100\n"
    assert bring(store, {"b.csv": plain})["b.csv"]["table"] == "order_line"


def test_sap_billing_documents(store):
    text = (
        "Sold-to party;Name 1;Billing Document;Billing Date;Material;Billed Quantity;Net Value\n"
        "0000100001;Siemens;90000001;31.01.2024;M-1;10;1.000,50\n"
        "0000100002;Bosch;90000002;02.02.2024;M-1;1;100,00\n"
    )
    bring(store, {"VBRK.csv": text})
    assert revenue(store) == {"0000100001": 1000.5, "0000100002": 100}


def test_a_monthly_summary_counts_on_the_months_first_day(store):
    text = "Customer,Month,Revenue\nAcme,2024-01,100\nBeta,2024-02,50\nAcme,2024-11,5\n"
    bring(store, {"x.csv": text})
    assert revenue(store) == {"Acme": 105, "Beta": 50}
