"""Which accounts may be one customer: pairs with the evidence, ranked; a person decides."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pandas as pd

from kam.duplicates import marks
from kam.duplicates.blocks import CROWD, pairs
from kam.duplicates.evidence import Judgement, by_marks, by_name
from kam.duplicates.names import fold, parse

PAUSE = 1000  # pairs between two looks whether the search is still wanted
OFFERED = 0.5  # pairs less likely than this are not worth a person's time

COLUMNS = (
    "account_id",
    "account_name",
    "other_id",
    "other_name",
    "likeness",
    "evidence",
    "against",
)

# Column of the accounts or contacts → the mark it holds and how that is read.
_READ: dict[str, tuple[str, Callable[[str], str]]] = {
    "tax_id": ("tax_id", marks.tax_id),
    "email": ("email", marks.email),
    "phone": ("phone", marks.phone),
    "street": ("street", marks.street),
    "country": ("country", fold),
    "city": ("city", fold),
}
_IDENTIFY = ("tax_id", "email", "domain", "phone", "street")  # marks that find pairs by themselves


def judge(a: dict[str, str], b: dict[str, str]) -> Judgement:
    """How likely two records are one company, and why.

    >>> found = judge({"account_name": "Bosch GmbH"}, {"account_name": "BOSCH"})
    >>> round(found.likeness, 2), str(found.evidence[0])
    (0.9, 'The same name but for the legal form.')
    """
    found = by_name(parse(a.get("account_name", "")), parse(b.get("account_name", "")))
    return by_marks(_marks(a), _marks(b), found)


def candidates(
    accounts: pd.DataFrame,
    contacts: pd.DataFrame | None = None,
    apart: Collection[tuple[str, str]] = (),
    limit: int = 500,
    check: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """Pairs of accounts that may be one customer, the likeliest first; nothing is merged.

    Parameters
    ----------
    accounts : DataFrame[account_id, account_name, and of tax_id, parent_id, country, city, street,
        email, phone, website whatever is known]
    contacts : DataFrame[account_id, email, phone]
    apart : pairs of ids a person said are not the same, smaller id first
    check : called now and then; what it raises ends the search

    Returns
    -------
    DataFrame[account_id, account_name, other_id, other_name, likeness (0 to 1), evidence and
    against (tuples of sentences)]; an account and its parent are no pair.

    Source: S3-3.
    """
    accounts = accounts.sort_values("account_id", kind="stable").reset_index(drop=True)
    texts = accounts.astype(object).where(accounts.notna(), "").astype(str)
    texts["account_name"] = texts["account_name"].where(
        texts["account_name"] != "", texts["account_id"]
    )
    told = [_marks(row) for row in texts.to_dict("records")]
    _from_contacts(told, texts["account_id"].tolist(), contacts)
    _without_crowds(told)
    names = [parse(n) for n in texts["account_name"]]
    ids, called = texts["account_id"].tolist(), texts["account_name"].tolist()
    parents = texts["parent_id"].tolist() if "parent_id" in texts else [""] * len(ids)
    rows = []
    check()
    for place, (i, j) in enumerate(pairs(names, ([m.get(k, "") for m in told] for k in _IDENTIFY))):
        if place % PAUSE == 0:
            check()
        if (ids[i], ids[j]) in apart or parents[i] == ids[j] or parents[j] == ids[i]:
            continue
        found = by_marks(told[i], told[j], by_name(names[i], names[j]))
        if found.likeness >= OFFERED:
            rows.append((ids[i], called[i], ids[j], called[j], round(found.likeness, 3),
                         tuple(found.evidence), tuple(found.against)))  # fmt: skip
    rows.sort(key=lambda r: (-r[4], r[0], r[2]))
    return pd.DataFrame(rows[:limit], columns=list(COLUMNS))


def _marks(record: dict[str, str]) -> dict[str, str]:
    found = {mark: read(record[c]) for c, (mark, read) in _READ.items() if record.get(c)}
    for column in ("website", "email"):
        if record.get(column) and not found.get("domain"):
            found["domain"] = marks.domain(record[column])
    return found


def _from_contacts(
    told: list[dict[str, str]], ids: list[str], contacts: pd.DataFrame | None
) -> None:
    """Give accounts without a mark of their own that of their first contact who has one."""
    if contacts is None or contacts.empty:
        return
    place = {account: i for i, account in enumerate(ids)}
    texts = contacts.astype(object).where(contacts.notna(), "").astype(str)
    for row in texts.sort_values(list(texts.columns)).to_dict("records"):
        at = place.get(row["account_id"])
        if at is not None:
            for mark, value in _marks({k: row.get(k, "") for k in ("email", "phone")}).items():
                told[at][mark] = told[at].get(mark) or value


def _without_crowds(told: list[dict[str, str]]) -> None:
    """Forget marks that many accounts share: they name nobody."""
    for mark in _IDENTIFY:
        often = pd.Series([m.get(mark, "") for m in told]).value_counts()
        crowds = set(often[often > CROWD].index)
        for m in told:
            if m.get(mark) in crowds:
                m[mark] = ""
