"""What passes between an account and us: people, talks, inquiries, events, judgements."""

from __future__ import annotations

from kam.schema.declared import Column, Table, account_id, headers, owner
from kam.words import N_

# fmt: off
# One column, one entry: wide on purpose, so that a table can be read at a glance.

INTERACTION = Table(
    "interaction",
    N_("Interactions"),
    N_("One visit, call or message"),
    ("interaction_id",),
    (
        Column("interaction_id", "text", N_("The activity's id"), headers(
            "interaction id|activity id|event id|task id"
        ), role="id"),
        account_id(),
        Column("interaction_date", "date", N_("Day it took place"), headers(
            "interaction date|activity date|date|ActivityDate|ActivityDateTime|StartDateTime"
            "|hs_timestamp|hs_meeting_start_time|dateStart|visit date|call date|拜访日期|跟进时间|日期"
        ), required=True, unit="day"),
        Column("channel", "text", N_("Visit, call, mail, fair …"), headers(
            "channel|activity type|type|ActivitySubtype|CallType|hs_activity_type|跟进方式"
        )),
        Column("contact_name", "text", N_("Whom we met"), headers(
            "contact|contact name|WhoId|拜访对象|联系人"
        ), role="name"),
        Column(
            "owner", "text", N_("Who of us took part"), owner().aliases + ("拜访人",), role="id"
        ),
        Column("contact_level", "text", N_("Executive, middle or base level"), headers(
            "contact level|contact_level|level|联系人层级"
        )),
        Column("reply_hours", "number", N_("Working hours until the customer answered"), headers(
            "reply hours|response hours|reply time|回复时长"
        ), unit="hours"),
        Column("note", "text", N_("What was said"), headers(
            "note|notes|subject|comments|description|hs_meeting_body|hs_meeting_title|跟进记录|拜访记录|沟通内容|拜访目的"
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
            "contact_id", "text", N_("The person's id"), headers("contact id|ContactId"), role="id"
        ),
        account_id(),
        Column("contact_name", "text", N_("The person's name"), headers(
            "contact name|contact|full name|联系人|姓名"
        ), required=True, role="name"),
        Column("title", "text", N_("Function"), headers(
            "title|job title|jobtitle|contact title|职务|职位"
        )),
        Column("department", "text", N_("Department"), headers("department|部门")),
        Column("email", "text", N_("Mail address"), headers("email|e-mail|mail|邮箱")),
        Column("phone", "text", N_("Telephone"), headers("phone|telephone|mobile|手机|电话")),
        Column("contact_level", "text", N_("Executive, middle or base level"), headers(
            "contact level|contact_level|level|联系人层级"
        )),
        Column("buying_role", "text", N_("Part in the decision"), headers(
            "buying role|hs_buying_role|decision role|决策角色"
        )),
        Column("attitude", "text", N_("For us, neutral or against"), headers("attitude|态度")),
        Column("our_counterpart", "text", N_("Who of us keeps the contact"), headers(
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
        Column("opportunity_id", "text", N_("The opportunity's id"), headers(
            "opportunity id|deal id|opportunity|inquiry no|record id|商机编号"
        ), role="id"),
        account_id(required=False),
        Column("opportunity_name", "text", N_("What it is about"), headers(
            "opportunity name|dealname|deal name|opportunity|商机名称"
        ), role="name"),
        Column("product_id", "text", N_("The product asked for"), headers(
            "product|product id|产品"
        ), role="id"),
        Column("created_date", "date", N_("Day of the inquiry"), headers(
            "created|created date|CreatedDate|createdate|engage date|engage_date|inquiry date|询价日期"
        ), unit="day"),
        Column("sample_date", "date", N_("Day a sample was sent"), headers(
            "sample date|打样日期|寄样日期"
        ), unit="day"),
        Column("closed_date", "date", N_("Day it was won or lost"), headers(
            "close date|CloseDate|closedate|closed date|预计成交日期|成交日期"
        ), unit="day"),
        Column("stage", "text", N_("How far it has come"), headers(
            "stage|deal stage|StageName|dealstage|stage_id|sales_stage|deal_stage|阶段"
        )),
        Column(
            "is_won", "boolean", N_("Whether it became an order"), headers("is won|IsWon|won|赢单")
        ),
        Column("is_new_product", "boolean", N_("Whether it concerns a new product"), headers(
            "new product|is new product|新产品"
        )),
        Column("amount", "money", N_("Value expected or won"), headers(
            "amount|deal value|close value|close_value|expected_revenue|opportunity_amount|ExpectedRevenue|预计金额"
        ), unit="money"),
        Column("lost_reason", "text", N_("Why it was lost"), headers(
            "lost reason|loss reason|lost_reason_id|输单原因"
        )),
        owner(),
    ),
    keyed=False,
)

JUDGED_SCORE = Table(
    "judged_score",
    N_("Judged scores"),
    N_("One person's judgement of one indicator"),
    ("account_id", "indicator_id", "rater"),
    (
        account_id(),
        Column("indicator_id", "text", N_("The indicator judged"), headers(
            "indicator|indicator id|评价指标"
        ), required=True, role="id"),
        Column("rater", "text", N_("Who judged"), headers(
            "rater|judge|评分人"
        ), required=True, role="id"),
        Column("grade", "integer", N_("1 to 5"), headers(
            "grade|score|rating|judgement|评分"
        ), required=True, unit="grade"),
        Column("judged_on", "date", N_("Day of the judgement"), headers(
            "judged on|date|评分日期"
        ), unit="day"),
        Column("evidence", "text", N_("What the judgement rests on"), headers("evidence|依据")),
    ),
)

ACCOUNT_EVENT = Table(
    "account_event",
    N_("Account events"),
    N_("Something that happens at an account: an anniversary, an honour, a move, a change of people"),
    ("event_id",),
    (
        Column("event_id", "text", N_("The event's id"), headers("account event id|活动编号|事件编号"), role="id"),
        account_id(),
        Column("event_date", "date", N_("Day it happens"), headers(
            "event date|anniversary|date of event|date|Ereignisdatum|Datum|date de l'événement|fecha|事件日期|纪念日|日期"
        ), required=True, unit="day"),
        Column("event_kind", "text", N_("Opening, anniversary, honour, business move, change of people …"), headers(
            "event kind|event type|kind of event|event|Ereignis|Ereignisart|événement|evento|事件类型|事件|大事记"
        ), required=True),
        Column("yearly", "boolean", N_("Whether it comes back every year"), headers(
            "yearly|recurring|every year|jährlich|annuel|anual|每年"
        )),
        Column("note", "text", N_("What happens"), headers("note|notes|description|说明|备注")),
    ),
    keyed=False,
)

TRAINING = Table(
    "training",
    N_("Trainings"),
    N_("One training of people at one account"),
    ("training_id",),
    (
        Column("training_id", "text", N_("The training's id"), headers("training id|course id|培训编号"), role="id"),
        account_id(),
        Column("training_date", "date", N_("Day of the training"), headers(
            "training date|course date|trained on|date|Schulungsdatum|date de formation|fecha de formación|培训日期|日期"
        ), required=True, unit="day"),
        Column("topic", "text", N_("What was taught"), headers(
            "topic|course|training topic|training|Thema|Schulung|thème|formation|tema|formación|培训内容|培训主题|课程"
        ), required=True),
        Column("product_id", "text", N_("The product it was about"), headers(
            "product id|product|item|Produkt|产品|商品编码"
        ), role="id"),
        Column("participants", "integer", N_("How many took part"), headers(
            "participants|attendees|number of participants|Teilnehmer|participantes|培训人数|参加人数"
        ), unit="count"),
        Column("contact_level", "text", N_("Executive, middle or base level"), headers(
            "contact level|contact_level|level|staff level|层级|联系人层级"
        )),
        owner(),
    ),
    keyed=False,
)

SIGNAL = Table(
    "signal",
    N_("Declared signals"),
    N_("Something somebody heard that an account may do: re-tender, change strategy, integrate, quarrel"),
    ("signal_id",),
    (
        Column("signal_id", "text", N_("The signal's id"), headers("signal id|risk id|信号编号"), role="id"),
        account_id(),
        Column("signal_date", "date", N_("Day it was heard"), headers(
            "signal date|date noticed|noticed on|date|Datum|fecha|发现日期|日期"
        ), required=True, unit="day"),
        Column("signal_kind", "text", N_("Strategy, re-tender, integration, conflict …"), headers(
            "signal kind|signal type|signal|risk type|risk|warning sign|Warnsignal|Signal|señal|信号类型|风险类型|预警信号"
        ), required=True),
        Column("resolved_on", "date", N_("Day it was settled"), headers(
            "resolved on|resolved date|settled on|erledigt am|解决日期"
        ), unit="day"),
        owner(),
        Column("note", "text", N_("What was heard"), headers("note|notes|description|说明|备注")),
    ),
    keyed=False,
)
