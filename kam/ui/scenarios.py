"""Scenarios on the page: choose, save, hand on, lock; who changed what."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam import scenarios
from kam.errors import KamError
from kam.scenarios import Saved, Scenario
from kam.ui import acting, data, links, settings, show, state
from kam.ui.text import md
from kam.ui.view import View
from kam.words import N_, say

_WHO, _PICKED = "who", "scenario_picked"
_NONE = ""
BIGGEST = 200_000  # bytes of a scenario's file


def bar(view: View, *, steps: bool = True) -> None:
    """Which scenario is in use, whether it was changed since, undo and redo, and saving.

    ``steps``: with undo and redo; what draws weights of its own brings them along.
    """
    if acting.waits() or state.get("as_of", view.portfolio.as_of) != view.portfolio.as_of:
        st.rerun()  # only the fragment ran: the frame has something to tell, or another day to show
    known = offered(view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _chooser(view, known)
        if steps:
            _steps(view)
        with st.popover(view.label(N_("Save as scenario")), icon=":material/save:"):
            _saving(view)
    saved = settings.chosen()
    if saved is not None and settings.is_changed():
        told = scenarios.joined(scenarios.changes(saved.scenario.policy, settings.current()))
        st.caption(
            view.text(say("Changed since {name}: {what}", name=saved.scenario.name, what=told))
        )


def _steps(view: View) -> None:
    st.button(
        view.label(N_("Undo")), icon=":material/undo:", key="undo", shortcut="alt+z",
        disabled=not settings.can_undo(), on_click=settings.step, args=(-1,),
    )  # fmt: skip
    st.button(
        view.label(N_("Redo")), icon=":material/redo:", key="redo", shortcut="alt+y",
        disabled=not settings.can_redo(), on_click=settings.step, args=(1,),
    )  # fmt: skip


def offered(view: View) -> tuple[Saved, ...]:
    """The scenarios this reader is offered: everybody's and his own."""
    return data.offered(view.portfolio.store, _who())


def _who() -> str:
    return str(state.get(_WHO) or state.get("_who") or "")


def code_of(saved: Saved) -> str:
    """A scenario's code in choices: its owner and name."""
    return f"{saved.owner}|{saved.scenario.name}"


def label_of(view: View, saved: Saved) -> str:
    """A scenario's name with what one must know about it."""
    name = saved.scenario.name
    if saved.locked:
        return f"{name} · {view.label(N_('locked'))}"
    return name if saved.shared else f"{name} · {view.label(N_('only mine'))}"


def _chooser(view: View, known: tuple[Saved, ...]) -> None:
    by_code = {code_of(s): s for s in known}
    in_use = settings.chosen()
    state.put(_PICKED, code_of(in_use) if in_use and code_of(in_use) in by_code else _NONE)
    st.selectbox(
        view.label(N_("Scenario")),
        [_NONE, *by_code],
        key=_PICKED,
        format_func=lambda c: (
            label_of(view, by_code[c]) if c else view.label(N_("Not saved as a scenario"))
        ),
        on_change=_picked,
        args=(by_code,),
        width=360,
        help=view.label(N_("Named weights and rules, kept for you or for everybody.")),
    )


def _picked(by_code: dict[str, Saved]) -> None:
    settings.choose(by_code.get(state.get(_PICKED, _NONE)))


def _saving(view: View) -> None:
    in_use = settings.chosen()
    name = st.text_input(
        view.label(N_("Name of the scenario")),
        value=in_use.scenario.name if in_use else "",
        key="scenario_name", max_chars=80,
    )  # fmt: skip
    who = st.text_input(
        view.label(N_("Your name")), value=str(state.get("_who") or ""), key=_WHO, max_chars=60,
        help=view.label(N_("Stands in the history; nobody is asked for a password.")),
    )  # fmt: skip
    shared = st.toggle(view.label(N_("For everybody")), value=True, key="scenario_shared")
    keep_day = st.toggle(
        view.label(N_("Keep the day of the data")), key="scenario_day",
        help=view.label(N_("Else the scenario follows the last order day.")),
    )  # fmt: skip
    day = view.portfolio.as_of if keep_day else None
    st.button(
        view.label(N_("Save scenario")), type="primary", key="scenario_save", icon=":material/save:",
        disabled=not name.strip() or not who.strip(),
        on_click=acting.act, args=(_save, view, name, who, shared, day),
    )  # fmt: skip


