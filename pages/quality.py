"""How far the data can be trusted, what is missing, and which file to export next."""

import streamlit as st

from kam import charts
from kam.ui import corrections, on_file, show
from kam.ui.frame import begin
from kam.words import N_, say

view = begin()
found = view.portfolio.quality

show.reading(view, found.answer)
show.kpis(view, found.figures)
if not found.coverage.empty:
    show.chart(
        view,
        charts.coverage(found.coverage, view.lang, as_of=view.portfolio.as_of),
        key="coverage_chart",
    )

following, odd, rejected, answers, held, imports = st.tabs(
    [
        view.label(N_("What to export next")),
        view.label(N_("What was found")),
        view.label(N_("Rejected rows")),
        view.label(N_("Locked or weaker")),
        view.label(N_("On file")),
        view.label(N_("Import by import")),
    ],
    key="quality_part",
)
with following:
    if found.next_files.empty:
        show.nothing(view, say("No further file would measure more."))
    else:
        show.table(
            view,
            found.next_files,
            ("table", "gain", "columns", "unlocks"),
            key="next_files",
            alt=say("Files worth exporting, the most useful first."),
        )
with odd:
    if found.findings.empty:
        show.nothing(view, say("Nothing odd was found in what was imported."))
    else:
        show.table(
            view,
            found.findings,
            ("check", "severity", "number", "files", "mend"),
            key="findings",
            more=("code",),
            alt=say("What checks found, the most serious first."),
        )
with rejected:
    corrections.rejected(view)
with answers:
    if found.answers.empty:
        show.nothing(view, say("Everything can be answered from what is on file."))
    else:
        show.table(
            view,
            found.answers,
            ("feature", "state", "needs"),
            key="answers",
            alt=say("Answers that are locked or rest on part of the accounts."),
        )
with held:
    on_file.tables(view)
with imports:
    if found.trend.empty:
        show.nothing(view, say("No file was imported yet."))
    else:
        show.table(
            view,
            found.trend,
            ("day", "files", "rows_read", "rejected", "rejected_share", "warnings"),
            key="trend",
            alt=say("Imports with their rejected rows and warnings, the latest first."),
        )

if not found.coverage.empty:
    with st.expander(view.label(N_("What each indicator rests on"))):
        show.table(
            view,
            found.coverage,
            ("indicator", "accounts_share", "revenue_share", "weight", "needs"),
            key="coverage",
            alt=say("How much of each indicator is measured, and which file measures it."),
            bar="accounts_share",
        )
show.next_steps(view, ("data", "merging"))
