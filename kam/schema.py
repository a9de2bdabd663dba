"""The tables, declared once: import mapping, checks, empty store, documentation read from here."""

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


def _headers(text: str) -> tuple[str, ...]:
    """Aliases from one line, each once: two spellings that differ in case are one header."""
    found = {h.strip().casefold(): h.strip() for h in text.split("|") if h.strip()}
    return tuple(found.values())


# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

def _account_id(meaning: str = N_("The account's id"), *, required: bool = True) -> Column:
    return Column(
        "account_id",
        "text",
        meaning,
        _headers(
            "account id|customer id|cust id|client id|AccountId|Account Number|sell-to customer no"
            "|bill-to customer no|sold-to party|sold-to|customer key|reseller key|buyer id|debtor id|customer alternate key|account alternate key"
            "|partner_id|FCustId|FCustomerID|Kundennr|Kundennummer|Kunden-Nr.|Kunden-ID|Debitorennr"
            "|Debitorennummer|code client|numéro client|n° client|réf client|código cliente|id cliente|nº cliente|cod cliente|客户编码|客户编号|客户代码|客户ID|会员编号"
            "|account|customer|client|partner|assoc. company|reseller|buyer|debtor|dealer|distributor"
            "|Kunde|Debitor|Auftraggeber|cliente|acheteur|客户|购货单位|购买单位|往来单位|买方|客户单位"
        ),
        required=required,
        role="id",
    )


def _owner() -> Column:
    return Column("owner", "text", N_("Our colleague responsible"), _headers(
        "owner|account manager|account owner|deal owner|opportunity owner|record owner|seller|manager|sales rep|salesperson|sales person|salesperson code|rep"
        "|sales agent|salesman|employee id|employee key|OwnerId|Owner.Name|hubspot_owner_id"
        "|Company owner|user_id|account_manager|sales_team|FSalerId|Assigned To ID|Betreuer"
        "|Kundenbetreuer|Vertreter|Sachbearbeiter|Verkäufer|Vertriebsmitarbeiter|commercial|vendeur|représentant|vendedor"
        "|comercial|representante|客户经理|业务员|销售员|负责人|归属人|销售人员"
    ), role="id")


def _currency() -> Column:
    return Column("currency", "text", N_("ISO code of the amounts' currency"), _headers(
        "currency|currency code|document currency|transaction currency|currency key|CurrencyIsoCode|deal_currency_code|currency_id"
        "|FSettleCurrID|Währung|devise|moneda|divisa|币别|币种"
    ), role="id")


def _country() -> Column:
    return Column("country", "text", N_("Country"), _headers(
        "country|country code|country/region|BillingCountry|country_id|land|pays|país|ship country|billing country|FCountry|国家|国别"
    ))


def _region() -> Column:
    return Column("region", "text", N_("Sales region"), _headers(
        "region|area|territory|sales territory|sales territory key|BillingState|state|state/province|province"
        "|sales region|ship region|Gebiet|Bundesland|Vertriebsgebiet|région|région commerciale|región|zona|provincia|地区|区域|大区|省份|销售区域"
    ))


