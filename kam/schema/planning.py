"""What we plan to sell and to do."""

from __future__ import annotations

from kam.schema.declared import Column, Table, account_id, headers, owner
from kam.words import N_

# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

SALES_TARGET = Table(
    "sales_target",
    N_("Targets"),
    N_("Planned sales of one month"),
    ("account_id", "owner", "month"),
    (
        account_id(N_("The account, or empty for the manager as a whole"), required=False),
        owner(),
        Column("month", "date", N_("First day of the month"), headers(
            "month|target month|period|月份|目标月份"
        ), required=True, unit="day"),
        Column("amount", "money", N_("Sales planned"), headers(
            "target|target amount|sales target|quota|sales amount quota|amount|目标|目标金额|销售目标"
        ), required=True, unit="money"),
    ),
)

FORECAST = Table(
    "forecast",
    N_("Forecasts"),
    N_("What an account or a product is expected to sell in one month"),
    ("account_id", "product_id", "month"),
    (
        account_id(N_("The account, or empty for all"), required=False),
        Column("product_id", "text", N_("The product, or empty for all"), headers(
            "product id|product|item|sku|Artikelnr|Produkt|article|artículo|产品|商品编码|物料编码"
        ), role="id"),
        Column("month", "date", N_("First day of the month"), headers(
            "forecast month|month|period|Monat|mois|mes|预测月份|月份"
        ), required=True, unit="day"),
        Column("quantity", "quantity", N_("Units expected"), headers(
            "forecast quantity|forecast qty|demand|expected quantity|quantity|qty|Prognosemenge|Menge|quantité prévue|cantidad prevista|预测数量|需货量"
        ), unit="number"),
        Column("amount", "money", N_("Sales expected"), headers(
            "forecast amount|forecast|forecast value|expected sales|Prognose|Prognosewert|prévision|previsión|预测金额|预测销售额"
        ), unit="money"),
    ),
)

STOCK = Table(
    "stock",
    N_("Stock"),
    N_("Units of one product on hand on one day"),
    ("product_id", "stock_date", "account_id", "place"),
    (
        Column("product_id", "text", N_("The product"), headers(
            "product id|product|item|item no|sku|item_code|Artikelnr|Artikelnummer|Produkt|article|référence|artículo|产品|存货编码|商品编码|物料编码"
        ), required=True, role="id"),
        Column("stock_date", "date", N_("Day of the count"), headers(
            "stock date|inventory date|date of count|as of|date|Bestandsdatum|Datum|date de stock|fecha|盘点日期|库存日期|日期"
        ), required=True, unit="day"),
        Column("on_hand", "quantity", N_("Units on hand"), headers(
            "on hand|quantity on hand|stock|stock quantity|inventory|actual_qty|available quantity|Bestand|Lagerbestand|stock disponible|existencias|inventario|库存|库存数量|结存数量|现存量"
        ), required=True, unit="number"),
        Column("reserved", "quantity", N_("Units promised already"), headers(
            "reserved|reserved quantity|reserved_qty|allocated|Reserviert|réservé|reservado|占用数量|预留数量"
        ), unit="number"),
        Column("place", "text", N_("Warehouse, or empty for all"), headers(
            "warehouse|location|store|Lager|Lagerort|entrepôt|almacén|仓库|库位"
        ), role="id"),
        account_id(N_("The account whose stock it is, or empty for our own"), required=False),
    ),
)

