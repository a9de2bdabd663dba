"""How we serve an account: complaints, what was done about them, and how content it is."""

from __future__ import annotations

from kam.schema.declared import Column, Table, account_id, headers, owner
from kam.words import N_

# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

COMPLAINT = Table(
    "complaint",
    N_("Complaints"),
    N_("One complaint of one account"),
    ("complaint_id",),
    (
        Column("complaint_id", "text", N_("The complaint's number"), headers(
            "complaint id|case number|CaseNumber|ticket id|ticket|case id|投诉单号"
        ), role="id"),
        account_id(),
        Column("opened_date", "date", N_("Day it was raised"), headers(
            "opened|opened date|opened on|open date|created|created on|date|date received|date submitted|submitted|received date|CreatedDate|Date/Time Opened|opening_date"
            "|complaint date|投诉日期"
        ), required=True, unit="day"),
        Column("closed_date", "date", N_("Day it was settled"), headers(
            "closed|closed date|ClosedDate|closed_date|resolution date|结案日期"
        ), unit="day"),
        Column("category", "text", N_("What it is about"), headers(
            "category|issue|issue type|issue_type|reason|Case Reason|type|product|Produkt|hs_ticket_category|投诉类型"
        )),
        Column("severity", "text", N_("Major or ordinary"), headers(
            "severity|priority|hs_ticket_priority|严重程度|紧急程度"
        )),
        Column("cause_party", "text", N_("Who caused it: ours, supplier, carrier or customer"), headers(
            "cause party|cause_party|responsible party|责任方|责任部门|第三方"
        )),
        Column("status", "text", N_("State of the complaint"), headers("status|处理状态")),
        Column("claim_amount", "money", N_("Money the customer asks for"), headers(
            "claim amount|claim|claim_amount|索赔金额"
        ), unit="money"),
        Column("settled_amount", "money", N_("Money we paid"), headers(
            "settled amount|settlement|settled_amount|compensation|赔付金额"
        ), unit="money"),
        Column("recovered_amount", "money", N_("Money a third party paid us back"), headers(
            "recovered amount|recovered_amount|追回金额"
        ), unit="money"),
        Column("last_feedback_date", "date", N_("Last day the customer heard from us"), headers(
            "last feedback|last_feedback_at|last feedback date|最近回复日期"
        ), unit="day"),
        Column("note", "text", N_("The complaint in words"), headers(
            "text|note|subject|description|content|narrative|consumer narrative|complaint text|投诉内容|原因"
        )),
    ),
    keyed=False,
)

COMPLAINT_STEP = Table(
    "complaint_step",
    N_("Complaint steps"),
    N_("One thing done about a complaint"),
    ("step_id",),
    (
        Column("step_id", "text", N_("The step's id"), headers(
            "step id|comment id|步骤编号"
        ), role="id"),
        Column("complaint_id", "text", N_("The complaint it belongs to"), headers(
            "complaint id|case number|case id|ticket id|CaseId|Ticketnummer|Reklamationsnummer|n° réclamation|投诉单号"
        ), required=True, role="id"),
        Column("step_date", "date", N_("Day it was done"), headers(
            "step date|done on|date|created date|comment date|Datum|fecha|处理日期|日期"
        ), required=True, unit="day"),
        Column("step", "text", N_("Investigation, emergency measure, trial, feedback …"), headers(
            "step|action|measure|comment|comment body|CommentBody|Maßnahme|mesure|medida|处理步骤|处理措施|处理进展"
        ), required=True),
        Column("owner", "text", N_("Who of us did it"), owner().aliases + ("处理人", "责任人"), role="id"),
        Column("told_customer", "boolean", N_("Whether the customer was told"), headers(
            "told customer|customer informed|is public|IsPublished|Kunde informiert|client informé|是否反馈客户"
        )),
    ),
    keyed=False,
)

SATISFACTION = Table(
    "satisfaction",
    N_("Satisfaction"),
    N_("One answer of one account to one survey"),
    ("answer_id",),
    (
        Column("answer_id", "text", N_("The answer's id"), headers(
            "answer id|response id|survey response id|survey response key|答卷编号"
        ), role="id"),
        account_id(),
        Column("answered_on", "date", N_("Day of the answer"), headers(
            "answered on|survey date|response date|date answered|date|Umfragedatum|date d'enquête|fecha de encuesta|调查日期|评价日期|日期"
        ), required=True, unit="day"),
        Column("satisfaction", "number", N_("The grade given"), headers(
            "satisfaction|satisfaction score|csat|nps|nps score|survey score|Zufriedenheit|Zufriedenheitswert|satisfacción|满意度|满意度评分|得分"
        ), required=True, unit="number"),
        Column("scale_top", "number", N_("The best grade there is; empty for 5"), headers(
            "scale top|scale|max score|out of|Skala|échelle|escala|满分"
        ), unit="number"),
        Column("topic", "text", N_("What was asked about"), headers(
            "topic|question|survey|subject|Frage|pregunta|调查项目|问题"
        )),
        Column("contact_name", "text", N_("Who answered"), headers("contact|contact name|respondent|受访人|联系人"), role="name"),
        Column("note", "text", N_("The answer in words"), headers("note|comment|comments|verbatim|意见|建议")),
    ),
    keyed=False,
)
