"""Who else has a part in it: suppliers, carriers and other partners, and our own colleagues."""

from __future__ import annotations

from kam.schema.declared import Column, Table, country, headers
from kam.words import N_

# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

PARTNER = Table(
    "partner",
    N_("Partners"),
    N_("A supplier, carrier, bank or insurer we work with"),
    ("partner_kind", "partner_id"),
    (
        Column("partner_kind", "text", N_("Supplier, carrier, bank, insurer …"), headers(
            "partner kind|partner type|kind of partner|伙伴类型"
        ), role="id"),
        Column("partner_id", "text", N_("The partner's id"), headers(
            "partner id|supplier id|vendor id|vendor code|shipper id|carrier id|Lieferantennr|Kreditorennr|code fournisseur|código proveedor|供应商编码|供应商编号|承运商编号"
        ), required=True, role="id"),
        Column("partner_name", "text", N_("The partner's name"), headers(
            "partner name|supplier name|vendor name|carrier name|shipper name|company name|supplier|vendor|carrier|Lieferant|Lieferantenname|fournisseur|proveedor|供应商|供应商名称|承运商"
        ), required=True, role="name"),
        Column("goods", "text", N_("What it delivers"), headers("goods|products|main products|主营产品|供应产品")),
        country(),
        Column("city", "text", N_("City"), headers("city|town|Ort|Stadt|ville|ciudad|城市")),
        Column("contact_name", "text", N_("Whom we know there"), headers("contact name|contact|联系人"), role="name"),
        Column("phone", "text", N_("Telephone"), headers("phone|telephone|Telefon|téléphone|teléfono|电话")),
        Column("price_grade", "number", N_("Price level, 1 to 5"), headers("price level|price grade|价格水平"), unit="grade"),
        Column("speed_grade", "number", N_("Delivery speed, 1 to 5"), headers("delivery speed|speed grade|交货速度"), unit="grade"),
        Column("service_grade", "number", N_("Service level, 1 to 5"), headers("service level|service grade|服务水平"), unit="grade"),
        Column("quality_grade", "number", N_("Quality, 1 to 5"), headers("product quality|quality grade|产品质量"), unit="grade"),
    ),
)

COLLEAGUE = Table(
    "colleague",
    N_("Colleagues"),
    N_("One of us who looks after accounts"),
    ("owner",),
    (
        Column("owner", "text", N_("The id or name accounts and orders name them by"), headers(
            "employee id|employee key|sales rep id|salesperson id|salesperson code|user id|员工编号|业务员编码|职员编码"
        ), required=True, role="id"),
        Column("colleague_name", "text", N_("The colleague's name"), headers(
            "employee name|sales rep name|salesperson name|full name|user name|Mitarbeitername|员工姓名|业务员姓名|职员名称"
        ), required=True, role="name"),
        Column("team", "text", N_("Team or department"), headers("team|department|sales team|Abteilung|équipe|equipo|部门|销售部门")),
        Column("email", "text", N_("Mail address"), headers("email|e-mail|mail|邮箱")),
        Column("superior", "text", N_("Whom they report to"), headers("superior|reports to|ReportsToId|Vorgesetzter|上级|主管"), role="id"),
        Column("hours_per_week", "number", N_("Hours a week for accounts"), headers("hours per week|weekly hours|Wochenstunden|每周工时"), unit="hours"),
    ),
)