ACCOUNT = Table(
    "account",
    N_("Accounts"),
    N_("A company we sell to"),
    ("account_id",),
    (
        _account_id(),
        Column("account_name", "text", N_("The account's name"), _headers(
            "account name|customer name|client name|cust name|reseller name|sell-to customer name"
            "|sold-to name|buyer name|debtor name|billing name|name 1|partner name|company|company name|associated company|display_name"
            "|customer_name|Kundenname|Debitorname|Kundenbezeichnung|Firma|Firmenname|nom client"
            "|nom du client|raison sociale|société|nombre cliente|nombre del cliente|razón social"
            "|empresa|客户名称|客户名|客户全称|购货单位名称|往来单位名称|公司名称|公司名|客户简称|name|Name|customer|client|account|Kunde|cliente|客户|购货单位|往来单位"
        ), role="name"),
        Column("parent_id", "text", N_("The group this account belongs to"), _headers(
            "parent|parent id|parent account|ParentId|Parent Account ID|hs_parent_company_id"
            "|parent_id|commercial_partner_id|subsidiary_of|Member of|上级客户|母公司|所属集团|总公司"
        ), role="id"),
        Column("account_type", "text", N_("Kind of account"), _headers(
            "account type|type|customer type|business type|category_id|segment|customer segment|客户类型|客户性质|客户类别|所属分类"
        )),
        Column("tier", "text", N_("Service class given by us"), _headers(
            "tier|rating|Account_Tier__c|customer group|customer_group|grade|class|客户级别|客户等级|客户分级"
        )),
        Column("industry", "text", N_("Industry"), _headers(
            "industry|sector|market segment|industry_id|market_segment|product line|Branche|secteur|行业|所属行业"
        )),
        _country(),
        _region(),
        Column("city", "text", N_("City"), _headers(
            "city|BillingCity|town|Ort|Stadt|ville|ciudad|城市"
        )),
        _owner(),
        Column("source", "text", N_("How the account was found"), _headers(
            "source|AccountSource|hs_analytics_source|lead source|lead_source|source_id|客户来源|来源"
        )),
        Column("employees", "integer", N_("Number of employees"), _headers(
            "employees|number of employees|NumberOfEmployees|numberofemployees|员工人数"
        ), unit="count"),
        Column("annual_revenue", "money", N_("The account's own yearly revenue"), _headers(
            "annual revenue|AnnualRevenue|annual sales|revenue (m)|年营业额|注册资金"
        ), unit="money"),
        Column("created_at", "date", N_("When the account was entered"), _headers(
            "created|created at|CreatedDate|Create Date|create_date|creation|创建时间|建档日期|开户日期"
        ), unit="day"),
        Column("credit_limit", "money", N_("Most we lend the account"), _headers(
            "credit limit|credit_limit|credit_limits|Kreditlimit|信用额度"
        ), unit="money"),
        Column("credit_days", "integer", N_("Agreed days to pay after the invoice; below 0 for prepayment"), _headers(
            "credit days|payment terms|payment days|terms|net days|payment_terms|property_payment_term_id|Zahlungsziel|délai de paiement|账期|信用天数|付款条件"
        ), unit="days"),
        Column("tax_id", "text", N_("Tax number"), _headers(
            "tax id|vat|vat number|TaxId|USt-IdNr|统一社会信用代码|税号|纳税人识别号"
        ), role="id"),
        Column("status", "text", N_("State of the relation"), _headers(
            "status|account status|lifecyclestage|active|disabled|is_frozen|客户状态|合作状态"
        )),
    ),
)

PRODUCT = Table(
    "product",
    N_("Products"),
    N_("A thing we sell"),
    ("product_id",),
    (
        Column("product_id", "text", N_("The product's id"), _headers(
            "product id|item id|article id|material id|sku|StockCode|Product2Id|hs_sku|item_code|lineitem sku"
            "|FMaterialId|Artikelnr|Artikelnummer|Art.-Nr.|Materialnummer|référence|réf article"
            "|code article|código artículo|código producto|cod artículo|referencia|存货编码|物料编码"
            "|商品编码|产品编码|货号|料号|product|item|material|article|Artikel|Produkt|produit|producto|artículo|存货|物料|料品|商品|产品"
        ), required=True, role="id"),
        Column("product_name", "text", N_("The product's name"), _headers(
            "product name|item name|article name|english product name|item_name|lineitem name|item description"
            "|product description|description|Artikelbezeichnung|Artikelname|Bezeichnung|désignation"
            "|libellé|descripción|nombre producto|品名|存货名称|商品名称|产品名称|物料名称|货品名称|product|item|Artikel|producto|商品|产品"
        ), role="name"),
        Column("category", "text", N_("Product family"), _headers(
            "category|product category|product family|product group|item group|item_group|sub-category|category id"
            "|product subcategory key|Warengruppe|catégorie|categoría|规格型号|品牌|产品类别"
        )),
        Column("list_price", "price", N_("Price without discount, per unit"), _headers(
            "list price|sales price|unit price|price|dealer price|Listenpreis|prix catalogue|precio|标准价|目录价"
        ), unit="money"),
        Column("unit_cost", "price", N_("What one unit costs us"), _headers(
            "unit cost|standard cost|cost|purchase_price|incoming_rate|hs_cost_of_goods_sold|Einstandspreis|coût|coste|成本价|标准成本"
        ), unit="money"),
    ),
)

