"""What gives a table away: columns no other kind of file has, and words in a file's name."""

from __future__ import annotations

# Besides account and day a file of this kind must bring one of these: any log has those two.
TELLING: dict[str, tuple[str, ...]] = {
    "interaction": ("channel", "note", "contact_name", "reply_hours"),
    "complaint": ("severity", "claim_amount", "category", "note", "complaint_id", "closed_date"),
    "contact": ("title", "email", "phone", "contact_level", "buying_role"),
    "opportunity": ("stage", "is_won", "opportunity_name"),
    "account": ("account_name", "industry", "region", "country", "owner", "credit_days", "city",
                "account_type", "parent_id", "employees"),
    "product": ("product_name", "list_price", "unit_cost", "category"),
    "invoice": ("due_date", "paid_date", "paid_amount", "disputed"),
    "rate": ("rate",),
    "complaint_step": ("step",),
    "account_event": ("event_kind",),
    "training": ("topic", "participants"),
    "satisfaction": ("satisfaction",),
    "signal": ("signal_kind",),
    "forecast": ("quantity", "amount"),
    "stock": ("on_hand",),
    "plan": ("plan_name",),
    "plan_objective": ("objective_name",),
    "plan_action": ("action",),
    "partner": ("partner_name",),
    "colleague": ("colleague_name",),
}  # fmt: skip

# A file's own name speaks where two tables fit equally well.
NAME_HINTS: dict[str, str] = {
    "account": "account|customer|client|compan|reseller|debitor|kunde|客户",
    "product": "product|item|article|artikel|产品|商品|物料",
    "order_header": "order_header|orders|auftr|订单",
    "order_line": "order_line|order-details|order_details|lines|sales|umsatz|销售",
    "invoice": "invoice|receivable|rechnung|发票|应收",
    "payment": "payment|receipt|zahlung|回款|收款",
    "interaction": "interaction|activit|visit|call_log|拜访|跟进",
    "complaint": "complaint|case|ticket|投诉",
    "contact": "contact|联系人",
    "opportunity": "opportunit|pipeline|deal|商机",
    "judged_score": "judged|score|评分",
    "sales_target": "target|quota|目标",
    "rate": "rate|currenc|kurs|汇率",
    "complaint_step": "complaint_step|case_comment|投诉处理",
    "account_event": "account_event|event_calendar|大事记",
    "training": "training|schulung|formation|培训",
    "satisfaction": "satisfaction|survey|csat|nps|满意度",
    "signal": "signal|预警",
    "forecast": "forecast|prognose|预测|需货",
    "stock": "stock|inventory|bestand|库存",
    "plan": "plan",
    "plan_objective": "objective",
    "plan_action": "action",
    "partner": "partner|supplier|vendor|shipper|carrier|lieferant|供应商|承运",
    "colleague": "employee|colleague|sales_rep|mitarbeiter|员工|业务员",
}
