"""The menu: one entry a page, the file's stem is its URL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kam.words import N_, translate


@dataclass(frozen=True)
class Entry:
    """A page: file stem, name in the menu, the question it answers, one line of help.

    ``icon`` stands beside links to the page. ``works_empty``: it makes sense before anything was
    imported. ``hidden``: it is reached from another page and stays out of the menu.
    """

    stem: str
    name: str
    question: str
    help: str
    icon: str
    works_empty: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the menu."""

    name: str
    entries: tuple[Entry, ...]


MENU: tuple[Section, ...] = (
    Section(N_("Today"), (
        Entry(
            "overview", N_("This week"), N_("What needs me this week?"),
            N_("Key accounts that fell out of their own rhythm, and what it is worth."),
            ":material/today:",
        ),
        Entry(
            "account", N_("Account file"), N_("What about this account?"),
            N_("Its worth, its risk, its history, and what we do not know."),
            ":material/contact_page:",
        ),
    )),
    Section(N_("Choose"), (
        Entry(
            "scoring", N_("Score & weights"), N_("Who is key, and why?"),
            N_("Move the weights and watch the ranking."),
            ":material/tune:",
        ),
        Entry(
            "certificate", N_("Decision certificate"), N_("What was decided, and why?"),
            N_("Verdict, evidence and what would change it, on a page to print and sign."),
            ":material/verified:", hidden=True,
        ),
        Entry(
            "backtest", N_("Backtest"), N_("Would these weights have chosen well?"),
            N_("Your weights at past quarter ends, with only what was known then."),
            ":material/history:", hidden=True,
        ),
        Entry(
            "worth", N_("Indicators & red lines"), N_("What makes an account valuable to us?"),
            N_("What counts, how much each value is worth, and what overrides the sum."),
            ":material/straighten:", hidden=True,
        ),
        Entry(
            "weigh", N_("Find your weights"), N_("Which weights are really ours?"),
            N_("From accounts you know, or from duels; nothing changes until you use the result."),
            ":material/balance:", hidden=True,
        ),
        Entry(
            "scenarios", N_("Scenarios"), N_("Which list results from which weights?"),
            N_("Two scenarios, a whole workshop, or today against a past quarter."),
            ":material/compare_arrows:", hidden=True,
        ),
        Entry(
            "pareto", N_("80/20"), N_("How many accounts carry the business?"),
            N_("Accounts by size, and how few bring how much."),
            ":material/stacked_line_chart:",
        ),
        Entry(
            "segments", N_("Key-account list"), N_("Who is truly key, who only looks like it, who will be?"),
            N_("Size, profit and score side by side; three tests of a false key account."),
            ":material/fact_check:",
        ),
        Entry(
            "hearing", N_("True-or-false review"), N_("What speaks for this account, what against?"),
            N_("Every test with its evidence, and what would change the verdict."),
            ":material/gavel:", hidden=True,
        ),
        Entry(
            "whale", N_("Who really earns"), N_("Who earns our profit, and who takes it away again?"),
            N_("Profit after service, from list price down to pocket."),
            ":material/waterfall_chart:",
        ),
    )),
    Section(N_("Keep"), (
        Entry(
            "churn", N_("Who may leave"), N_("Who may leave, and what would it cost?"),
            N_("Probability of no further order, with reasons, beside the order rhythm."),
            ":material/trending_down:",
        ),
        Entry(
            "dependence", N_("If one leaves"), N_("What do we lose if this account leaves?"),
            N_("Its sales, profit, region and debts, and who may follow it."),
            ":material/link_off:",
        ),
    )),
    Section(N_("Set up"), (
        Entry(
            "data", N_("Data"), N_("What is on file, and what is missing?"),
            N_("Import what your ERP and CRM export; see what each further file answers."),
            ":material/upload_file:", works_empty=True,
        ),
        Entry(
            "quality", N_("Data quality"), N_("How far can I trust these data?"),
            N_("What came in, what is odd about it, and which file would tell more."),
            ":material/fact_check:", works_empty=True, hidden=True,
        ),
        Entry(
            "merging", N_("Merge accounts"), N_("Which accounts are one customer?"),
            N_("Nothing is merged unless you say so, and every merge can be undone."),
            ":material/merge:", works_empty=True, hidden=True,
        ),
        Entry(
            "method", N_("Rules & method"), N_("How is each number made?"),
            N_("Every definition with its formula, unit and source."),
            ":material/functions:", works_empty=True,
        ),
    )),
)  # fmt: skip

ENTRIES: dict[str, Entry] = {e.stem: e for section in MENU for e in section.entries}

FIRST: Entry = MENU[0].entries[0]


def path_of(stem: str) -> str:
    """The file of a page, as Streamlit names it."""
    return f"pages/{stem}.py"


def _home() -> None:
    """The bare address leads to the first page, so that every page keeps its own URL."""
    import streamlit as st

    st.switch_page(path_of(FIRST.stem))


def pages(lang: str) -> dict[str, list[Any]]:
    """The menu as ``st.navigation`` takes it, in the reader's language.

    Without icons: Streamlit makes a page's icon the tab's, and asks Google for its picture.
    """
    import streamlit as st

    home = st.Page(_home, title="KAM", url_path="home", default=True, visibility="hidden")
    listed = {
        translate(section.name, lang): [
            st.Page(
                path_of(e.stem),
                title=translate(e.name, lang),
                help=translate(e.help, lang),
                visibility="hidden" if e.hidden else "visible",
            )
            for e in section.entries
        ]
        for section in MENU
    }
    return {"": [home], **listed}