ORDER_HEADER = Table(
    "order_header",
    N_("Orders"),
    N_("One order of one account"),
    ("order_id",),
    (
        Column("order_id", "text", N_("The order's number"), _headers(
            "order id|order no|order number|sales order id|sales order number|so number|OrderNumber"
            "|hs_order_name|order_reference|order ref|FBillNo|Auftragsnr|Auftragsnummer|Bestellnr"
            "|Bestellnummer|n° commande|numéro de commande|nº pedido|número de pedido|订单号|订单编号"
            "|销售订单号|销售单号|单据编号|单据号|单号|order|sales order|Auftrag|Bestellung|commande|pedido"
            "|doc no|document no|document number|voucher no|Belegnr|Belegnummer|n° pièce|合同号|出库单号"
            "|billing document|Fakturanummer|num|invoice no|InvoiceNo|invoice|Rechnungsnr|Rechnungsnummer|n° facture|nº factura|factura|发票号"
        ), required=True, role="id"),
        _account_id(),
        Column("order_date", "date", N_("Day the order was placed"), _headers(
            "order date|date ordered|ordered on|order created|date_order|EffectiveDate|Order Start Date"
            "|purchase date|sales date|sale date|date of sale|Bestelldatum|Auftragsdatum|Auftragsdat"
            "|date de commande|date commande|fecha de pedido|fecha pedido|下单日期|订单日期|下单时间"
            "|销售日期|invoice date|InvoiceDate|Rechnungsdatum|date de facture|date facture"
            "|fecha de factura|fecha factura|开票日期|billing date|Fakturadatum|transaction date|transaction_date|posting date"
            "|posting_date|document date|doc date|Belegdatum|Buchungsdatum|date pièce|单据日期|业务日期"
            "|FDate|date|day|Datum|Tag|fecha|jour|日期|时间|出库日期|发货日期|invoice creation date|created at"
            "|creation date|date created|order time|month|period|year month|Monat|mois|mes|月份|期间"
        ), required=True, unit="day"),
        Column("promised_date", "date", N_("Day we promised to deliver"), _headers(
            "promised date|required date|due date|delivery date|EndDate|commitment_date"
            "|delivery_date|Liefertermin|date de livraison|fecha de entrega|交期|交货日期|要求交期"
        ), unit="day"),
        Column("ready_date", "date", N_("Day the goods were ready"), _headers(
            "ready date|goods ready|完工日期"
        ), unit="day"),
        Column("ship_date", "date", N_("Day the goods left"), _headers(
            "ship date|shipped date|shipping date|shipped|effective_date|Lieferdatum|Versanddatum|date d'expédition|fecha de envío|发货日期|装柜日期|出运日期"
        ), unit="day"),
        Column("delay_cause", "text", N_("Who caused a wait: ours, supplier, carrier or customer"), _headers(
            "delay cause|delay_cause|延误原因|责任方"
        )),
        Column("amount_net", "price", N_("Order value without tax, where no lines are known"), _headers(
            "order total|net total|order amount|order value|total|amount|TotalAmount|amount_untaxed|net_total"
            "|base_net_total|Nettobetrag|Auftragswert|montant ht|importe neto|订单金额|amount_total|grand_total"
        ), unit="money"),
        Column("deposit_share", "share", N_("Part paid before production"), _headers(
            "deposit|deposit %|advance|total_advance|预付比例|定金|预付款"
        ), unit="share"),
        _currency(),
        _owner(),
        _region(),
        _country(),
        Column("status", "text", N_("State of the order"), _headers(
            "order status|status|FDocumentStatus|Auftragsstatus|statut|estado|订单状态|状态|单据状态"
        )),
        Column("is_cancelled", "boolean", N_("Cancelled orders count nothing"), _headers(
            "cancelled|is cancelled|canceled|storniert|annulé|anulado|已取消|作废"
        )),
        Column("is_return", "boolean", N_("A return or credit note"), _headers(
            "is_return|return|is credit note|credit note|returned|Gutschrift|Retoure|avoir|devolución"
            "|是否退货|退货|红字|红字标志|单据类型|业务类型|document type|doc type|transaction type|order type|Belegart|type de document|type pièce|tipo documento"
        )),
    ),
)

