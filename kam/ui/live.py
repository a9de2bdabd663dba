"""The live ranking on a page: what it is told, what it tells, and when plain sliders take over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeGuard

import numpy as np
import streamlit as st

from kam import scoring
from kam.charts.palette import INDICATOR_HUES
from kam.indicators import FAMILIES, INDICATORS, MEASURES
from kam.key_list import KeyList
from kam.periods import WINDOWS
from kam.policy import PRESETS, Policy
from kam.portfolio import AMOUNTS
from kam.selection import TOP
from kam.ui import data, links, proof, settings, show, state, worth
from kam.ui.blocks import Blocks
from kam.ui.components import ranking
from kam.ui.view import View
from kam.units import Number
from kam.words import N_, Sentence, say

KEY = "live"
# The page's parts that follow the weights, quickest first: the ranking, what it withstands.
FRAGMENTS = ["moving", "standing"]
PLAIN = "plain"
FAILED = "live_failed"
CHECKED = 20  # first rows by which the browser sees that the page ranks the same
MOST_KEY = 200
CAPACITY = "capacity"  # the rule by which so many places are key
WHOLE = 10_000  # ten-thousandths
PROVEN_UP_TO = 20_000  # accounts up to which the list is proven without being asked
SHOWN = 100  # rows of the page's own table; the downloads hold all

LABELS: dict[str, str] = {
    "region_label": N_("Live ranking"),
    "start_from": N_("Start from"),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "reset": N_("Reset"),
    "lock": N_("Lock"),
    "unlock": N_("Unlock"),
    "locked": N_("locked"),
    "better_high": N_("More is better"),
    "better_low": N_("Less is better"),
    "no_data": N_("no data"),
    "off": N_("off"),
    "find": N_("Find"),
    "search": N_("Find an account"),
    "region": N_("Region"),
    "manager": N_("Account manager"),
    "tier": N_("Tier on file"),
    "all_region": N_("All regions"),
    "all_manager": N_("All managers"),
    "all_tier": N_("All tiers"),
    "key_accounts": N_("Key accounts"),
    "cut": N_("{n} key accounts"),
    "present": N_("Present (F)"),
    "pin": N_("Keep in sight (P)"),
    "unpin": N_("No longer keep in sight (P)"),
    "pinned": N_("Accounts kept in sight"),
    "list": N_("Accounts by rank"),
    "nobody": N_("No account matches."),
    "rank": N_("rank"),
    "up": N_("up"),
    "down": N_("down"),
    "points": N_("points"),
    "risk": N_("Risk of leaving"),
    "barred": N_("Behind a red line"),
    "amount": N_("Amount that is told"),
    "held": N_("The first {n} hold"),
    "of_amount": N_("of {amount}"),
    "reaches": N_("{share} needs the first"),
    "of_accounts": N_("of {n} accounts"),
    "change": N_("In and out"),
    "nobody_moves": N_("No change"),
    "enters": N_("In:"),
    "leaves": N_("Out:"),
    "comma": N_(", "),
    "more": N_(" and {n} more"),
    "curve_alt": N_("The first {n} hold {share} of {amount}; four fifths need the first {reach}."),
    "spoken": N_("{name} leads. The key accounts hold {share}."),
}
# How an amount is called within a sentence.
_SAID: dict[str, str] = {
    "revenue": N_("revenue"),
    "gross_profit": N_("gross profit"),
    "net_profit": N_("profit after service"),
}


@dataclass(frozen=True)
class Now:
    """The weights as the page knows them, the accounts they rank, and what they are held against.

    ``key``: how many are key accounts; ``before``: weights in ten-thousandths of the scenario in use,
    else of the set the reader started from.
    """

    blocks: Blocks
    policy: Policy
    key: int
    before: tuple[int, ...]

    @property
    def units(self) -> tuple[int, ...]:
        """The present weights in ten-thousandths."""
        return self.policy.units

    @property
    def reading(self) -> Sentence:
        """The answer in one sentence."""
        names = self.blocks.about["account_name"].to_numpy()
        return scoring.standing(self.blocks.board, self.units, names)

    def row_of(self, account_id: str | None) -> int | None:
        """The row of an account on the board; None when it is not there."""
        ids = self.blocks.board.ids
        if account_id is None or not len(ids):
            return None
        row = int(np.searchsorted(ids, account_id))
        return row if row < len(ids) and ids[row] == account_id else None


def plain(view: View) -> bool:
    """Draw the switch to plain sliders; whether they are wanted, or the browser needs them."""
    if state.get(FAILED):
        st.info(
            view.text(
                say(
                    "This browser cannot draw the live ranking, so plain sliders stand in for it."
                    " Nothing is lost but smoothness."
                )
            ),
            icon=":material/info:",
        )
    return bool(
        st.toggle(
            view.label(N_("Plain sliders")),
            key=PLAIN,
            bind="query-params",
            help=view.label(
                N_(
                    "The same weights and the same ranking without motion; each move asks the server."
                )
            ),
        )
    )


def now(view: View) -> Now:
    """The weights as the page knows them at this moment; link and history learn of them."""
    policy = settings.hold(settings.moved()).rounded
    blocks = data.blocks(view.portfolio.judged_by(policy))
    saved = settings.chosen()
    base = policy.with_preset(policy.preset) if saved is None else saved.scenario.policy
    places = policy.key_places if policy.tier_by == CAPACITY else TOP
    asked = _whole(state.get("top", st.query_params.get("top")), places)
    most = max(1, min(MOST_KEY, len(blocks.board)))
    return Now(blocks, policy, min(max(asked, 1), most), base.units)


def carry(view: View, part: str) -> None:
    """Send a part ("accounts", "details", "risk") to the browser: outside every fragment, so only once."""
    ranking.block(data.packed(data.blocks(view.portfolio), part, _window()), key=f"{KEY}_{part}")


def draw(view: View, now: Now) -> None:
    """The ranking itself. Must stand inside a fragment: it is drawn anew when the hand rests."""
    board = now.blocks.board
    first = board.best(board.scores(now.units), min(CHECKED, now.key))
    amounts = [name for name in AMOUNTS if name in now.blocks.amounts(_window())]
    chosen = links.chosen("measure")
    told: dict[str, Any] = {
        "set": now.blocks.name(_window()),
        "lang": view.lang,
        "labels": {name: view.label(text) for name, text in LABELS.items()},
        "families": [{"id": f, "label": view.label(text)} for f, text in FAMILIES.items()],
        "indicators": [_indicator(view, name) for name in INDICATORS],
        "stacked": [list(INDICATORS).index(i) for f in FAMILIES for i in _members(f)],
        "presets": [
            {"id": name, "label": view.label(text), "units": now.policy.with_preset(name).units}
            for name, (text, _) in PRESETS.items()
        ],
        "amounts": [
            {"id": a, "label": view.label(AMOUNTS[a]), "said": view.label(_SAID[a])}
            for a in amounts
        ],
        "units": now.units,
        "before": now.before,
        "off": [name in now.policy.off for name in INDICATORS],
        "preset": now.policy.preset,
        "key": now.key,
        "amount": next((a for a in (chosen, "gross_profit", *amounts) if a in amounts), ""),
        "first": first.tolist(),
        "chosen": now.row_of(links.said("account")),
        "only": {"region": view.portfolio.region, "manager": view.portfolio.manager},
    }
    names = now.blocks.board.ids
    ranking.view(
        told,
        KEY,
        {"held": _held, "chosen": lambda: _chosen(names), "failed": _failed},
    )


def _indicator(view: View, name: str) -> dict[str, str]:
    indicator = INDICATORS[name]
    return {
        "id": name,
        "label": view.label(indicator.label),
        "tip": view.label(indicator.meaning),
        "family": indicator.family,
        "better": MEASURES[indicator.parts[0][0]].better,
        "hue": INDICATOR_HUES[name],
    }


def _members(family: str) -> list[str]:
    return [i.id for i in INDICATORS.values() if i.family == family]


def _window() -> str:
    chosen = links.chosen("window")
    return chosen if chosen in WINDOWS else "all"


def _held() -> None:
    """Callback: the hand rests; page and link take over. What is no weighting is ignored."""
    told = dict(state.get(KEY) or {}).get("held") or {}
    units, preset = told.get("units"), told.get("preset")
    if not _is_weighting(units):
        return
    policy = settings.current()
    kept = {n: unit / 100 for n, unit in zip(INDICATORS, units, strict=True) if n not in policy.off}
    if preset in PRESETS:
        policy = replace(policy, preset=preset)
    places = min(max(_whole(told.get("key"), TOP), 1), MOST_KEY)
    state.put("top", places)
    if policy.tier_by == CAPACITY:
        policy = replace(policy, key_places=places)
    settings.take(policy.with_points(kept))
    settings.say_weights()
    if told.get("amount") in AMOUNTS:
        links.say("measure", told["amount"])
    _again()


def _is_weighting(units: Any) -> TypeGuard[list[int]]:
    """Whether a browser's word is whole ten-thousandths, one per indicator, that add up."""
    return (
        isinstance(units, list)
        and len(units) == len(INDICATORS)
        and all(isinstance(u, int) and u >= 0 for u in units)
        and sum(units) == WHOLE
    )


