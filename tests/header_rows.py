"""Header rows as programs write them, with two rows of values and what each column is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Export:
    """A file as a program exports it: name, text, its table, and column → header."""

    name: str
    text: str
    table: str
    columns: dict[str, str]


def _rows(*rows: str) -> str:
    return "\n".join(rows) + "\n"


EXPORTS: dict[str, Export] = {
    "Salesforce accounts, API names": Export(
        "Account.csv",
        _rows(
            "Id,Name,ParentId,Type,Rating,Industry,BillingCountry,BillingState,BillingCity,OwnerId,"
            "AccountSource,NumberOfEmployees,AnnualRevenue,CreatedDate,LastActivityDate,Phone,Website",
            "0015g00000AbCdE,Acme GmbH,,Customer,Hot,Machinery,Germany,Bayern,Munich,0055g000001,Web,250,"
            "12000000,2021-03-04T10:00:00.000Z,2024-05-01,+49 89 1,acme.de",
            "0015g00000AbCdF,Beta SA,0015g00000AbCdE,Customer,Warm,Food,France,IdF,Paris,0055g000002,Fair,"
            "40,900000,2022-01-14T10:00:00.000Z,2024-04-01,+33 1 2,beta.fr",
        ),
        "account",
        {"account_id": "Id", "account_name": "Name", "parent_id": "ParentId", "account_type": "Type",
         "tier": "Rating", "industry": "Industry", "country": "BillingCountry",
         "region": "BillingState", "city": "BillingCity", "owner": "OwnerId",
         "source": "AccountSource", "employees": "NumberOfEmployees",
         "annual_revenue": "AnnualRevenue", "created_at": "CreatedDate"},
    ),
    "Salesforce orders, labels": Export(
        "report.csv",
        _rows(
            "Order Number,Account Name,Account ID,Order Start Date,Order Amount,Order Currency,Status,"
            "Order Owner",
            "00000100,Acme GmbH,0015g00000AbCdE,2024-01-05,1200.50,EUR,Activated,Eva Lang",
            "00000101,Beta SA,0015g00000AbCdF,2024-01-25,900.00,EUR,Activated,Tom Kurz",
        ),
        "order_line",
        {"order_id": "Order Number", "account_id": "Account ID", "account_name": "Account Name",
         "order_date": "Order Start Date", "amount": "Order Amount", "currency": "Order Currency",
         "status": "Status", "owner": "Order Owner"},
    ),
    "HubSpot deals": Export(
        "hubspot-deals.csv",
        _rows(
            "Record ID,Deal Name,Deal Stage,Close Date,Amount,Deal owner,Create Date,Associated Company",
            "901,Pumps 2024,closedwon,2024-03-01,1200,Eva Lang,2024-01-05,Acme GmbH",
            "902,Valves,appointmentscheduled,2024-04-25,800,Tom Kurz,2024-02-15,Beta SA",
        ),
        "opportunity",
        {"opportunity_id": "Record ID", "opportunity_name": "Deal Name", "stage": "Deal Stage",
         "closed_date": "Close Date", "amount": "Amount", "owner": "Deal owner",
         "created_date": "Create Date", "account_id": "Associated Company"},
    ),
    "Odoo order lines": Export(
        "sale.order.csv",
        _rows(
            "name,date_order,partner_id,user_id,currency_id,state,order_line/product_id,"
            "order_line/product_uom_qty,order_line/price_unit,order_line/discount,"
            "order_line/price_subtotal",
            "S00021,2024-01-05 09:12:33,Azure Interior,Mitchell Admin,EUR,sale,Desk,2,100.00,0.0,200.00",
            "S00022,2024-01-25 09:12:33,Deco Addict,Marc Demo,EUR,sale,Chair,1,50.00,10.0,45.00",
        ),
        "order_line",
        {"order_id": "name", "order_date": "date_order", "account_id": "partner_id",
         "owner": "user_id", "currency": "currency_id", "status": "state",
         "product_id": "order_line/product_id", "quantity": "order_line/product_uom_qty",
         "unit_price": "order_line/price_unit", "discount": "order_line/discount",
         "amount": "order_line/price_subtotal"},
    ),
    "ERPNext sales invoices": Export(
        "Sales Invoice Item.csv",
        _rows(
            "name,customer,customer_name,posting_date,due_date,territory,item_code,item_name,"
            "item_group,qty,"
            "rate,net_amount,incoming_rate,currency",
            "ACC-SINV-2024-00001,CUST-1,Acme,2024-01-05,2024-02-04,Germany,P-1,Pump,Pumps,2,100,200,60,EUR",
            "ACC-SINV-2024-00002,CUST-2,Beta,2024-01-25,2024-02-24,France,P-2,Valve,Valves,1,50,50,20,EUR",
        ),
        "order_line",
        {"order_id": "name", "account_id": "customer", "account_name": "customer_name",
         "order_date": "posting_date", "region": "territory", "product_id": "item_code",
         "product_name": "item_name", "category": "item_group", "quantity": "qty",
         "unit_price": "rate", "amount": "net_amount", "unit_cost": "incoming_rate",
         "currency": "currency"},
    ),
    "Kingdee Cloud sales orders": Export(
        "SAL_SaleOrder.csv",
        _rows(
            "FBillNo,FDate,FCustId.FNumber,FCustId.FName,FSaleDeptId.FName,FSalerId.FName,"
            "FSettleCurrId.FNumber,"
            "FMaterialId.FNumber,FMaterialId.FName,FQty,FPrice,FTaxPrice,FEntryTaxRate,FDiscount,"
            "FAmount,FAllAmount,"
            "FDocumentStatus",
            "XSDD000001,2024-01-05,C001,上海华为,销售一部,王芳,CNY,M01,水泵,2,100,113,13,0,200,226,C",
            "XSDD000002,2024-01-25,C002,北京中兴,销售二部,李雷,CNY,M02,阀门,1,50,56.5,13,0,50,56.5,C",
        ),
        "order_line",
        {"order_id": "FBillNo", "order_date": "FDate", "account_id": "FCustId.FNumber",
         "account_name": "FCustId.FName", "owner": "FSalerId.FName",
         "currency": "FSettleCurrId.FNumber", "product_id": "FMaterialId.FNumber",
         "product_name": "FMaterialId.FName", "quantity": "FQty", "unit_price": "FPrice",
         "discount_amount": "FDiscount", "amount": "FAmount", "status": "FDocumentStatus"},
    ),
    "用友 U8 sales outlets": Export(
        "销售出库单列表.csv",
        _rows(
            "出库单号,出库日期,客户编码,客户简称,业务员,存货编码,存货名称,规格型号,主计量单位,数量,本币无税单价,"
            "本币无税金额,本币价税合计,币种",
            "XS0001,2024-01-05,C001,上海华为,王芳,M01,水泵,DN50,台,2,100,200,226,人民币",
            "XS0002,2024-01-25,C002,北京中兴,李雷,M02,阀门,DN20,个,1,50,50,56.5,人民币",
        ),
        "order_line",
        {"order_id": "出库单号", "order_date": "出库日期", "account_id": "客户编码",
         "account_name": "客户简称", "owner": "业务员", "product_id": "存货编码",
         "product_name": "存货名称", "quantity": "数量", "unit_price": "本币无税单价",
         "amount": "本币无税金额", "currency": "币种"},
    ),
    "SAP order items": Export(
        "VBAP.csv",
        _rows(
            "VBELN,POSNR,ERDAT,KUNNR,NAME1,LAND1,VKBUR,MATNR,ARKTX,KWMENG,NETPR,NETWR,WAERK,WAVWR",
            "0000004711,000010,2024-01-05,0000100001,Acme GmbH,DE,1010,P-1,Pumpe,2,100,200,EUR,120",
            "0000004712,000010,2024-01-25,0000100002,Beta SA,FR,1020,P-2,Ventil,1,50,50,EUR,20",
        ),
        "order_line",
        {"order_id": "VBELN", "line_id": "POSNR", "order_date": "ERDAT", "account_id": "KUNNR",
         "account_name": "NAME1", "country": "LAND1", "region": "VKBUR", "product_id": "MATNR",
         "product_name": "ARKTX", "quantity": "KWMENG", "unit_price": "NETPR", "amount": "NETWR",
         "currency": "WAERK", "cost": "WAVWR"},
    ),
    "German merchandise management": Export(
        "Umsatzliste.csv",
        _rows(
            "Beleg-Nr.;Belegdatum;Kunden-Nr.;Kundenname;PLZ;Ort;Vertreter;Art.-Nr.;Artikelbezeichnung;"
            "Warengruppe;"
            "Menge;Einzelpreis;Rabatt %;Nettobetrag;Wareneinsatz",
            "4711;05.01.2024;10001;Acme GmbH;80331;München;Lang;P-1;Pumpe;Pumpen;2;100,00;0;200,00;120,00",
            "4712;25.01.2024;10002;Beta AG;10115;Berlin;Kurz;P-2;Ventil;Ventile;1;50,00;10;45,00;20,00",
        ),
        "order_line",
        {"order_id": "Beleg-Nr.", "order_date": "Belegdatum", "account_id": "Kunden-Nr.",
         "account_name": "Kundenname", "city": "Ort", "owner": "Vertreter",
         "product_id": "Art.-Nr.", "product_name": "Artikelbezeichnung", "category": "Warengruppe",
         "quantity": "Menge", "unit_price": "Einzelpreis", "discount": "Rabatt %",
         "amount": "Nettobetrag", "cost": "Wareneinsatz"},
    ),
    "French invoicing": Export(
        "ventes.csv",
        _rows(
            "N° facture;Date de facture;Code client;Raison sociale;Ville;Commercial;Réf. article;"
            "Désignation;"
            "Quantité;P.U. HT;Remise;Montant HT;Montant TTC",
            "F-1;05/01/2024;C001;Dupont SARL;Lyon;Martin;P-1;Pompe;2;100,00;0;200,00;240,00",
            "F-2;25/01/2024;C002;Durand SA;Lille;Petit;P-2;Vanne;1;50,00;0;50,00;60,00",
        ),
        "order_line",
        {"order_id": "N° facture", "order_date": "Date de facture", "account_id": "Code client",
         "account_name": "Raison sociale", "city": "Ville", "owner": "Commercial",
         "product_id": "Réf. article", "product_name": "Désignation", "quantity": "Quantité",
         "unit_price": "P.U. HT", "discount": "Remise", "amount": "Montant HT"},
    ),
    "Spanish invoicing": Export(
        "ventas.csv",
        _rows(
            "Nº Pedido;Fecha pedido;Cód. cliente;Nombre del cliente;Provincia;Vendedor;Cód. artículo;"
            "Descripción;"
            "Cantidad;Precio unitario;Dto.;Base imponible;Total con IVA",
            "P-1;05/01/2024;C001;García SL;Madrid;Ana;A-1;Bomba;2;100,00;0;200,00;242,00",
            "P-2;25/01/2024;C002;López SA;Sevilla;Luis;A-2;Válvula;1;50,00;0;50,00;60,50",
        ),
        "order_line",
        {"order_id": "Nº Pedido", "order_date": "Fecha pedido", "account_id": "Cód. cliente",
         "account_name": "Nombre del cliente", "region": "Provincia", "owner": "Vendedor",
         "product_id": "Cód. artículo", "product_name": "Descripción", "quantity": "Cantidad",
         "unit_price": "Precio unitario", "discount": "Dto.", "amount": "Base imponible"},
    ),
    "HubSpot companies": Export(
        "hubspot-companies.csv",
        _rows(
            "Record ID,Company name,Company owner,Create Date,City,State/Region,Country/Region,Industry,"
            "Number of Employees,Annual Revenue,Type,Lifecycle Stage",
            "77,Acme GmbH,Eva Lang,2021-03-04 10:00,Munich,Bayern,Germany,Machinery,250,12000000,"
            "Partner,Customer",
            "78,Beta SA,Tom Kurz,2022-01-14 10:00,Paris,IdF,France,Food,40,900000,Partner,Customer",
        ),
        "account",
        {"account_id": "Record ID", "account_name": "Company name", "owner": "Company owner",
         "created_at": "Create Date", "city": "City", "region": "State/Region",
         "country": "Country/Region", "industry": "Industry", "employees": "Number of Employees",
         "annual_revenue": "Annual Revenue", "account_type": "Type", "status": "Lifecycle Stage"},
    ),
    "Salesforce opportunities, labels": Export(
        "opportunities.csv",
        _rows(
            "Opportunity ID,Opportunity Name,Account ID,Account Name,Stage,Amount,Close Date,Created Date,"
            "Opportunity Owner,Won",
            "0065g01,Pumps 2024,0015g01,Acme GmbH,Closed Won,1200,2024-03-01,2024-01-05,Eva Lang,1",
            "0065g02,Valves,0015g02,Beta SA,Proposal,800,2024-04-25,2024-02-15,Tom Kurz,0",
        ),
        "opportunity",
        {"opportunity_id": "Opportunity ID", "opportunity_name": "Opportunity Name",
         "account_id": "Account ID", "stage": "Stage", "amount": "Amount",
         "closed_date": "Close Date", "created_date": "Created Date",
         "owner": "Opportunity Owner", "is_won": "Won"},
    ),
    "Odoo order lines, labels": Export(
        "Sales Order (sale.order).csv",
        _rows(
            "Order Reference,Order Date,Customer,Salesperson,Currency,Status,Order Lines/Product,"
            "Order Lines/Quantity,Order Lines/Unit Price,Order Lines/Discount (%),Order Lines/Subtotal",
            "S00021,2024-01-05 09:12:33,Azure Interior,Mitchell Admin,EUR,Sales Order,Desk,2,100.00,"
            "0.0,200.00",
            "S00022,2024-01-25 09:12:33,Deco Addict,Marc Demo,EUR,Sales Order,Chair,1,50.00,10.0,45.00",
        ),
        "order_line",
        {"order_id": "Order Reference", "order_date": "Order Date", "account_id": "Customer",
         "owner": "Salesperson", "currency": "Currency", "status": "Status",
         "product_id": "Order Lines/Product", "quantity": "Order Lines/Quantity",
         "unit_price": "Order Lines/Unit Price", "discount": "Order Lines/Discount (%)",
         "amount": "Order Lines/Subtotal"},
    ),
    "Business Central sales lines": Export(
        "Posted Sales Invoice Lines.csv",
        _rows(
            "Document No.,Posting Date,Sell-to Customer No.,Sell-to Customer Name,No.,Description,Quantity,"
            "Unit Price Excl. VAT,Line Discount %,Line Amount Excl. VAT,Salesperson Code",
            "103001,2024-01-05,10000,Adatum,1896-S,Desk,2,100.00,0,200.00,PS",
            "103002,2024-01-25,20000,Trey Research,1900-S,Chair,1,50.00,10,45.00,JR",
        ),
        "order_line",
        {"order_id": "Document No.", "order_date": "Posting Date",
         "account_id": "Sell-to Customer No.", "account_name": "Sell-to Customer Name",
         "product_id": "No.", "product_name": "Description", "quantity": "Quantity",
         "unit_price": "Unit Price Excl. VAT", "discount": "Line Discount %",
         "amount": "Line Amount Excl. VAT", "owner": "Salesperson Code"},
    ),
    "SAP list of orders, English": Export(
        "VA05.csv",
        _rows(
            "Sales Document,Sales Document Item,Sold-to Party,Name 1,Document Date,Material,"
            "Material Description,"
            "Order Quantity,Net Price,Net Value,Document Currency",
            "4711,10,100001,Acme GmbH,2024-01-05,P-1,Pump,2,100,200,EUR",
            "4712,10,100002,Beta SA,2024-01-25,P-2,Valve,1,50,50,EUR",
        ),
        "order_line",
        {"order_id": "Sales Document", "line_id": "Sales Document Item",
         "account_id": "Sold-to Party", "account_name": "Name 1", "order_date": "Document Date",
         "product_id": "Material", "product_name": "Material Description",
         "quantity": "Order Quantity", "unit_price": "Net Price", "amount": "Net Value",
         "currency": "Document Currency"},
    ),
    "SAP list of orders, German": Export(
        "VA05_DE.csv",
        _rows(
            "Verkaufsbeleg;Position;Auftraggeber;Name Auftraggeber;Belegdatum;Material;Materialbezeichnung;"
            "Auftragsmenge;Nettopreis;Nettowert;Belegwährung",
            "4711;10;100001;Acme GmbH;05.01.2024;P-1;Pumpe;2;100,00;200,00;EUR",
            "4712;10;100002;Beta SA;25.01.2024;P-2;Ventil;1;50,00;50,00;EUR",
        ),
        "order_line",
        {"order_id": "Verkaufsbeleg", "line_id": "Position", "account_id": "Auftraggeber",
         "account_name": "Name Auftraggeber", "order_date": "Belegdatum", "product_id": "Material",
         "product_name": "Materialbezeichnung", "quantity": "Auftragsmenge",
         "unit_price": "Nettopreis", "amount": "Nettowert", "currency": "Belegwährung"},
    ),
    "German invoicing": Export(
        "Rechnungsausgang.csv",
        _rows(
            "Rechnungsnummer;Rechnungsdatum;Kundennummer;Firma;Land;Artikelnummer;Bezeichnung;Anzahl;"
            "VK-Preis;"
            "Gesamtpreis netto;Gesamtpreis brutto;Fällig am",
            "RE-1;05.01.2024;10001;Acme GmbH;DE;P-1;Pumpe;2;100,00;200,00;238,00;04.02.2024",
            "RE-2;25.01.2024;10002;Beta AG;AT;P-2;Ventil;1;50,00;50,00;59,50;24.02.2024",
        ),
        "order_line",
        {"order_id": "Rechnungsnummer", "order_date": "Rechnungsdatum",
         "account_id": "Kundennummer", "account_name": "Firma", "country": "Land",
         "product_id": "Artikelnummer", "product_name": "Bezeichnung", "quantity": "Anzahl",
         "unit_price": "VK-Preis", "amount": "Gesamtpreis netto"},
    ),
    "Kingdee K/3 sales outlets, labels": Export(
        "销售出库序时簿.csv",
        _rows(
            "日期,单据编号,购货单位代码,购货单位名称,产品代码,产品名称,规格型号,单位,实发数量,销售单价,销售金额,业务员,部门",
            "2024-01-05,XOUT001,01.001,上海华为,M01,水泵,DN50,台,2,100,200,王芳,销售一部",
            "2024-01-25,XOUT002,01.002,北京中兴,M02,阀门,DN20,个,1,50,50,李雷,销售二部",
        ),
        "order_line",
        {"order_date": "日期", "order_id": "单据编号", "account_id": "购货单位代码",
         "account_name": "购货单位名称", "product_id": "产品代码", "product_name": "产品名称",
         "quantity": "实发数量", "unit_price": "销售单价", "amount": "销售金额", "owner": "业务员"},
    ),
    "用友 T+ sales slips": Export(
        "销货单.csv",
        _rows(
            "单据日期,单据编号,客户编码,客户,业务员,存货编码,存货名称,数量,单价,含税单价,税率%,金额,含税金额",
            "2024-01-05,SA-1,C001,上海华为,王芳,M01,水泵,2,100,113,13,200,226",
            "2024-01-25,SA-2,C002,北京中兴,李雷,M02,阀门,1,50,56.5,13,50,56.5",
        ),
        "order_line",
        {"order_date": "单据日期", "order_id": "单据编号", "account_id": "客户编码",
         "account_name": "客户", "owner": "业务员", "product_id": "存货编码",
         "product_name": "存货名称", "quantity": "数量", "unit_price": "单价", "amount": "金额"},
    ),
    "Chinese sales register": Export(
        "销售台账.csv",
        _rows(
            "序号,下单日期,订单编号,客户名称,所属行业,省份,客户经理,产品名称,数量,销售额（万元）",
            "1,2024年1月5日,D001,上海华为,通信,上海,王芳,水泵,2,1.2",
            "2,2024年1月25日,D002,北京中兴,通信,北京,李雷,阀门,1,0.5",
        ),
        "order_line",
        {"line_id": "序号", "order_date": "下单日期", "order_id": "订单编号",
         "account_id": "客户名称", "industry": "所属行业", "region": "省份", "owner": "客户经理",
         "product_id": "产品名称", "product_name": "产品名称", "quantity": "数量",
         "amount": "销售额（万元）"},
    ),
    "Chinese customer list": Export(
        "客户档案.csv",
        _rows(
            "客户编号,客户名称,客户级别,客户类型,所属行业,省份,城市,业务员,信用额度,账期,统一社会信用代码,建档日期",
            "C001,上海华为,A,直销,通信,上海,上海,王芳,100000,30,91310000MA1,2021-03-04",
            "C002,北京中兴,B,经销,通信,北京,北京,李雷,50000,60,91110000MA2,2022-01-14",
        ),
        "account",
        {"account_id": "客户编号", "account_name": "客户名称", "tier": "客户级别",
         "account_type": "客户类型", "industry": "所属行业", "region": "省份", "city": "城市",
         "owner": "业务员", "credit_limit": "信用额度", "credit_days": "账期",
         "tax_id": "统一社会信用代码", "created_at": "建档日期"},
    ),
    "French customer list": Export(
        "clients.csv",
        _rows(
            "N° client;Nom du client;Secteur d'activité;Pays;Région;Ville;Commercial;Délai de paiement",
            "C001;Dupont SARL;Agro;France;Rhône;Lyon;Martin;30",
            "C002;Durand SA;Chimie;Belgique;Wallonie;Liège;Petit;60",
        ),
        "account",
        {"account_id": "N° client", "account_name": "Nom du client",
         "industry": "Secteur d'activité", "country": "Pays", "region": "Région",
         "city": "Ville", "owner": "Commercial", "credit_days": "Délai de paiement"},
    ),
    "Spanish customer list": Export(
        "clientes.csv",
        _rows(
            "Código cliente;Razón social;Sector;País;Provincia;Ciudad;Comercial;Plazo de pago;NIF",
            "C001;García SL;Alimentación;España;Madrid;Madrid;Ana;30;B11",
            "C002;López SA;Química;España;Sevilla;Sevilla;Luis;60;B22",
        ),
        "account",
        {"account_id": "Código cliente", "account_name": "Razón social", "industry": "Sector",
         "country": "País", "region": "Provincia", "city": "Ciudad", "owner": "Comercial",
         "credit_days": "Plazo de pago", "tax_id": "NIF"},
    ),
    "typed by hand, with slips": Export(
        "sales.csv",
        _rows(
            "Custmer No,Custmer Name,Date of Order,Ammount,Quantiy",
            "C001,Acme,2024-01-05,200,2",
            "C002,Beta,2024-01-25,50,1",
        ),
        "order_line",
        {"account_id": "Custmer No", "account_name": "Custmer Name", "order_date": "Date of Order",
         "amount": "Ammount", "quantity": "Quantiy"},
    ),
}  # fmt: skip