ORDER_LINE = Table(
    "order_line",
    N_("Order lines"),
    N_("One product in one order"),
    ("order_id", "line_id"),
    (
        Column(
            "order_id",
            "text",
            N_("The order's number"),
            ORDER_HEADER.column("order_id").aliases,
            required=True,
            role="id",
        ),
        Column("line_id", "text", N_("The line's number in its order"), _headers(
            "line|line no|line number|sales order line number|row id|order line|position|Pos|ligne|línea|行号|序号"
        ), role="id"),
        Column(
            "product_id",
            "text",
            N_("The product's id"),
            PRODUCT.column("product_id").aliases,
            role="id",
        ),
        Column("quantity", "quantity", N_("Units; below 0 for a return"), _headers(
            "quantity|qty|quantity sold|qty ordered|quantity ordered|order quantity|units|units sold|pcs"
            "|pieces|billed quantity|lineitem quantity|product_uom_qty|FQty|FRealQty|Menge|Bestellmenge|Anzahl|Stück|Stk|quantité|qté|qte"
            "|cantidad|cant|unidades|数量|实发数量|销售数量|件数"
        ), unit="number"),
        Column("unit_price", "price", N_("Price per unit before discount"), _headers(
            "unit price|net unit price|price per unit|sales price|price each|net price|lineitem price|price|rate|UnitPrice|price_unit"
            "|FPrice|Einzelpreis|Stückpreis|EP|Preis|VK-Preis|prix unitaire|prix unitaire ht|pu|prix"
            "|precio unitario|precio|单价|销售单价|无税单价|不含税单价|含税单价|FTaxPrice"
        ), unit="money"),
        Column("discount", "share", N_("Discount: a fraction of the price"), _headers(
            "discount|discount %|discount rate|discount pct|discount percent|line discount|disc|disc."
            "|unit price discount pct|FDiscount|Rabatt|Rabatt %|Rabattsatz|remise|taux remise|descuento|dto|折扣|折扣率"
        ), unit="share"),
        Column("amount", "price", N_("Revenue of the line without tax, after discount; below 0 for a return"), _headers(
            "net amount|net sales|net sales amount|net revenue|net value|net total|net line amount"
            "|amount net|sales net|invoice net amount|amount excl tax|total excl tax|amount_untaxed"
            "|price_subtotal|net_total|base_net_total|net|不含税金额|未税金额|无税金额|Nettobetrag"
            "|Nettoumsatz|Umsatz netto|Nettowert|Netto|montant ht|total ht|ca ht|montant net|importe neto"
            "|base imponible|total neto|subtotal|sub total|sales|sales amount|sales value|sales revenue"
            "|revenue|turnover|amount|line total|line amount|line value|total|total amount|total price"
            "|total sales|total value|value|order amount|order total|order value|TotalAmount|TotalPrice"
            "|invoice amount|invoice value|amount paid|paid amount|payment amount|spend|price total"
            "|Betrag netto|Summe netto|Gesamt netto|Umsatz|Erlös|Betrag|Gesamt|Gesamtbetrag|Gesamtpreis|Summe|Warenwert|Wert|Rechnungsbetrag"
            "|Positionsbetrag|montant|montant total|total ligne|chiffre d'affaires|ca|importe"
            "|importe total|ventas|venta|monto|total|valor|facturación|销售额|销售金额|金额|订单金额|成交金额|货款|营业额|销售收入|收入|实付金额|付款金额|回款金额|extended amount"
            "|extended price|gross amount|gross sales|gross total|grand_total|amount_total|price_total"
            "|base_grand_total|total incl tax|FAllAmount|价税合计|含税金额|总金额|合计金额|Bruttobetrag"
            "|Bruttoumsatz|Brutto|Betrag brutto|Summe brutto|Umsatz brutto|montant ttc|total ttc|total con iva|importe con iva"
        ), unit="money"),
        Column("cost", "price", N_("What the line cost us in all"), _headers(
            "line cost|total cost|total product cost|cost amount|cogs|cost of goods sold|cost of sales|cost"
            "|hs_cost_of_goods_sold|Kosten|Wareneinsatz|Einstandswert|coût|coût total|coste|coste total|costo|销售成本|成本金额|成本"
        ), unit="money"),
        Column("list_value", "price", N_("Quantity at list price"), _headers(
            "list value|list amount|value at list price|原价金额"
        ), unit="money"),
        Column(
            "is_return", "boolean", N_("A returned line"), _headers("line is return|line return")
        ),
    ),
    keyed=False,
)