def _chosen(ids: np.ndarray) -> None:
    """Callback: an account was clicked; the page follows."""
    row = _whole(dict(state.get(KEY) or {}).get("chosen"), -1)
    if 0 <= row < len(ids):
        links.say("account", str(ids[row]))
    _again()


def _again() -> None:
    """Callback: draw what follows the weights, and nothing else."""
    st.rerun(FRAGMENTS)


def _failed() -> None:
    """Callback: the browser could not draw it; the whole page follows, not the fragment alone."""
    state.put(FAILED, True)
    state.put(PLAIN, True)
    st.rerun()


def _whole(value: Any, otherwise: int) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return otherwise


def rest(view: View, now: Now) -> None:
    """What the page says under weights that rest: the account chosen and the first rows."""
    row = now.row_of(links.said("account"))
    if row is not None:
        found = now.blocks.board.differences(row, now.units)
        place = int(now.blocks.board.place(now.blocks.board.scores(now.units), row))
        st.markdown(
            view.prose(
                say(
                    "{name} stands at rank {rank}.",
                    name=str(now.blocks.about["account_name"].iloc[row]),
                    rank=Number(place),
                ),
                scoring.told(found),
            )
        )
    show.table(
        view,
        now.blocks.ranking(now.units, now.before, SHOWN),
        ("account_name", "rank", "moved", "score", "completeness"),
        more=("low", "high"),
        key="ranking",
        alt=say("The first accounts by customer value score; the downloads hold all."),
        bar="score",
        height=250,
        whole=lambda: now.blocks.ranking(now.units, now.before, len(now.blocks.board)),
    )


def stands(view: View, now: Now) -> None:
    """What the key-account list under these weights withstands: takes longer than the ranking."""
    if len(now.blocks.board) > PROVEN_UP_TO and not st.toggle(
        view.label(N_("Does the list hold under other weights?")),
        key="prove",
        help=view.label(N_("With so many accounts this takes a while, so it waits for you.")),
    ):
        return
    judged = view.portfolio.judged_by(now.policy)
    listed = KeyList(judged.within())
    st.markdown(view.prose(listed.reading, listed.untold))
    worth.vetoed(view, listed)
    chosen = links.said("account")
    known = chosen if now.row_of(chosen) is not None else None
    proof.shown(view, judged, known, changed=_again)