def _save(view: View, name: str, who: str, shared: bool, day: Any) -> None:
    store = view.portfolio.store
    state.put("_who", who)
    before = settings.chosen()
    note = "" if before is None else before.scenario.note
    scenarios.save(store, Scenario(name, settings.moved(), day, note), who, shared=shared)
    settings.choose(scenarios.find(store, name.strip(), None if shared else who))
    state.put(acting.DONE, say("Saved as {name}.", name=name))


# --- the desk of all scenarios -----------------------------------------------------------------


def desk(view: View) -> None:
    """One saved scenario: its text to take away, lock, delete, history; and bringing one in."""
    known = {code_of(s): s for s in offered(view)}
    st.subheader(view.label(N_("Saved scenarios")), anchor=False)
    if known:
        code = links.choice(
            st.selectbox, view.label(N_("Scenario")), list(known), key="on_desk",
            format_func=lambda c: label_of(view, known[c]),
        )  # fmt: skip
        _one(view, known[code])
    else:
        show.nothing(view, say("No scenario is saved yet: save one on the score page."))
    _bring(view)


def _one(view: View, saved: Saved) -> None:
    store, name, owner = view.portfolio.store, saved.scenario.name, saved.owner
    who = _who() or saved.saved_by
    with st.container(horizontal=True):
        st.button(
            view.label(N_("Use these weights and rules")), key="desk_use", type="primary",
            on_click=settings.choose, args=(saved,),
        )  # fmt: skip
        st.download_button(
            view.label(N_("Download scenario (TOML)")),
            data=scenarios.to_toml(
                Scenario(name, scenarios.fixed(saved.scenario.policy, view.portfolio.yardstick),
                         saved.scenario.as_of, saved.scenario.note)
            ),
            file_name="scenario.toml", mime="application/toml", key="desk_toml",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        if saved.locked:
            _act(view, N_("Unlock scenario"), scenarios.unlock, store, name, owner, who)
        else:
            _act(view, N_("Lock as baseline"), scenarios.lock, store, name, owner, who)
            _act(view, N_("Delete scenario"), scenarios.delete, store, name, owner, who)
    steps = scenarios.history(store, name, owner)
    show.table(
        view, steps, ("made_at", "who", "change"), key="scenario_history",
        alt=say("Who changed what in {name}, the latest first.", name=name),
    )  # fmt: skip


def _act(view: View, label: str, work: Any, *args: Any) -> None:
    st.button(
        view.label(label), key=f"desk_{work.__name__}", on_click=acting.act, args=(work, *args)
    )


def _bring(view: View) -> None:
    uploaded = st.file_uploader(
        view.label(N_("Bring in a scenario (TOML)")),
        type=["toml"],
        key=state.fresh("scenario_file"),
    )
    if uploaded is None:
        return
    try:
        text = uploaded.getvalue()[:BIGGEST].decode("utf-8", errors="replace")
        found = scenarios.from_toml(text, uploaded.name.removesuffix(".toml"))
    except KamError as error:
        show.problem(error, view.lang)
        return
    told = scenarios.changes(settings.current(), found.policy)
    st.markdown(f"**{md(found.name)}**")
    if told:
        st.caption(view.text(say("Against the weights and rules in use:")))
        show.bullets(view, told[:12])
    st.button(
        view.label(N_("Use these weights and rules")), type="primary", key="bring_use",
        on_click=_brought, args=(view, found),
    )  # fmt: skip


def _brought(view: View, found: Scenario) -> None:
    settings.choose(None)
    settings.take(scenarios.settled(found.policy, view.portfolio.yardstick))
    if found.as_of is not None:
        state.put("as_of", found.as_of)
    state.renew("scenario_file")
    state.put(acting.DONE, say("{name} is in use; save it to keep it.", name=found.name))
