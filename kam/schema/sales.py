"""Whom we sell to, what, and every sale: accounts, products, orders and their lines."""

from __future__ import annotations

from kam.schema.declared import Column, Table, account_id, country, currency, headers, owner, region
from kam.words import N_

# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

ACCOUNT = Table(
    "account",
    N_("Accounts"),
    N_("A company we sell to"),
    ("account_id",),
    (
        account_id(),
        Column("account_name", "text", N_("The account's name"), headers(
            "account name|customer name|client name|cust name|reseller name|sell-to customer name"
            "|sold-to name|buyer name|debtor name|billing name|name 1|partner name|company|company name|associated company|display_name"
            "|customer_name|Kundenname|Debitorname|Kundenbezeichnung|NAME1|name of sold-to party|Name Auftraggeber|Firma|Firmenname|nom client"
            "|nom du client|raison sociale|société|nombre cliente|nombre del cliente|razón social"
            "|empresa|客户名称|客户名|客户全称|购货单位名称|往来单位名称|公司名称|公司名|客户简称|name|Name|customer|client|account|Kunde|cliente|客户|购货单位|往来单位"
        ), role="name"),
        Column("parent_id", "text", N_("The group this account belongs to"), headers(
            "parent|parent id|parent account|ParentId|Parent Account ID|hs_parent_company_id"
            "|parent_id|commercial_partner_id|subsidiary_of|Member of|上级客户|母公司|所属集团|总公司"
        ), role="id"),
        Column("account_type", "text", N_("Kind of account"), headers(
            "account type|type|customer type|business type|category_id|segment|customer segment|客户类型|客户性质|客户类别|所属分类"
        )),
        Column("tier", "text", N_("Service class given by us"), headers(
            "tier|rating|Account_Tier__c|customer group|customer_group|grade|class|客户级别|客户等级|客户分级"
        )),
        Column("industry", "text", N_("Industry"), headers(
            "industry|sector|market segment|industry_id|market_segment|product line|Branche|secteur|secteur d'activité|行业|所属行业"
        )),
        country(),
        region(),
        Column("city", "text", N_("City"), headers(
            "city|BillingCity|town|ORT01|Ort|Stadt|ville|ciudad|城市"
        )),
        owner(),
        Column("source", "text", N_("How the account was found"), headers(
            "source|AccountSource|hs_analytics_source|lead source|lead_source|source_id|客户来源|来源"
        )),
        Column("employees", "integer", N_("Number of employees"), headers(
            "employees|number of employees|NumberOfEmployees|numberofemployees|员工人数"
        ), unit="count"),
        Column("annual_revenue", "money", N_("The account's own yearly revenue"), headers(
            "annual revenue|AnnualRevenue|annual sales|revenue (m)|年营业额|注册资金"
        ), unit="money"),
        Column("created_at", "date", N_("When the account was entered"), headers(
            "created|created at|CreatedDate|Create Date|create_date|creation|创建时间|建档日期|开户日期"
        ), unit="day"),
        Column("credit_limit", "money", N_("Most we lend the account"), headers(
            "credit limit|credit_limit|credit_limits|Kreditlimit|信用额度"
        ), unit="money"),
        Column("credit_days", "integer", N_("Agreed days to pay after the invoice; below 0 for prepayment"), headers(
            "credit days|payment terms|payment days|terms|net days|payment_terms|property_payment_term_id|Zahlungsziel|délai de paiement|plazo de pago|账期|信用天数|付款条件"
        ), unit="days"),
        Column("tax_id", "text", N_("Tax number"), headers(
            "tax id|vat|vat number|TaxId|USt-IdNr|Steuernummer|SIRET|NIF|CIF|统一社会信用代码|税号|纳税人识别号"
        ), role="id"),
        Column("status", "text", N_("State of the relation"), headers(
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
        Column("product_id", "text", N_("The product's id"), headers(
            "product id|item id|article id|material id|sku|StockCode|Product2Id|hs_sku|item_code|lineitem sku"
            "|FMaterialId|MATNR|Artikelnr|Artikelnummer|Art.-Nr.|Materialnummer|référence|réf article"
            "|code article|código artículo|código producto|cod artículo|referencia|存货编码|物料编码"
            "|商品编码|产品编码|货号|料号|product|item|material|article|Artikel|Produkt|produit|producto|artículo|存货|物料|料品|商品|产品"
        ), required=True, role="id"),
        Column("product_name", "text", N_("The product's name"), headers(
            "product name|item name|article name|english product name|item_name|lineitem name|item description"
            "|product description|description|Artikelbezeichnung|Artikelname|Bezeichnung|désignation"
            "|libellé|ARKTX|MAKTX|material name|material description|Materialbezeichnung|Materialkurztext|descripción|nombre producto|品名|存货名称|商品名称|产品名称|物料名称|货品名称|product|item|Artikel|producto|商品|产品"
        ), role="name"),
        Column("category", "text", N_("Product family"), headers(
            "category|product category|product family|product group|item group|item_group|sub-category|category id"
            "|product subcategory key|Warengruppe|MATKL|material group|catégorie|categoría|品牌|产品类别"
        )),
        Column("list_price", "price", N_("Price without discount, per unit"), headers(
            "list price|sales price|unit price|price|dealer price|Listenpreis|prix catalogue|precio|标准价|目录价"
        ), unit="money"),
        Column("unit_cost", "price", N_("What one unit costs us"), headers(
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
        Column("order_id", "text", N_("The order's number"), headers(
            "order id|order no|order number|sales order id|sales order number|so number|OrderNumber"
            "|hs_order_name|order_reference|order ref|FBillNo|Auftragsnr|Auftragsnummer|Bestellnr"
            "|Bestellnummer|n° commande|numéro de commande|nº pedido|número de pedido|订单号|订单编号"
            "|销售订单号|销售单号|单据编号|单据号|单号|order|sales order|Auftrag|Bestellung|commande|pedido"
            "|doc no|document no|document number|voucher no|Belegnr|Belegnummer|n° pièce|合同号|出库单号"
            "|billing document|sales document|VBELN|Verkaufsbeleg|Fakturanummer|num|invoice no|InvoiceNo|invoice|Rechnungsnr|Rechnungsnummer|n° facture|nº factura|factura|发票号"
        ), required=True, role="id"),
        account_id(),
        Column("order_date", "date", N_("Day the order was placed"), headers(
            "order date|date ordered|ordered on|order created|date_order|EffectiveDate|Order Start Date"
            "|purchase date|sales date|sale date|date of sale|Bestelldatum|Auftragsdatum|Auftragsdat"
            "|date de commande|date commande|fecha de pedido|fecha pedido|下单日期|订单日期|下单时间"
            "|销售日期|invoice date|InvoiceDate|Rechnungsdatum|date de facture|date facture"
            "|fecha de factura|fecha factura|开票日期|billing date|Fakturadatum|transaction date|transaction_date|posting date"
            "|posting_date|document date|doc date|Belegdatum|Buchungsdatum|date pièce|单据日期|业务日期"
            "|FDate|AUDAT|FKDAT|ERDAT|date|day|Datum|Tag|fecha|jour|日期|时间|出库日期|发货日期|invoice creation date|created at"
            "|creation date|date created|order time|month|period|year month|Monat|mois|mes|月份|期间"
        ), required=True, unit="day"),
        Column("promised_date", "date", N_("Day we promised to deliver"), headers(
            "promised date|required date|due date|delivery date|EndDate|commitment_date"
            "|delivery_date|Liefertermin|date de livraison|fecha de entrega|交期|交货日期|要求交期"
        ), unit="day"),
        Column("ready_date", "date", N_("Day the goods were ready"), headers(
            "ready date|goods ready|完工日期"
        ), unit="day"),
        Column("ship_date", "date", N_("Day the goods left"), headers(
            "ship date|shipped date|shipping date|shipped|effective_date|Lieferdatum|Versanddatum|date d'expédition|fecha de envío|发货日期|装柜日期|出运日期"
        ), unit="day"),
        Column("delay_cause", "text", N_("Who caused a wait: ours, supplier, carrier or customer"), headers(
            "delay cause|delay_cause|延误原因|责任方"
        )),
        Column("amount_net", "price", N_("Order value without tax, where no lines are known"), headers(
            "order total|net total|order amount|order value|total|amount|TotalAmount|amount_untaxed|net_total"
            "|base_net_total|Nettobetrag|Auftragswert|montant ht|importe neto|订单金额|amount_total|grand_total"
        ), unit="money"),
        Column("deposit_share", "share", N_("Part paid before production"), headers(
            "deposit|deposit %|advance|total_advance|预付比例|定金|预付款"
        ), unit="share"),
        currency(),
        owner(),
        region(),
        country(),
        Column("status", "text", N_("State of the order"), headers(
            "order status|status|FDocumentStatus|Auftragsstatus|statut|estado|订单状态|状态|单据状态"
        )),
        Column("is_cancelled", "boolean", N_("Cancelled orders count nothing"), headers(
            "cancelled|is cancelled|canceled|storniert|annulé|anulado|已取消|作废"
        )),
        Column("is_return", "boolean", N_("A return or credit note"), headers(
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
        Column("line_id", "text", N_("The line's number in its order"), headers(
            "line|line no|line number|sales order line number|row id|order line|position|POSNR|sales document item|Verkaufsbelegposition|Pos|ligne|línea|行号|序号"
        ), role="id"),
        Column(
            "product_id",
            "text",
            N_("The product's id"),
            PRODUCT.column("product_id").aliases,
            role="id",
        ),
        Column("quantity", "quantity", N_("Units; below 0 for a return"), headers(
            "quantity|qty|quantity sold|qty ordered|quantity ordered|order quantity|units|units sold|pcs"
            "|pieces|billed quantity|lineitem quantity|product_uom_qty|KWMENG|FKIMG|FQty|FRealQty|Menge|Bestellmenge|Auftragsmenge|Anzahl|Stück|Stk|quantité|qté|qte"
            "|cantidad|cant|unidades|数量|实发数量|销售数量|件数"
        ), unit="number"),
        Column("unit_price", "price", N_("Price per unit before discount"), headers(
            "unit price|net unit price|price per unit|sales price|unit price excl vat|unit price excl tax|price each|net price|lineitem price|price|rate|UnitPrice|price_unit"
            "|FPrice|NETPR|Einzelpreis|Stückpreis|Nettopreis|EP|Preis|VK-Preis|prix unitaire|prix unitaire ht|pu ht|pu|prix"
            "|precio unitario|precio|单价|销售单价|无税单价|不含税单价|含税单价|FTaxPrice"
        ), unit="money"),
        Column("discount", "share", N_("Discount: a fraction of the price"), headers(
            "discount|discount %|discount rate|discount pct|discount percent|line discount|disc|disc."
            "|unit price discount pct|FDiscountRate|Rabatt|Rabatt %|Rabattsatz|remise|taux remise|descuento|dto|折扣|折扣率"
        ), unit="share"),
        Column("amount", "price", N_("Revenue of the line without tax, after discount; below 0 for a return"), headers(
            "net amount|net sales|net sales amount|net revenue|net value|net total|net line amount"
            "|amount net|sales net|invoice net amount|amount excl tax|amount excl vat|line amount excl vat|line amount excl tax|total excl tax|amount_untaxed"
            "|price_subtotal|net_total|base_net_total|NETWR|FAmount|net|不含税金额|未税金额|无税金额|Nettobetrag"
            "|Nettoumsatz|Umsatz netto|Nettowert|Netto|montant ht|total ht|ca ht|montant net|importe neto"
            "|base imponible|total neto|subtotal|sub total|sales|sales amount|sales value|sales revenue"
            "|revenue|turnover|amount|line total|line amount|line value|total|total amount|total price"
            "|total sales|total value|value|order amount|order total|order value|TotalAmount|TotalPrice"
            "|invoice amount|invoice value|amount paid|paid amount|payment amount|spend|price total"
            "|Betrag netto|Gesamtpreis netto|Summe netto|Gesamt netto|Umsatz|Erlös|Betrag|Gesamt|Gesamtbetrag|Gesamtpreis|Summe|Warenwert|Wert|Rechnungsbetrag"
            "|Positionsbetrag|montant|montant total|total ligne|chiffre d'affaires|ca|importe"
            "|importe total|ventas|venta|monto|total|valor|facturación|销售额|销售金额|金额|订单金额|成交金额|货款|营业额|销售收入|收入|实付金额|付款金额|回款金额|extended amount"
            "|extended price|gross amount|gross sales|gross total|grand_total|amount_total|price_total"
            "|base_grand_total|total incl tax|FAllAmount|价税合计|含税金额|总金额|合计金额|Bruttobetrag"
            "|Bruttoumsatz|Brutto|Betrag brutto|Gesamtpreis brutto|Summe brutto|Umsatz brutto|montant ttc|total ttc|total con iva|importe con iva"
        ), unit="money"),
        Column("cost", "price", N_("What the line cost us in all"), headers(
            "line cost|total cost|total product cost|cost amount|cogs|cost of goods sold|cost of sales|cost"
            "|hs_cost_of_goods_sold|WAVWR|Kosten|Wareneinsatz|Einstandswert|coût|coût total|coste|coste total|costo|销售成本|成本金额|成本"
        ), unit="money"),
        Column("list_value", "price", N_("Quantity at list price"), headers(
            "list value|list amount|value at list price|原价金额"
        ), unit="money"),
        Column(
            "is_return", "boolean", N_("A returned line"), headers("line is return|line return")
        ),
    ),
    keyed=False,
)
