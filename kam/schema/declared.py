"""What a table and a column are, and the columns that several tables share."""

from __future__ import annotations

from dataclasses import dataclass

from kam.words import N_

SQL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "quantity": "DECIMAL(18,4)",
    "price": "DECIMAL(18,4)",
    "money": "DECIMAL(18,2)",
    "share": "DOUBLE",
    "rate": "DECIMAL(18,8)",
    "date": "DATE",
    "boolean": "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """One column: what it means, its type (a key of SQL_TYPES), unit and the headers it goes by.

    ``role`` "id" marks text that names a record (kept letter by letter, "NA" is a value),
    "name" a person's or company's name (no missing marks either).
    """

    name: str
    type: str
    meaning: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""
    role: str = ""


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key, and the page words for it.

    ``key`` identifies a record; where a file has no such column, import builds it from the
    record's content (import-rules.md, "Lines and repeats").
    """

    name: str
    label: str
    one_row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    keyed: bool = True  # False: key may be built from content

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Column]:
        """Columns by name, in declared order."""
        return {c.name: c for c in self.columns}


def headers(text: str) -> tuple[str, ...]:
    """Aliases from one line, each once: two spellings that differ in case are one header."""
    found = {h.strip().casefold(): h.strip() for h in text.split("|") if h.strip()}
    return tuple(found.values())


# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

def account_id(meaning: str = N_("The account's id"), *, required: bool = True) -> Column:
    """The column that names an account."""
    return Column(
        "account_id",
        "text",
        meaning,
        headers(
            "account id|customer id|cust id|client id|AccountId|Account Number|sell-to customer no"
            "|bill-to customer no|sold-to party|sold-to|customer key|reseller key|buyer id|debtor id|customer alternate key|account alternate key"
            "|partner_id|FCustId|FCustomerID|KUNNR|KUNAG|Kundennr|Kundennummer|Kunden-Nr.|Kunden-ID|Debitorennr"
            "|Debitorennummer|code client|numéro client|n° client|réf client|código cliente|id cliente|nº cliente|cod cliente|客户编码|客户编号|客户代码|客户ID|购货单位代码|购货单位编码|往来单位编码|会员编号"
            "|account|customer|client|partner|assoc. company|reseller|buyer|debtor|dealer|distributor"
            "|Kunde|Debitor|Auftraggeber|cliente|acheteur|客户|购货单位|购买单位|往来单位|买方|客户单位"
        ),
        required=required,
        role="id",
    )


def owner() -> Column:
    """The column that names one of us."""
    return Column("owner", "text", N_("Our colleague responsible"), headers(
        "owner|account manager|account owner|deal owner|opportunity owner|record owner|seller|manager|sales rep|salesperson|sales person|salesperson code|rep"
        "|sales agent|salesman|employee id|employee key|OwnerId|Owner.Name|hubspot_owner_id"
        "|Company owner|order owner|user_id|account_manager|sales_team|FSalerId|saler name|saler|sales employee|Assigned To ID|Betreuer"
        "|Kundenbetreuer|Vertreter|Sachbearbeiter|Verkäufer|Vertriebsmitarbeiter|commercial|vendeur|représentant|vendedor"
        "|comercial|representante|客户经理|业务员|销售员|负责人|归属人|销售人员"
    ), role="id")


def currency() -> Column:
    """The column that names the currency of a record."""
    return Column("currency", "text", N_("ISO code of the amounts' currency"), headers(
        "currency|currency code|document currency|transaction currency|currency key|CurrencyIsoCode|deal_currency_code|currency_id"
        "|order currency|settle curr id|doc currency|FSettleCurrID|WAERK|Währung|Belegwährung|Auftragswährung|devise|moneda|divisa|币别|币种"
    ), role="id")


def country() -> Column:
    """The column that names a country."""
    return Column("country", "text", N_("Country"), headers(
        "country|country code|country/region|BillingCountry|country_id|land|LAND1|pays|país|ship country|billing country|FCountry|国家|国别"
    ))


def region() -> Column:
    """The column that names a sales region."""
    return Column("region", "text", N_("Sales region"), headers(
        "region|area|territory|sales territory|sales territory key|BillingState|state|state/province|state/region|province"
        "|sales region|ship region|Gebiet|Bundesland|Vertriebsgebiet|sales office|VKBUR|REGIO|région|région commerciale|región|zona|provincia|地区|区域|大区|省份|销售区域"
    ))