INVOICE = Table(
    "invoice",
    N_("Invoices"),
    N_("One invoice to one account"),
    ("invoice_id",),
    (
        Column("invoice_id", "text", N_("The invoice's number"), _headers(
            "invoice id|invoice|invoice no|invoice number|invoicenumber|Rechnungsnr|Rechnungsnummer|facture|n° facture|factura|nº factura|发票号|发票号码"
        ), required=True, role="id"),
        _account_id(),
        Column("order_id", "text", N_("The order it bills"), _headers(
            "order id|order no|订单号"
        ), role="id"),
        Column("invoice_date", "date", N_("Day of the invoice"), _headers(
            "invoice date|invoicedate|date|posting_date|Rechnungsdatum|date de facture|fecha de factura|开票日期"
        ), required=True, unit="day"),
        Column("due_date", "date", N_("Day it is to be paid"), _headers(
            "due date|duedate|invoice_date_due|due_date|Fälligkeit|Fälligkeitsdatum|échéance|vencimiento|到期日"
        ), unit="day"),
        Column("amount", "money", N_("Amount billed"), _headers(
            "amount|invoice amount|invoiceamount|grand_total|total|Betrag|Rechnungsbetrag|montant|importe|应收金额|发票金额"
        ), required=True, unit="money"),
        Column("paid_amount", "money", N_("Amount paid so far"), _headers(
            "paid amount|paid_amount|已收金额"
        ), unit="money"),
        Column("paid_date", "date", N_("Day it was settled"), _headers(
            "settled date|settleddate|paid date|date paid|payment date|Zahldatum|date de paiement|fecha de pago|收款日期"
        ), unit="day"),
        Column(
            "disputed", "boolean", N_("Whether the customer disputes it"), _headers("disputed|争议")
        ),
        _currency(),
    ),
)

PAYMENT = Table(
    "payment",
    N_("Payments"),
    N_("Money received from one account"),
    ("payment_id",),
    (
        Column("payment_id", "text", N_("The payment's number"), _headers(
            "payment id|payment no|receipt no|payment reference|收款单号|回款单号"
        ), role="id"),
        _account_id(),
        Column("invoice_id", "text", N_("The invoice it settles"), _headers(
            "invoice id|invoice no|invoice|发票号"
        ), role="id"),
        Column("paid_date", "date", N_("Day the money came"), _headers(
            "payment date|paid date|date paid|date|settled date|posting_date|Zahldatum|Zahlungsdatum|date de paiement|fecha de pago|收款日期|回款日期"
        ), required=True, unit="day"),
        Column("due_date", "date", N_("Day it was due"), _headers("due date|到期日"), unit="day"),
        Column("amount", "money", N_("Amount received"), _headers(
            "amount|payment amount|paid amount|paid_amount|Betrag|montant|importe|回款金额|收款金额"
        ), required=True, unit="money"),
        _currency(),
    ),
    keyed=False,
)

INTERACTION = Table(
    "interaction",
    N_("Interactions"),
    N_("One visit, call or message"),
    ("interaction_id",),
    (
        Column("interaction_id", "text", N_("The activity's id"), _headers(
            "interaction id|activity id|event id|task id"
        ), role="id"),
        _account_id(),
        Column("interaction_date", "date", N_("Day it took place"), _headers(
            "interaction date|activity date|date|ActivityDate|ActivityDateTime|StartDateTime"
            "|hs_timestamp|hs_meeting_start_time|dateStart|visit date|call date|拜访日期|跟进时间|日期"
        ), required=True, unit="day"),
        Column("channel", "text", N_("Visit, call, mail, fair …"), _headers(
            "channel|activity type|type|ActivitySubtype|CallType|hs_activity_type|跟进方式"
        )),
        Column("contact_name", "text", N_("Whom we met"), _headers(
            "contact|contact name|WhoId|拜访对象|联系人"
        ), role="name"),
        Column(
            "owner", "text", N_("Who of us took part"), _owner().aliases + ("拜访人",), role="id"
        ),
        Column("contact_level", "text", N_("Executive, middle or base level"), _headers(
            "contact level|contact_level|level|联系人层级"
        )),
        Column("reply_hours", "number", N_("Working hours until the customer answered"), _headers(
            "reply hours|response hours|reply time|回复时长"
        ), unit="hours"),
        Column("note", "text", N_("What was said"), _headers(
            "note|notes|subject|comments|description|hs_meeting_body|hs_meeting_title|跟进记录|拜访记录|沟通内容|拜访目的"
        )),
    ),
    keyed=False,
)

