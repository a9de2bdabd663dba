"""What a column of an answer is called, which unit it has and what it means, declared once."""

from __future__ import annotations

from dataclasses import dataclass

from kam.indicators import INDICATORS, MEASURES
from kam.schema import TABLES
from kam.words import N_


@dataclass(frozen=True)
class Shown:
    """How a column is shown: label, unit (a key of units.UNITS) and meaning (its tooltip)."""

    name: str
    label: str
    unit: str
    meaning: str = ""


def _shown(*columns: Shown) -> dict[str, Shown]:
    return {c.name: c for c in columns}


COLUMNS: dict[str, Shown] = _shown(
    Shown("account_id", N_("Account id"), "text", N_("The account's id in your files.")),
    Shown("account_name", N_("Account"), "text", N_("Choose it to open its account file.")),
    Shown("rank", N_("Rank"), "count", N_("1 is best; equal values are ordered by id.")),
    Shown("value", N_("Amount"), "money", N_("Net of returns, in the chosen period.")),
    Shown("share", N_("Share"), "share", N_("Part of the net total of all accounts.")),
    Shown(
        "cumulative_share", N_("Cumulative share"), "share",
        N_("Share of this account and all larger ones together."),
    ),
    Shown("class", N_("Class"), "text", N_("A to 80%, B to 95%, C the rest; Z zero or negative.")),
    Shown("score", N_("Score"), "points", N_("Customer value score: weighted sum of twelve indicators, 0 to 100.")),
    Shown("moved", N_("Move"), "text", N_("Change of rank against the preset.")),
    Shown("low", N_("At least"), "points", N_("Score if everything unknown were at its worst.")),
    Shown("high", N_("At most"), "points", N_("Score if everything unknown were at its best.")),
    Shown(
        "completeness", N_("Measured"), "percent",
        N_("Part of the score's weight that is measured for this account."),
    ),
    Shown("probability", N_("Churn risk"), "probability", N_("Probability of no order within the horizon.")),
    Shown("probability_low", N_("From"), "probability", N_("Lower end of the 95% interval.")),
    Shown("probability_high", N_("To"), "probability", N_("Upper end of the 95% interval.")),
    Shown("baseline", N_("By rhythm"), "probability", N_("What lateness against the own rhythm alone says.")),
    Shown("margin_at_risk", N_("Profit at risk"), "money", N_("Probability × gross profit of twelve months.")),
    Shown("expected_loss", N_("Expected loss"), "money", N_("Probability × value of the account if it stays.")),
    Shown("reason", N_("Main reason"), "text", N_("What raises or lowers the risk most.")),
    Shown("recency_days", N_("Days since last order"), "count"),
    Shown("usual_gap_days", N_("Usual gap in days"), "count", N_("Median days between its orders.")),
    Shown("state", N_("State"), "text"),
    Shown("region", N_("Region"), "text"),
    Shown("manager", N_("Account manager"), "text"),
    Shown("revenue", N_("Revenue"), "money", N_("All lines, net of returns.")),
    Shown("revenue_12m", N_("Revenue, 12 months"), "money", N_("Net of returns.")),
    Shown("gross_profit_12m", N_("Gross profit, 12 months"), "money", N_("Revenue less cost of goods.")),
    Shown("day", N_("Day"), "day"),
    Shown("month", N_("Month"), "day"),
    Shown("revenue_last_year", N_("Last year"), "money", N_("The same month a year before.")),
    Shown("gross_profit", N_("Gross profit"), "money", N_("Revenue less cost of goods.")),
    Shown("kind", N_("What"), "text"),
    Shown("reference", N_("Reference"), "text"),
    Shown("detail", N_("Detail"), "text"),
    Shown("amount", N_("Amount"), "money"),
    Shown("indicator", N_("Indicator"), "text"),
    Shown("points", N_("Points"), "points", N_("Points of the score.")),
    Shown("difference", N_("Against the average"), "points", N_("Points above or below the average account.")),
    Shown("weight", N_("Weight"), "share", N_("Part of the whole weight.")),
    Shown("tier", N_("Tier"), "text", N_("Key, major or ordinary; a red line keeps an account from being key.")),
    Shown("red_line", N_("What the red line found"), "text", N_("The fact and the threshold of the rule.")),
    Shown("why", N_("Why"), "text", N_("What tells its place in one scenario from that in the other.")),
    Shown("rank_before", N_("Rank before"), "count", N_("Its rank in the first scenario or on the earlier day.")),
    Shown("worst_rank", N_("Worst rank"), "count"),
    Shown("inside", N_("Key for"), "count", N_("In how many of the scenarios it is a key account.")),
    Shown("inside_by", N_("Key in"), "text"),
    Shown("low_by", N_("Least weight by"), "text"),
    Shown("high_by", N_("Most weight by"), "text"),
    Shown("share_low", N_("Least weight"), "share"),
    Shown("share_high", N_("Most weight"), "share"),
    Shown("geometric", N_("Consensus"), "share", N_("Geometric mean of all weights, made to add up to 100%.")),
    Shown("median", N_("Median"), "share", N_("The middle weight of all, made to add up to 100%.")),
    Shown("places", N_("Places risen"), "number", N_("Below 0: fallen. The three parts beside it add up to it.")),
    Shown("part_facts", N_("Own figures"), "number", N_("Places won or lost by what changed about the account itself.")),
    Shown("part_weights", N_("Weights and rules"), "number", N_("Places won or lost because it is judged by other weights and rules.")),
    Shown("part_others", N_("The others"), "number", N_("Places won or lost by what changed about other accounts.")),
    Shown("accounts", N_("Accounts"), "count"),
    Shown("visits", N_("Visits a year"), "count"),
    Shown("executive_visits", N_("Executive visits a year"), "count"),
    Shown("reply_hours", N_("We answer within (hours)"), "count"),
    Shown("supply", N_("Supply"), "text"),
    Shown("terms", N_("Terms"), "text"),
    Shown("incentive", N_("Incentive"), "text"),
    Shown("change", N_("What changed"), "text"),
    Shown("stated", N_("Weight now"), "share", N_("What the weights in use say.")),
    Shown("revealed", N_("Weight found"), "share", N_("What your answers say.")),
    Shown("entropy", N_("By spread (entropy)"), "share", N_("What the numbers' spread alone would weigh; not importance.")),
    Shown("critic", N_("By spread and novelty (CRITIC)"), "share", N_("Spread, less what other indicators say already; not importance.")),
    Shown("fact", N_("On record"), "text", N_("What the score rests on; a dash where nothing is on file.")),
    Shown("verdict", N_("Verdict"), "text", N_("Contested: in under some reasonable weights, out under others.")),
    Shown("drivers", N_("Why"), "text", N_("What lifts the score above the average account, and what holds it back.")),
    Shown("acceptability", N_("Stays in"), "percent", N_("Part of reasonable weightings under which it is in the list.")),
    Shown("effective", N_("Makes of the differences"), "share", N_("Part of the differences between scores that this indicator makes.")),
    Shown("weight_low", N_("Holds from"), "share", N_("Below this weight the answer changes, the others keeping their proportions.")),
    Shown("weight_high", N_("Holds to"), "share", N_("Above this weight the answer changes, the others keeping their proportions.")),
    Shown("changes", N_("What changes then"), "text", N_("Who leaves and who enters where the nearer end is passed.")),
    Shown("turning_point", N_("Changes with"), "text", N_("The weight that decides soonest, and the value at which it does.")),
    Shown("rival", N_("Changes places with"), "text", N_("The account that is equal to it there.")),
    Shown("rule", N_("List chosen by"), "text"),
    Shown("captured", N_("Brought in a year"), "money", N_("By the list, in the year that followed; the mean of all quarter ends.")),
    Shown("of_best", N_("Of the best list"), "percent", N_("Part of what the best list of that length would have brought.")),
    Shown("of_best_low", N_("From"), "percent", N_("Lower end of the 95% interval.")),
    Shown("of_best_high", N_("To"), "percent", N_("Upper end of the 95% interval.")),
    Shown("spearman", N_("Order agrees"), "coefficient", N_("Rank correlation with what followed: 1 the same order, 0 none.")),
    Shown("spearman_low", N_("From"), "coefficient", N_("Lower end of the 95% interval.")),
    Shown("spearman_high", N_("To"), "coefficient", N_("Upper end of the 95% interval.")),
    Shown("retained", N_("Revenue that came back"), "percent", N_("Of the list's revenue of the year before; growth does not count.")),
    Shown("retained_low", N_("From"), "percent", N_("Lower end of the 95% interval.")),
    Shown("retained_high", N_("To"), "percent", N_("Upper end of the 95% interval.")),
    Shown("wins", N_("Your weights ahead"), "count", N_("Quarter ends at which your weights brought more.")),
    Shown("quarters", N_("Quarter ends"), "count"),
    Shown("contact_name", N_("Name"), "text"),
    Shown("title", N_("Function"), "text"),
    Shown("department", N_("Department"), "text"),
    Shown("contact_level", N_("Level"), "text"),
    Shown("our_counterpart", N_("Our counterpart"), "text"),
    Shown("table", N_("Table"), "text"),
    Shown("rows", N_("Rows"), "count"),
    Shown("first_day", N_("First day"), "day"),
    Shown("last_day", N_("Last day"), "day"),
    Shown("file", N_("File"), "text"),
    Shown("made_at", N_("When"), "moment"),
    Shown("reason_kept", N_("Why it was made"), "text"),
    Shown("megabytes", N_("Megabytes"), "number"),
    Shown("who", N_("By"), "text"),
    Shown("other_name", N_("Other account"), "text"),
    Shown("likeness", N_("Likeness"), "percent", N_("How likely the two are one customer.")),
    Shown("evidence", N_("What speaks for it"), "text"),
    Shown("one", N_("Account"), "text"),
    Shown("other", N_("Other account"), "text"),
    Shown("other_id", N_("Other account id"), "text"),
    Shown("keep_id", N_("Id kept"), "text"),
    Shown("drop_id", N_("Id merged into it"), "text"),
    Shown("keep_name", N_("Kept"), "text"),
    Shown("drop_name", N_("Merged into it"), "text"),
    Shown("parent_name", N_("Parent"), "text"),
    Shown("top_name", N_("Topmost parent"), "text"),
    Shown("standing", N_("Can it be undone?"), "text", N_("Whether this can be taken back now.")),
    Shown("status", N_("Result"), "text"),
    Shown("rows_read", N_("Read"), "count"),
    Shown("inserted", N_("New"), "count"),
    Shown("updated", N_("Changed"), "count"),
    Shown("unchanged", N_("The same"), "count"),
    Shown("rejected", N_("Rejected"), "count"),
    Shown("skipped", N_("Left out"), "count"),
    Shown("row", N_("Row"), "count"),
    Shown("column", N_("Column"), "text"),
    Shown("found", N_("Value"), "text"),
    Shown("problem", N_("Problem"), "text"),
    Shown("mend", N_("What to do"), "text"),
    Shown("check", N_("What was found"), "text"),
    Shown("severity", N_("Kind"), "text", N_("Rejected rows wait to be corrected; warnings and notes keep the row.")),
    Shown("number", N_("Rows"), "count", N_("Rows, of the latest import of each file.")),
    Shown("files", N_("Files"), "count"),
    Shown("code", N_("Code"), "text"),
    Shown("rejected_share", N_("Rejected share"), "percent", N_("Part of the rows read.")),
    Shown("warnings", N_("Warnings"), "count", N_("Rows that a warning speaks of.")),
    Shown("accounts_share", N_("Of accounts"), "percent", N_("Share of the accounts that buy it is measured for.")),
    Shown("revenue_share", N_("Of revenue"), "percent", N_("Share of revenue of the accounts it is measured for.")),
    Shown("columns", N_("Columns to export"), "text"),
    Shown("unlocks", N_("What it answers or sharpens"), "text"),
    Shown("gain", N_("Gain in points"), "points", N_("Points of the score's weight that become measured.")),
    Shown("feature", N_("Answer"), "text"),
    Shown("needs", N_("Needs"), "text"),
    Shown("meaning", N_("Meaning"), "text"),
    Shown("formula", N_("Formula"), "text"),
    Shown("unit", N_("Unit"), "text"),
    Shown("source", N_("Source"), "text"),
    Shown("anchors", N_("Worth 0 / 50 / 100"), "text"),
    Shown("default", N_("Default"), "text"),
    Shown("name", N_("Name"), "text"),
    Shown("figure", N_("Figure"), "text"),
    Shown("shown", N_("Value"), "text"),
    Shown("model", N_("Rated by"), "text"),
    Shown("auc", N_("Pairs in right order (AUC)"), "coefficient", N_("Chance that a leaver was rated riskier than one who stayed.")),
    Shown("brier", N_("Brier score"), "coefficient", N_("Mean squared error of the probabilities; 0 is best.")),
    Shown("log_loss", N_("Log-loss"), "coefficient", N_("Punishes being sure and wrong; 0 is best.")),
    Shown("ece", N_("Calibration error"), "coefficient", N_("Mean distance between said and seen shares.")),
    Shown("calibration_slope", N_("Calibration slope"), "coefficient", N_("1 is right; below it the probabilities are too sure.")),
    Shown("top_decile_lift", N_("Lift of the top tenth"), "coefficient", N_("How many times more leavers the riskiest tenth holds.")),
    Shown("chance_inside", N_("Chance inside"), "probability", N_("In so many draws of months it is among the vital few.")),
    Shown("class_before", N_("Class then"), "text", N_("A, B or C in the twelve months before; – without a sale.")),
    Shown("class_now", N_("Class now"), "text", N_("A, B or C in the last twelve months; – without a sale.")),
    Shown("amount_before", N_("Year before"), "money", N_("Twelve months, a year before.")),
    Shown("amount_now", N_("Last 12 months"), "money", N_("Net of returns.")),
    Shown("amount_change", N_("Difference"), "money", N_("The rows add up to the whole change.")),
    Shown("moved_by", N_("What moved it"), "text", N_("Orders or their size, whichever weighs more.")),
    Shown("flow", N_("Who"), "text"),
    Shown("part", N_("Part"), "text", N_("Region, manager, product family … as on file.")),
    Shown("largest_name", N_("Its largest account"), "text"),
    Shown("largest_share", N_("Share of the largest"), "share", N_("Of the sales of this part.")),
    Shown("equal_customers", N_("Equal customers"), "number", N_("As if it had so many customers of the same size.")),
    Shown("judged", N_("Verdict"), "text", N_("By all tests together; the account's review shows each.")),
    Shown("by_revenue", N_("By revenue"), "text", N_("Among the fewest accounts that bring the key share of revenue.")),
    Shown("by_profit", N_("By profit"), "text", N_("Among the fewest accounts that bring the key share of gross profit.")),
    Shown("by_score", N_("By score"), "text", N_("In the better half of buying accounts by score.")),
    Shown("deciding", N_("What decided"), "text", N_("The evidence that weighs most.")),
    Shown("step_name", N_("Step"), "text"),
    Shown("effect", N_("Brings a year"), "money", N_("Net profit more than today.")),
    Shown("margin_after", N_("Net margin then"), "share"),
    Shown("enough", N_("Enough"), "text", N_("Whether the bottom line is reached.")),
    Shown("volume", N_("Volume at stake"), "money", N_("So much revenue may be lost before the step costs more than it brings; for giving up: to be won elsewhere.")),
    Shown("net_profit", N_("Net profit"), "money", N_("Gross profit less cost to serve.")),
    Shown("cost_to_serve", N_("Cost to serve"), "money", N_("Visits, contacts, complaints, claims, credit, samples, freight, rebates.")),
    Shown("net_margin", N_("Net margin"), "share", N_("Net profit to revenue.")),
    Shown("tenth", N_("Tenth"), "count", N_("Ten groups of accounts, the most profitable first.")),
    Shown("link_name", N_("Link"), "text", N_("Why it might follow.")),
    Shown("chance", N_("Chance to follow"), "share", N_("Your assumption, along all links together.")),
    Shown("expected", N_("Loss on average"), "money", N_("Chance × yearly revenue.")),
)  # fmt: skip


def shown(name: str) -> Shown:
    """How a column of that name is shown; indicators, measures and fact columns are known too.

    >>> shown("tenure").label
    'Length of cooperation'
    """
    if name in COLUMNS:
        return COLUMNS[name]
    if name in INDICATORS:
        return Shown(name, INDICATORS[name].label, "points", INDICATORS[name].meaning)
    if name in MEASURES:
        found = MEASURES[name]
        return Shown(name, found.label, found.unit, found.meaning)
    for table in TABLES.values():
        if name in table.by_name:
            column = table.by_name[name]
            return Shown(name, column.meaning, column.unit or "text")
    raise KeyError(name)
