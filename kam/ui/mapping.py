"""How files are understood: their questions, a drop-down per column, and mappings kept for next time."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from kam import intake, profiles
from kam.intake import Entry, Finding, Mapping
from kam.schema import TABLES
from kam.store import Store
from kam.ui import acting, show, state
from kam.ui.text import md
from kam.ui.view import View
from kam.units import Day, Percent
from kam.words import N_, Sentence, say, say_count

DECIDED = "_decided"
UNUSED = ""
SHOWN = 40  # columns of a file drawn at once
HOW: dict[str, str] = {
    "given": N_("as you said"),
    "exact": N_("sure"),
    "alias": N_("sure"),
    "name": N_("sure"),
    "token": N_("likely"),
    "fuzzy": N_("likely"),
    "guess": N_("a guess"),
}

TAXES: dict[str, str] = {
    "net": N_("No, they are without tax"),
    "gross": N_("Yes, take the column with tax"),
}


def decided() -> dict[str, Mapping]:
    """What was said on the page of the files in question, by their shown name."""
    return dict(state.get(DECIDED) or {})


def key() -> str:
    """The same in one word, for whoever asks whether it changed."""
    told = {name: dataclasses.asdict(m) for name, m in decided().items()}
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def start_over(file: str | None = None) -> None:
    """Callback: forget what was said of one file, or of all."""
    kept = decided()
    kept.pop(file or "", None)
    state.put(DECIDED, kept if file else {})


def _decide(file: str, mapping: Mapping) -> None:
    state.put(DECIDED, decided() | {file: mapping})


def _base(store: Store, entry: Entry) -> Mapping:
    """What a further word about a file is added to: what was said or saved before."""
    saved = profiles.known(store).get(intake.signature(entry.headers), Mapping())
    return decided().get(entry.file, saved)


# --- questions ------------------------------------------------------------------------------------


def answerable(finding: Finding) -> bool:
    """Whether a finding is a question with answers to choose from."""
    return finding.severity == "ask" and bool(finding.options)


def questions(view: View, entries: Sequence[Entry]) -> None:
    """Every open question with its possible answers; an answer plans the files anew."""
    for entry in entries:
        for place, finding in enumerate(f for f in entry.findings if answerable(f)):
            name = f"answer_{entry.file}_{place}_{finding.code}_{finding.column}"
            told = {o: _option(view, entry, finding, o) for o in finding.options}
            st.radio(
                view.prose(say("{file}:", file=entry.file), asked(entry, finding)),
                list(told),
                index=None,
                format_func=told.__getitem__,
                key=name,
                on_change=_answer,
                args=(view.portfolio.store, entry, finding, name),
            )


def asked(entry: Entry, finding: Finding) -> Sentence:
    """A question in the reader's words."""
    if finding.code == "Q_WHICH_COLUMN":
        meaning = intake.targets(entry.table or "order_line").get(finding.column, finding.column)
        return say("Which column holds this: {meaning}?", meaning=say(meaning))
    if finding.code == "Q_TAX":
        return say("Do the amounts in {column} include tax?", column=finding.column)
    return say("Which day is {value} in the column {column}?",
               value=finding.value, column=finding.column)  # fmt: skip


def _option(view: View, entry: Entry, finding: Finding, option: str) -> str:
    if finding.code == "Q_WHICH_COLUMN":
        values = ", ".join(entry.samples.get(option, []))
        return md(f"{option}: {values}" if values else option)
    if finding.code == "Q_TAX":
        return view.label(TAXES[option])
    return Day(datetime.strptime(finding.value, option).date()).in_language(view.lang)


def _answer(store: Store, entry: Entry, finding: Finding, name: str) -> None:
    """Callback: what was answered holds for this file."""
    value, own = state.get(name), _base(store, entry)
    if value is not None:
        _decide(entry.file, intake.answered(own, finding, value))


# --- columns --------------------------------------------------------------------------------------


def columns(view: View, entries: Sequence[Entry]) -> None:
    """Each column of each file with sample values and a drop-down of what it becomes."""
    known = {e.file: e for e in entries if e.headers}
    if not known:
        return
    unsure = any(map(_unsure, known.values())) or any(m.table for m in decided().values())
    with st.expander(view.label(N_("How each column is understood")), expanded=unsure):
        names = list(known)
        first = next((i for i, n in enumerate(names) if _unsure(known[n])), 0)
        file = names[0] if len(names) == 1 else st.selectbox(
            view.label(N_("File")), names, index=first, key="mapping_file"
        )  # fmt: skip
        entry = known[file]
        _kind(view, entry)
        if entry.table:
            _rows(view, entry)
            _keeping(view, entry)


def _unsure(entry: Entry) -> bool:
    if entry.status == "refused":
        return True
    return any(m["how"] in ("fuzzy", "guess") for m in entry.matches.values())


def _kind(view: View, entry: Entry) -> None:
    """Which table a file is, and a way back to what was found by itself."""
    name = f"kind_{entry.file}_{entry.table}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            view.label(N_("This file holds")),
            list(TABLES),
            index=list(TABLES).index(entry.table) if entry.table else None,
            format_func=lambda t: view.label(TABLES[t].label),
            placeholder=view.label(N_("Nothing that is used")),
            key=name,
            on_change=_take_for,
            args=(entry, name),
        )
        if entry.file in decided():
            st.button(
                view.label(N_("Forget my changes")),
                key="start_over",
                on_click=start_over,
                args=(entry.file,),
            )
    if entry.table:
        used = len(entry.headers) - len(entry.unmapped)
        st.caption(
            view.prose(
                say_count("{count} column is used.", "{count} columns are used.", used),
                say_count(
                    "{count} column is not.", "{count} columns are not.", len(entry.unmapped)
                ),
            )
        )