COMPLAINT = Table(
    "complaint",
    N_("Complaints"),
    N_("One complaint of one account"),
    ("complaint_id",),
    (
        Column("complaint_id", "text", N_("The complaint's number"), _headers(
            "complaint id|case number|CaseNumber|ticket id|ticket|case id|投诉单号"
        ), role="id"),
        _account_id(),
        Column("opened_date", "date", N_("Day it was raised"), _headers(
            "opened|opened date|opened on|open date|created|created on|date|date received|date submitted|submitted|received date|CreatedDate|Date/Time Opened|opening_date"
            "|complaint date|投诉日期"
        ), required=True, unit="day"),
        Column("closed_date", "date", N_("Day it was settled"), _headers(
            "closed|closed date|ClosedDate|closed_date|resolution date|结案日期"
        ), unit="day"),
        Column("category", "text", N_("What it is about"), _headers(
            "category|issue|issue type|issue_type|reason|Case Reason|type|product|Produkt|hs_ticket_category|投诉类型"
        )),
        Column("severity", "text", N_("Major or ordinary"), _headers(
            "severity|priority|hs_ticket_priority|严重程度|紧急程度"
        )),
        Column("cause_party", "text", N_("Who caused it: ours, supplier, carrier or customer"), _headers(
            "cause party|cause_party|responsible party|责任方|责任部门|第三方"
        )),
        Column("status", "text", N_("State of the complaint"), _headers("status|处理状态")),
        Column("claim_amount", "money", N_("Money the customer asks for"), _headers(
            "claim amount|claim|claim_amount|索赔金额"
        ), unit="money"),
        Column("settled_amount", "money", N_("Money we paid"), _headers(
            "settled amount|settlement|settled_amount|compensation|赔付金额"
        ), unit="money"),
        Column("recovered_amount", "money", N_("Money a third party paid us back"), _headers(
            "recovered amount|recovered_amount|追回金额"
        ), unit="money"),
        Column("last_feedback_date", "date", N_("Last day the customer heard from us"), _headers(
            "last feedback|last_feedback_at|last feedback date|最近回复日期"
        ), unit="day"),
        Column("note", "text", N_("The complaint in words"), _headers(
            "text|note|subject|description|content|narrative|consumer narrative|complaint text|投诉内容|原因"
        )),
    ),
    keyed=False,
)

CONTACT = Table(
    "contact",
    N_("Contacts"),
    N_("One person at one account"),
    ("contact_id",),
    (
        Column(
            "contact_id", "text", N_("The person's id"), _headers("contact id|ContactId"), role="id"
        ),
        _account_id(),
        Column("contact_name", "text", N_("The person's name"), _headers(
            "contact name|contact|full name|联系人|姓名"
        ), required=True, role="name"),
        Column("title", "text", N_("Function"), _headers(
            "title|job title|jobtitle|contact title|职务|职位"
        )),
        Column("department", "text", N_("Department"), _headers("department|部门")),
        Column("email", "text", N_("Mail address"), _headers("email|e-mail|mail|邮箱")),
        Column("phone", "text", N_("Telephone"), _headers("phone|telephone|mobile|手机|电话")),
        Column("contact_level", "text", N_("Executive, middle or base level"), _headers(
            "contact level|contact_level|level|联系人层级"
        )),
        Column("buying_role", "text", N_("Part in the decision"), _headers(
            "buying role|hs_buying_role|decision role|决策角色"
        )),
        Column("attitude", "text", N_("For us, neutral or against"), _headers("attitude|态度")),
        Column("our_counterpart", "text", N_("Who of us keeps the contact"), _headers(
            "our counterpart|counterpart|我方对接人"
        ), role="id"),
    ),
    keyed=False,
)

