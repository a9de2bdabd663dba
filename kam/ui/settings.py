"""The policy in use: one place that holds it, lets a link carry it, and can undo a change of it.

Weights live in the widgets' keys (``filters.WEIGHT_KEYS``), all other rules here; whoever moves either,
the next run takes it up, remembers it for undo and writes it into the link.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from kam import scenarios
from kam.errors import KamError
from kam.indicators import INDICATORS
from kam.policy import PRESETS, Policy
from kam.scenarios import Saved
from kam.store import Store
from kam.ui import links, state
from kam.ui.filters import WEIGHT_KEYS

LARGEST = 50.0  # of a weight's widget; only proportions count
LONGEST = 100  # steps that can be undone
_HELD, _CHOSEN, _SAID = "_policy_in_use", "_scenario_in_use", "_said_"
_STEPS, _AT, _ELSEWHERE = "_steps", "_step", "_weights_elsewhere"


def policy(store: Store, *, weights_elsewhere: bool) -> Policy:
    """The policy of this run: what the session holds, what a link says, what widgets were moved to.

    A link's scenario and rules win once, when they are new; a name not in the store changes nothing.

    Parameters
    ----------
    weights_elsewhere : this page draws no weights, so the link carries them with the rules
    """
    asked = _news("scenario")
    if asked:
        _open(store, asked)
    held, rules = current(), _news("rules")
    if rules:
        held = scenarios.unpacked(rules, held)
    preset = links.chosen("preset") or st.query_params.get("preset")
    if preset in PRESETS:
        held = replace(held, preset=preset)
    state.put(_ELSEWHERE, weights_elsewhere)
    return hold(_moved(held))


def current() -> Policy:
    """The policy the session holds."""
    return state.get(_HELD, Policy())


def moved() -> Policy:
    """The policy in use with every weight as its widget stands now."""
    return _moved(current())


def hold(judged: Policy) -> Policy:
    """Hold a policy, remember it for undo, and let the link carry its rules."""
    state.put(_HELD, judged)
    steps, at = state.get(_STEPS, []), state.get(_AT, -1)
    if not steps or steps[at] != judged:
        steps = [*steps[: at + 1], judged][-LONGEST:]
        state.put(_STEPS, steps)
        state.put(_AT, len(steps) - 1)
    saved = chosen()
    _carry("rules", scenarios.packed(judged, weights=state.get(_ELSEWHERE, False)))
    _carry("scenario", "" if saved is None else saved.scenario.name)
    return judged


def take(judged: Policy) -> None:
    """Callback: use a policy, with its weights in every widget.

    Shares (all below 1) become points of 100; no weight goes beyond what a widget holds, the
    proportions stay.
    """
    widest = max(judged.weights)
    factor = min(100 / sum(judged.weights), LARGEST / widest) if widest < 1 else 1.0
    factor = min(factor, LARGEST / widest)
    points = {n: w * factor for n, w in judged.points.items()}
    for name, key in WEIGHT_KEYS.items():
        state.put(key, points[name])
    links.say("preset", judged.preset)
    state.put(_HELD, judged.with_points(points))


def change(judged: Policy) -> None:
    """Callback: use other rules; the weights stay where their widgets are."""
    state.put(_HELD, judged)


def use(weights: Iterable[float]) -> None:
    """Callback: use a vector of weights (shares) that some way of asking found."""
    take(current().with_points(dict(zip(INDICATORS, (float(w) for w in weights), strict=True))))


def _moved(held: Policy) -> Policy:
    """The policy with the weights that widgets, else the link, say."""
    found = {}
    for name, key in WEIGHT_KEYS.items():
        value = state.get(key)
        if value is None:
            value = _number(st.query_params.get(key))
        if value is not None:
            found[name] = float(value)
    counting = held.points | found
    if not sum(w for n, w in counting.items() if n not in held.off) > 0:
        return held
    return held.with_points(found)


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value <= LARGEST else None


# --- the link -------------------------------------------------------------------------------------


def _news(key: str) -> str | None:
    """What the link says under a key, when it was not this session that wrote it."""
    value = st.query_params.get(key)
    if value is None or value == state.get(_SAID + key):
        return None
    state.put(_SAID + key, value)
    return value


def _carry(key: str, value: str) -> None:
    state.put(_SAID + key, value or None)
    if value and st.query_params.get(key) != value:
        st.query_params[key] = value
    elif not value and key in st.query_params:
        del st.query_params[key]


def say_weights() -> None:
    """Callback: let the link carry the weights where no widget does it; usual ones are left out."""
    for name, key in WEIGHT_KEYS.items():
        points = state.get(key)
        if points is None or points == Policy().points[name]:
            if key in st.query_params:
                del st.query_params[key]
        else:
            st.query_params[key] = f"{points:.10g}"


# --- scenarios ------------------------------------------------------------------------------------


def chosen() -> Saved | None:
    """The saved scenario that was chosen last, as it was then."""
    return state.get(_CHOSEN)


def choose(saved: Saved | None) -> None:
    """Callback: use a saved scenario; None only forgets which one was in use."""
    state.put(_CHOSEN, saved)
    if saved is not None:
        take(saved.scenario.policy)
        if saved.scenario.as_of is not None:
            state.put("as_of", saved.scenario.as_of)


def is_changed() -> bool:
    """Whether the policy in use says something else than the scenario chosen."""
    saved = chosen()
    return saved is not None and bool(scenarios.changes(saved.scenario.policy, current()))


def _open(store: Store, name: str) -> None:
    try:
        choose(scenarios.find(store, name))
    except KamError:
        state.put(_CHOSEN, None)
        return
    said = {key: _number(st.query_params.get(key)) for key in WEIGHT_KEYS.values()}
    if any(value is not None for value in said.values()):  # moved since; defaults are left out
        for name, key in WEIGHT_KEYS.items():
            state.put(key, Policy().points[name] if said[key] is None else said[key])


# --- undo -----------------------------------------------------------------------------------------


def can_undo() -> bool:
    """Whether a change can be taken back."""
    return int(state.get(_AT, -1)) > 0


def can_redo() -> bool:
    """Whether a change that was taken back can be made again."""
    return int(state.get(_AT, -1)) < len(state.get(_STEPS, [])) - 1


def step(by: int) -> None:
    """Callback: one change back (−1) or forward (+1)."""
    steps: list[Any] = state.get(_STEPS, [])
    at = int(state.get(_AT, -1)) + by
    if 0 <= at < len(steps):
        state.put(_AT, at)
        take(steps[at])
        steps[at] = current()  # as the widgets hold it, so that the next run sees no new change
