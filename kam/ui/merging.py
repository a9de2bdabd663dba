"""The merging desk: one pair at a time, the merges there were, pairs kept apart, and groups."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam import families, merging
from kam.ui import acting, data, links, show, working
from kam.ui.text import md
from kam.ui.view import View
from kam.units import Percent
from kam.words import N_, say, say_count


def pairs(view: View) -> None:
    """The pairs that wait for a person: one in focus with its evidence, all of them below."""
    store = view.portfolio.store
    search = working.asked(
        "pairs",
        (store.id, *merging.basis(store)),
        lambda watch: merging.candidates(store, check=watch.check),
    )
    if not working.ended(view, search, N_("Comparing names …")):
        return
    if search.stopping:
        show.nothing(view, say("The search for pairs was stopped."))
        st.button(
            view.label(N_("Search again")), key="search", on_click=working.stop, args=("pairs",)
        )
        return
    waiting = merging.still_open(store, search.result())
    show.reading(view, merging.answer(waiting))
    if waiting.empty:
        return
    if not data.may_change(view.sample):
        st.caption(
            view.text(say("The sample company cannot be changed; try it with your own data."))
        )
    by_code = {f"{r['account_id']}|{r['other_id']}": r for r in waiting.to_dict("records")}
    code = links.choice(
        st.selectbox,
        view.label(N_("Pair, the likeliest first")),
        list(by_code),
        key="pair",
        format_func=lambda c: _pair(view, by_code[c]),
    )
    _decide(view, by_code[code], code)
    with st.expander(view.label(N_("All pairs"))):
        told = waiting.assign(
            evidence=pd.Series([_joined(view, e) for e in waiting["evidence"]], dtype=object)
        )
        show.table(
            view, told, ("account_name", "other_name", "likeness", "evidence"),
            more=("other_id",), key="pairs",
            alt=say("Pairs of accounts that may be one customer, the likeliest first."),
        )  # fmt: skip


def _pair(view: View, row: dict[Any, Any]) -> str:
    likeness = Percent(row["likeness"]).in_language(view.lang)
    return f"{row['account_name']} = {row['other_name']} · {likeness}"


def _joined(view: View, sentences: tuple[Any, ...]) -> str:
    return ("" if view.lang.startswith("zh") else " ").join(view.plain(s) for s in sentences)


def _decide(view: View, row: dict[Any, Any], code: str) -> None:
    store, one, other = view.portfolio.store, row["account_id"], row["other_id"]
    names = {one: row["account_name"], other: row["other_name"]}
    sides, larger = merging.beside(store, one, other, view.currency)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        show.table(
            view, sides, ("name", "one", "other"), key="beside", download=False,
            labels={"one": one, "other": other},
            alt=say("The two accounts side by side."),
        )  # fmt: skip
    with right:
        show.bullets(view, row["evidence"])
        if row["against"]:
            st.markdown(view.text(say("What speaks against it:")))
            show.bullets(view, row["against"])
        keep = st.radio(
            view.label(N_("Which id stays?")),
            [one, other],
            index=int(larger == other),
            format_func=lambda i: md(f"{names[i]} · {i}"),
            key=f"keep_{code}",
            help=view.label(
                N_("The other id stays known: later imports that use it count for this account.")
            ),
        )
        drop = other if keep == one else one
        locked = not data.may_change(view.sample)
        with st.container(horizontal=True):
            st.button(
                view.label(N_("Same customer: merge")),
                type="primary",
                disabled=locked,
                key="merge",
                on_click=acting.act,
                args=(merging.merge, store, keep, [drop], "page"),
                kwargs={
                    "done": say(
                        "{other} is now part of {account}.", other=names[drop], account=names[keep]
                    )
                },
            )
            st.button(
                view.label(N_("Not the same")),
                disabled=locked,
                key="keep_apart",
                on_click=acting.act,
                args=(merging.keep_apart, store, one, other, "page"),
                kwargs={"done": say("The two stay two customers and are not offered again.")},
            )


def merged(view: View) -> None:
    """Every merge there was; one that nothing stands on can be undone after a confirmation."""
    store = view.portfolio.store
    rows = merging.standing(merging.merges(store))
    if rows.empty:
        show.nothing(view, say("No accounts were merged yet."))
        return
    undoable = rows[rows["can_undo"]].groupby("merge_id", sort=False)
    told = {str(merge_id): _merge(part) for merge_id, part in undoable}
    if told:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                view.label(N_("Merge to undo")), list(told), format_func=told.__getitem__
            )
            with st.popover(view.label(N_("Undo merge"))):
                st.markdown(
                    view.text(
                        say(
                            "Every record goes back to the account it came from. "
                            "What was imported since stays with the kept one."
                        )
                    )
                )
                st.button(
                    view.label(N_("Yes, undo this merge")),
                    type="primary",
                    key="undo_merge",
                    on_click=acting.act,
                    args=(merging.unmerge, store, chosen, "page"),
                    kwargs={"done": say("The merge is undone.")},
                )
    show.table(
        view, rows, ("made_at", "keep_name", "drop_name", "standing"),
        more=("keep_id", "drop_id", "who"), key="merges",
        alt=say("Merges, the latest first."),
    )  # fmt: skip


def _merge(part: pd.DataFrame) -> str:
    dropped = ", ".join(str(n) for n in part["drop_name"].fillna(part["drop_id"]))
    return f"{part['keep_name'].iloc[0]} ← {dropped}"


def apart(view: View) -> None:
    """Pairs a person kept apart; each can be offered again."""
    store = view.portfolio.store
    rows = merging.apart(store)
    if rows.empty:
        show.nothing(view, say("No pair was kept apart yet."))
        return
    names = families.listed(store).set_index("account_id")["account_name"].to_dict()
    told = {
        f"{a}|{b}": f"{names.get(a, a)} · {names.get(b, b)}"
        for a, b in zip(rows["account_id"], rows["other_id"], strict=True)
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(view.label(N_("Pair")), list(told), format_func=told.__getitem__)
        place = list(told).index(code)
        st.button(
            view.label(N_("Offer this pair again")),
            disabled=not data.may_change(view.sample),
            key="offer_again",
            on_click=acting.act,
            args=(
                merging.offer_again,
                store,
                *rows[["account_id", "other_id"]].iloc[place],
                "page",
            ),
            kwargs={"done": say("The pair is offered again.")},
        )


def groups(view: View) -> None:
    """Who belongs to whom, and setting a parent by hand."""
    store = view.portfolio.store
    accounts = families.listed(store)
    inside = accounts[accounts["top_name"].notna()]
    tops = inside["top_name"].nunique()
    if inside.empty:
        st.markdown(view.text(say("No account belongs to another yet.")))
    else:
        st.markdown(
            view.text(
                say(
                    "{accounts} belong to {groups}. The switch “Groups as one account” on the left "
                    "counts them for their topmost parent.",
                    accounts=say_count("{count} account", "{count} accounts", len(inside)),
                    groups=say_count("{count} group", "{count} groups", tops),
                )
            )
        )
    for _, finding in families.of_store(store).findings:
        st.warning(view.text(finding), icon=":material/warning:")
    _set_parent(view, accounts)
    if not inside.empty:
        show.table(
            view, inside, ("account_name", "parent_name", "top_name"), key="groups",
            alt=say("Accounts that belong to another, with their parent."),
        )  # fmt: skip


def _set_parent(view: View, accounts: pd.DataFrame) -> None:
    names = dict(zip(accounts["account_id"], accounts["account_name"], strict=True))
    parents = dict(zip(accounts["account_id"], accounts["parent_id"], strict=True))

    def _named(account_id: str) -> str:
        name = names[account_id]
        return name if name == account_id else f"{name} · {account_id}"

    with st.container(horizontal=True, vertical_alignment="bottom"):
        account = st.selectbox(
            view.label(N_("Account")), list(names), index=None, format_func=_named,
            placeholder=view.label(N_("Type a name or an id")), key="group_account",
        )  # fmt: skip
        parent = st.selectbox(
            view.label(N_("belongs to")), list(names), index=None, format_func=_named,
            placeholder=view.label(N_("No other account")), key="group_parent",
        )  # fmt: skip
        same = account is None or (parent or None) == _known(parents.get(account))
        st.button(
            view.label(N_("Set parent")),
            type="primary",
            disabled=same or not data.may_change(view.sample),
            key="set_parent",
            on_click=acting.act,
            args=(families.set_parent, view.portfolio.store, account, parent, "page"),
            kwargs={"done": _belongs(names.get(account or ""), names.get(parent or ""))},
        )


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _belongs(account: str | None, parent: str | None) -> Any:
    if parent is None:
        return say("{account} belongs to no other account now.", account=account or "")
    return say("{account} now belongs to {parent}.", account=account or "", parent=parent)