OPPORTUNITY = Table(
    "opportunity",
    N_("Opportunities"),
    N_("One inquiry on its way to an order"),
    ("opportunity_id",),
    (
        Column("opportunity_id", "text", N_("The opportunity's id"), _headers(
            "opportunity id|deal id|opportunity|inquiry no|record id|商机编号"
        ), role="id"),
        _account_id(required=False),
        Column("opportunity_name", "text", N_("What it is about"), _headers(
            "opportunity name|dealname|deal name|opportunity|商机名称"
        ), role="name"),
        Column("product_id", "text", N_("The product asked for"), _headers(
            "product|product id|产品"
        ), role="id"),
        Column("created_date", "date", N_("Day of the inquiry"), _headers(
            "created|created date|CreatedDate|createdate|engage date|engage_date|inquiry date|询价日期"
        ), unit="day"),
        Column("sample_date", "date", N_("Day a sample was sent"), _headers(
            "sample date|打样日期|寄样日期"
        ), unit="day"),
        Column("closed_date", "date", N_("Day it was won or lost"), _headers(
            "close date|CloseDate|closedate|closed date|预计成交日期|成交日期"
        ), unit="day"),
        Column("stage", "text", N_("How far it has come"), _headers(
            "stage|deal stage|StageName|dealstage|stage_id|sales_stage|deal_stage|阶段"
        )),
        Column(
            "is_won", "boolean", N_("Whether it became an order"), _headers("is won|IsWon|won|赢单")
        ),
        Column("is_new_product", "boolean", N_("Whether it concerns a new product"), _headers(
            "new product|is new product|新产品"
        )),
        Column("amount", "money", N_("Value expected or won"), _headers(
            "amount|deal value|close value|close_value|expected_revenue|opportunity_amount|ExpectedRevenue|预计金额"
        ), unit="money"),
        Column("lost_reason", "text", N_("Why it was lost"), _headers(
            "lost reason|loss reason|lost_reason_id|输单原因"
        )),
        _owner(),
    ),
    keyed=False,
)

JUDGED_SCORE = Table(
    "judged_score",
    N_("Judged scores"),
    N_("One person's judgement of one indicator"),
    ("account_id", "indicator_id", "rater"),
    (
        _account_id(),
        Column("indicator_id", "text", N_("The indicator judged"), _headers(
            "indicator|indicator id|评价指标"
        ), required=True, role="id"),
        Column("rater", "text", N_("Who judged"), _headers(
            "rater|judge|评分人"
        ), required=True, role="id"),
        Column("grade", "integer", N_("1 to 5"), _headers(
            "grade|score|rating|judgement|评分"
        ), required=True, unit="grade"),
        Column("judged_on", "date", N_("Day of the judgement"), _headers(
            "judged on|date|评分日期"
        ), unit="day"),
        Column("evidence", "text", N_("What the judgement rests on"), _headers("evidence|依据")),
    ),
)

SALES_TARGET = Table(
    "sales_target",
    N_("Targets"),
    N_("Planned sales of one month"),
    ("account_id", "owner", "month"),
    (
        _account_id(N_("The account, or empty for the manager as a whole"), required=False),
        _owner(),
        Column("month", "date", N_("First day of the month"), _headers(
            "month|target month|period|月份|目标月份"
        ), required=True, unit="day"),
        Column("amount", "money", N_("Sales planned"), _headers(
            "target|target amount|sales target|quota|sales amount quota|amount|目标|目标金额|销售目标"
        ), required=True, unit="money"),
    ),
)

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        ACCOUNT,
        PRODUCT,
        ORDER_HEADER,
        ORDER_LINE,
        INVOICE,
        PAYMENT,
        INTERACTION,
        COMPLAINT,
        CONTACT,
        OPPORTUNITY,
        JUDGED_SCORE,
        SALES_TARGET,
    )
}

# fmt: on

