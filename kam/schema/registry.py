"""All fact tables, parents before children: the order imports, exports and documents follow."""

from __future__ import annotations

from kam.schema import money, partners, planning, relation, sales, service
from kam.schema.declared import Table

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        sales.ACCOUNT,
        sales.PRODUCT,
        sales.ORDER_HEADER,
        sales.ORDER_LINE,
        money.INVOICE,
        money.PAYMENT,
        relation.INTERACTION,
        service.COMPLAINT,
        relation.CONTACT,
        relation.OPPORTUNITY,
        relation.JUDGED_SCORE,
        planning.SALES_TARGET,
        money.RATE,
        service.COMPLAINT_STEP,
        relation.ACCOUNT_EVENT,
        relation.TRAINING,
        service.SATISFACTION,
        relation.SIGNAL,
        planning.FORECAST,
        planning.STOCK,
        planning.PLAN,
        planning.PLAN_OBJECTIVE,
        planning.PLAN_ACTION,
        partners.PARTNER,
        partners.COLLEAGUE,
    )
}

# Where a record of one table must name a record of another: column and table.
PARENTS: dict[str, tuple[str, str]] = {
    "complaint_step": ("complaint_id", "complaint"),
    "plan_objective": ("plan_id", "plan"),
    "plan_action": ("objective_id", "plan_objective"),
}
