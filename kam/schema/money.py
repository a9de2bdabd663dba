"""What was billed and received, and what a currency is worth."""

from __future__ import annotations

from kam.schema.declared import Column, Table, account_id, currency, headers
from kam.words import N_

# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

INVOICE = Table(
    "invoice",
    N_("Invoices"),
    N_("One invoice to one account"),
    ("invoice_id",),
    (
        Column("invoice_id", "text", N_("The invoice's number"), headers(
            "invoice id|invoice|invoice no|invoice number|invoicenumber|Rechnungsnr|Rechnungsnummer|facture|n° facture|factura|nº factura|发票号|发票号码"
        ), required=True, role="id"),
        account_id(),
        Column("order_id", "text", N_("The order it bills"), headers(
            "order id|order no|订单号"
        ), role="id"),
        Column("invoice_date", "date", N_("Day of the invoice"), headers(
            "invoice date|invoicedate|date|posting_date|Rechnungsdatum|date de facture|fecha de factura|开票日期"
        ), required=True, unit="day"),
        Column("due_date", "date", N_("Day it is to be paid"), headers(
            "due date|duedate|invoice_date_due|due_date|Fälligkeit|Fälligkeitsdatum|échéance|vencimiento|到期日"
        ), unit="day"),
        Column("amount", "money", N_("Amount billed"), headers(
            "amount|invoice amount|invoiceamount|grand_total|total|Betrag|Rechnungsbetrag|montant|importe|应收金额|发票金额"
        ), required=True, unit="money"),
        Column("paid_amount", "money", N_("Amount paid so far"), headers(
            "paid amount|paid_amount|已收金额"
        ), unit="money"),
        Column("paid_date", "date", N_("Day it was settled"), headers(
            "settled date|settleddate|paid date|date paid|payment date|Zahldatum|date de paiement|fecha de pago|收款日期"
        ), unit="day"),
        Column(
            "disputed", "boolean", N_("Whether the customer disputes it"), headers("disputed|争议")
        ),
        currency(),
    ),
)

PAYMENT = Table(
    "payment",
    N_("Payments"),
    N_("Money received from one account"),
    ("payment_id",),
    (
        Column("payment_id", "text", N_("The payment's number"), headers(
            "payment id|payment no|receipt no|payment reference|收款单号|回款单号"
        ), role="id"),
        account_id(),
        Column("invoice_id", "text", N_("The invoice it settles"), headers(
            "invoice id|invoice no|invoice|发票号"
        ), role="id"),
        Column("paid_date", "date", N_("Day the money came"), headers(
            "payment date|paid date|date paid|date|settled date|posting_date|Zahldatum|Zahlungsdatum|date de paiement|fecha de pago|收款日期|回款日期"
        ), required=True, unit="day"),
        Column("due_date", "date", N_("Day it was due"), headers("due date|到期日"), unit="day"),
        Column("amount", "money", N_("Amount received"), headers(
            "amount|payment amount|paid amount|paid_amount|Betrag|montant|importe|回款金额|收款金额"
        ), required=True, unit="money"),
        currency(),
    ),
    keyed=False,
)

RATE = Table(
    "rate",
    N_("Exchange rates"),
    N_("What one unit of a currency was worth in a month"),
    ("currency", "rate_date"),
    (
        Column("currency", "text", N_("ISO code of the currency converted"), headers(
            "currency|currency code|from currency|from|source currency|currency id|currency key|CurrencyIsoCode"
            "|Währung|Währungscode|von Währung|devise|devise source|moneda|divisa|币别|币种|原币|外币"
        ), required=True, role="id"),
        Column("rate_date", "date", N_("Day or month of the rate; a month's rates are averaged"), headers(
            "rate date|exchange rate date|date|day|month|period|valid from|effective date|Datum|Monat|Kursdatum"
            "|gültig ab|jour|mois|fecha|mes|日期|月份|期间|汇率日期|生效日期"
        ), required=True, unit="day"),
        Column("rate", "rate", N_("Units of the policy's currency for one unit of this one"), headers(
            "rate|exchange rate|fx rate|fx|conversion rate|conversion_rate|FExchangeRate|average rate|avg rate"
            "|end of day rate|Kurs|Wechselkurs|Umrechnungskurs|taux|taux de change|cours|tipo de cambio|tasa|cambio|汇率|记账汇率|固定汇率"
        ), required=True, unit="number"),
        Column("to_currency", "text", N_("Currency the rate leads to; empty for the policy's"), headers(
            "to currency|to|target currency|base currency|quote currency|in Währung|Zielwährung|devise cible|moneda destino|目标币别|目标币种|本位币|本币"
        ), role="id"),
    ),
)