# Housekeeping tables: not facts, so status and the import never name them.
INTERNAL_SQL: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS meta (store_id VARCHAR, revision BIGINT)",
    "CREATE TABLE IF NOT EXISTS migration (name VARCHAR PRIMARY KEY, applied_at TIMESTAMP)",
    "CREATE TABLE IF NOT EXISTS audit (revision BIGINT, made_at TIMESTAMP, who VARCHAR, what VARCHAR)",
    "CREATE TABLE IF NOT EXISTS account_alias (account_id VARCHAR, alias VARCHAR, kind VARCHAR,"
    " PRIMARY KEY (account_id, alias, kind))",
    "CREATE TABLE IF NOT EXISTS import_file (import_id VARCHAR, made_at TIMESTAMP, who VARCHAR,"
    " file VARCHAR, table_name VARCHAR, sha256 VARCHAR, rows_read BIGINT, inserted BIGINT,"
    " updated BIGINT, unchanged BIGINT, rejected BIGINT, skipped BIGINT, mapping VARCHAR)",
    "CREATE TABLE IF NOT EXISTS quarantine (import_id VARCHAR, file VARCHAR, row_number BIGINT,"
    " column_name VARCHAR, value VARCHAR, code VARCHAR, row_text VARCHAR)",
    "CREATE TABLE IF NOT EXISTS yardstick (measure_id VARCHAR PRIMARY KEY, worst DOUBLE,"
    " typical DOUBLE, best DOUBLE, median DOUBLE, frozen_as_of DATE)",
    "CREATE TABLE IF NOT EXISTS truth (account_id VARCHAR PRIMARY KEY, is_key BOOLEAN,"
    " false_type VARCHAR, is_potential BOOLEAN, leaves_on DATE, defection_sign VARCHAR,"
    " reference_id VARCHAR)",
)

# What judgements read: lines and orders that count, whatever files they came from.
VIEW_SQL: tuple[str, ...] = (
    # An order without lines counts with its own amount; a cancelled order counts nothing. A line
    # without an amount is worth quantity x list price, without a cost quantity x product cost.
    """
    CREATE OR REPLACE VIEW sale AS
    SELECT h.order_id, l.line_id, h.account_id, h.order_date, l.product_id, l.quantity,
           coalesce(l.amount, CAST(l.quantity * p.list_price * (1 - coalesce(l.discount, 0))
               AS DECIMAL(18,4))) AS revenue,
           coalesce(l.cost, CAST(l.quantity * p.unit_cost AS DECIMAL(18,4))) AS cost,
           coalesce(l.list_value, CAST(l.quantity * l.unit_price AS DECIMAL(18,4))) AS list_value,
           coalesce(l.is_return, false) OR coalesce(h.is_return, false)
               OR coalesce(l.quantity < 0, false) OR coalesce(l.amount < 0, false) AS is_return
    FROM order_line l
    JOIN order_header h USING (order_id)
    LEFT JOIN product p ON p.product_id = l.product_id
    WHERE NOT coalesce(h.is_cancelled, false)
    UNION ALL
    SELECT h.order_id, NULL, h.account_id, h.order_date, NULL, NULL, h.amount_net, NULL, NULL,
           coalesce(h.is_return, false) OR coalesce(h.amount_net < 0, false)
    FROM order_header h
    WHERE h.amount_net IS NOT NULL AND NOT coalesce(h.is_cancelled, false)
      AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = h.order_id)
    """,
    # One row per order that has a line which is no return.
    """
    CREATE OR REPLACE VIEW placed_order AS
    SELECT s.order_id, s.account_id, s.order_date, sum(s.revenue) AS revenue,
           sum(s.cost) AS cost, count(DISTINCT s.product_id) AS products
    FROM sale s WHERE NOT s.is_return GROUP BY ALL
    """,
)


def create_table_sql(table: Table) -> str:
    """The statement that creates a fact table; ``import_id`` says which import a row came from."""
    columns = ", ".join(f"{c.name} {SQL_TYPES[c.type]}" for c in table.columns)
    return (
        f"CREATE TABLE IF NOT EXISTS {table.name} ({columns}, import_id VARCHAR,"
        f" PRIMARY KEY ({', '.join(table.key)}))"
    )


def count_rows_sql(table: Table) -> str:
    """The statement that counts a fact table's rows."""
    return f"SELECT count(*) FROM {table.name}"


# What emptying a store removes: facts and all that was worked out from them; the audit stays.
EMPTY_SQL: tuple[str, ...] = tuple(
    f"DELETE FROM {name}"
    for name in (*TABLES, "account_alias", "import_file", "quarantine", "yardstick", "truth")
)