def _take_for(entry: Entry, name: str) -> None:
    """Callback: the file is of another table; its columns are looked at anew."""
    table = state.get(name)
    if table is not None:
        _decide(entry.file, Mapping(table))


def _rows(view: View, entry: Entry) -> None:
    headers = [h for h in entry.headers if h.strip()]
    if len(headers) > SHOWN and not st.toggle(
        view.plain(say("Show all {count} columns", count=len(headers))), key="all_columns"
    ):
        used = set(entry.mapping.values())
        headers = [h for h in headers if h in used]
    meanings = intake.targets(entry.table or "")
    becomes = {h: c for c, h in reversed(entry.mapping.items())}
    for place, header in enumerate(headers):
        target = becomes.get(header, UNUSED)
        left, middle, right = st.columns([5, 5, 2], vertical_alignment="center", gap="small")
        left.markdown(
            f"**{md(header)}**  \n:small[{md(' · '.join(entry.samples.get(header, [])))}]"
        )
        name = f"becomes_{entry.file}_{entry.table}_{place}_{target}"
        middle.selectbox(
            view.plain(say("What {header} becomes", header=header)),
            [UNUSED, *meanings],
            index=[UNUSED, *meanings].index(target),
            format_func=lambda c: view.label(meanings[c] if c else N_("not used")),
            key=name,
            label_visibility="collapsed",
            on_change=_set,
            args=(view.portfolio.store, entry, header, name),
        )
        right.caption(_sureness(view, entry, target))


def _sureness(view: View, entry: Entry, target: str) -> str:
    found = entry.matches.get(target)
    if found is None:
        return ""
    word = view.label(HOW[found["how"]])
    if found["how"] in ("token", "fuzzy"):
        return f"{word} · {Percent(found['confidence']).in_language(view.lang)}"
    return word


def _set(store: Store, entry: Entry, header: str, name: str) -> None:
    """Callback: a column of the file becomes another of ours; who held that one holds none now."""
    target = state.get(name)
    if target is None:
        return
    kept = {c: h for c, h in entry.mapping.items() if h != header and c != target}
    if target != UNUSED:
        kept[target] = header
    own = _base(store, entry)
    _decide(entry.file, _whole(own, entry.table, kept))


def _whole(own: Mapping, table: str | None, kept: dict[str, str]) -> Mapping:
    return Mapping(table, kept, {**own.options, "only": True}, dict(own.constants))


# --- for the next time ----------------------------------------------------------------------------


def _keeping(view: View, entry: Entry) -> None:
    """Save how this file is mapped, or take it away as a mapping file."""
    store = view.portfolio.store
    mapping = _whole(_base(store, entry), entry.table, dict(entry.mapping))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            view.label(N_("Keep this mapping as")),
            value=Path(entry.file).stem,
            max_chars=80,
            key=f"profile_{entry.file}",
            help=view.label(N_("The next file with the same headers is mapped the same way.")),
        )
        st.button(
            view.label(N_("Save mapping")),
            disabled=not (name or "").strip(),
            key="save_mapping",
            on_click=acting.act,
            args=(profiles.save, store, (name or "").strip(), entry.headers, mapping, "page"),
            kwargs={"done": say("The mapping is saved as {name}.", name=(name or "").strip())},
        )
        _toml(view, mapping, "mapping_file_toml")


def _toml(view: View, mapping: Mapping, name: str) -> None:
    st.download_button(
        view.label(N_("Download mapping file")),
        data=intake.written(mapping),
        file_name="map.toml",
        mime="application/toml",
        key=name,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        help=view.label(N_("For the command line: python -m kam import FILE --map map.toml")),
    )


def saved(view: View) -> None:
    """The mappings kept for files with known headers; each can be forgotten or taken away."""
    store = view.portfolio.store
    rows = profiles.listed(store)
    if rows.empty:
        show.nothing(view, say("No mapping was saved yet. Save one while you import a file."))
        return
    known = profiles.known(store)
    names = dict(zip(rows["signature"], rows["name"], strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            view.label(N_("Saved mapping")), list(names), format_func=names.__getitem__,
            key="saved_mapping",
        )  # fmt: skip
        st.button(
            view.label(N_("Forget mapping")),
            key="forget_mapping",
            on_click=acting.act,
            args=(profiles.forget, store, chosen, "page"),
            kwargs={"done": say("The mapping {name} is forgotten.", name=names[chosen])},
        )
        _toml(view, known[chosen], "saved_toml")
    told = rows.rename(columns={"saved_at": "made_at", "saved_by": "who"})
    told["table"] = pd.Series([_table(known[s]) for s in rows["signature"]], dtype=object)
    told["rows"] = [len(known[s].columns) for s in rows["signature"]]
    show.table(
        view, told, ("name", "table", "rows", "made_at", "who"), key="profiles",
        labels={"rows": view.label(N_("Columns"))}, alt=say("Saved mappings, by name."),
    )  # fmt: skip


def _table(mapping: Mapping) -> Any:
    return say(TABLES[mapping.table].label) if mapping.table in TABLES else None