PLAN = Table(
    "plan",
    N_("Account plans"),
    N_("What we want to reach with one account in a period"),
    ("plan_id",),
    (
        Column("plan_id", "text", N_("The plan's id"), headers(
            "plan id|account plan id|AccountPlanId|计划编号"
        ), role="id"),
        account_id(),
        Column("plan_name", "text", N_("The plan's name"), headers(
            "plan name|account plan|plan|Kundenplan|plan de compte|plan de cuenta|客户计划|计划名称"
        ), required=True, role="name"),
        Column("status", "text", N_("State of the plan"), headers("plan status|status|Status|statut|estado|计划状态|状态")),
        Column("start_date", "date", N_("First day of the plan"), headers(
            "start date|StartDate|from|Beginn|début|inicio|开始日期"
        ), unit="day"),
        Column("end_date", "date", N_("Last day of the plan"), headers(
            "end date|EndDate|until|Ende|fin|结束日期"
        ), unit="day"),
        owner(),
        Column("vision", "text", N_("Where the account wants to go"), headers("AccountVision|account vision|vision|愿景")),
        Column("priorities", "text", N_("Its strategic priorities"), headers(
            "AccountStrategicPriorities|strategic priorities|priorities|战略重点"
        )),
        Column("challenges", "text", N_("What is hard for it"), headers("AccountChallenges|challenges|挑战")),
        Column("competitors", "text", N_("Who else sells to it"), headers("AccountCompetitors|competitors|竞争对手")),
        Column("strengths", "text", N_("Our strengths there"), headers(
            "AccountCompetitiveStrengths|RelationshipStrengths|strengths|优势"
        )),
        Column("weaknesses", "text", N_("Our weaknesses there"), headers(
            "AccountCmptvWeaknesses|RelationshipWeaknesses|weaknesses|劣势"
        )),
        Column("opportunities", "text", N_("Our chances there"), headers("RelationshipOpportunities|opportunities|机会")),
        Column("threats", "text", N_("What threatens us there"), headers("RelationshipThreats|threats|威胁")),
        Column("trends", "text", N_("Where its industry goes"), headers("AccountIndustryTrends|industry trends|行业趋势")),
        Column("note", "text", N_("Anything else"), headers("note|notes|备注")),
    ),
    keyed=False,
)

PLAN_OBJECTIVE = Table(
    "plan_objective",
    N_("Plan objectives"),
    N_("One thing a plan wants to reach"),
    ("objective_id",),
    (
        Column("objective_id", "text", N_("The objective's id"), headers(
            "objective id|plan objective id|AccountPlanObjectiveId|目标编号"
        ), role="id"),
        Column("plan_id", "text", N_("The plan it belongs to"), headers(
            "plan id|account plan id|AccountPlanId|计划编号"
        ), required=True, role="id"),
        Column("objective_name", "text", N_("What is to be reached"), headers(
            "objective name|objective|Zielsetzung|objectif|objetivo|目标|目标名称"
        ), required=True, role="name"),
        Column("status", "text", N_("State of the objective"), headers("status|statut|estado|状态")),
        Column("start_date", "date", N_("Day it starts"), headers("start date|StartDate|开始日期"), unit="day"),
        Column("due_date", "date", N_("Day it is to be reached"), headers(
            "due date|DueDate|EndDate|end date|fällig am|échéance|完成时间|截止日期"
        ), unit="day"),
        Column("owner", "text", N_("Who of us is responsible"), owner().aliases + ("ObjectiveOwnerId",), role="id"),
        Column("measure", "text", N_("What it is measured by"), headers("measure|metric|indicator|衡量指标")),
        Column("target_value", "number", N_("Value to be reached"), headers(
            "target value|target metric|target|Zielwert|valeur cible|valor objetivo|目标值"
        ), unit="number"),
        Column("done_share", "share", N_("How much of it is done"), headers(
            "done|percent done|completed %|ActionPlanCompletedPct|progress|完成率"
        ), unit="share"),
        Column("note", "text", N_("The objective in words"), headers("description|note|notes|说明|备注")),
    ),
    keyed=False,
)

PLAN_ACTION = Table(
    "plan_action",
    N_("Plan actions"),
    N_("One thing somebody does for an objective or an account"),
    ("action_id",),
    (
        Column("action_id", "text", N_("The action's id"), headers("action id|plan action id|行动编号|措施编号"), role="id"),
        account_id(required=False),
        Column("objective_id", "text", N_("The objective it serves"), headers(
            "objective id|plan objective id|AccountPlanObjectiveId|目标编号"
        ), role="id"),
        Column("action", "text", N_("What is to be done"), headers(
            "action|action item|planned action|Maßnahme|Aktion|acción|行动|措施|行动计划"
        ), required=True),
        owner(),
        Column("due_date", "date", N_("Day it is to be done"), headers(
            "due date|due|deadline|fällig am|échéance|vencimiento|完成时间|截止日期|计划完成日期"
        ), required=True, unit="day"),
        Column("done_date", "date", N_("Day it was done"), headers(
            "done date|done on|completed on|completion date|erledigt am|实际完成日期"
        ), unit="day"),
        Column("status", "text", N_("State of the action"), headers("action status|status|statut|estado|状态")),
        Column("result", "text", N_("What came of it"), headers("result|outcome|Ergebnis|résultat|resultado|结果|成果")),
    ),
    keyed=False,
)
