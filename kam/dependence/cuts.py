"""How far each region, manager or product family hangs on single accounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.concentration import n_eff, smallest_set
from kam.units import Number, Percent
from kam.words import N_, Sentence, say

CUTS: dict[str, str] = {
    "region": N_("Region"),
    "manager": N_("Account manager"),
    "product": N_("Product family"),
    "country": N_("Country"),
    "industry": N_("Industry"),
}
_WORTH_A_WORD = 0.05  # of the whole; below it a part hanging on one account endangers nobody
UNNAMED = ""  # the part of whatever carries no region, manager …


@dataclass(frozen=True)
class Cut:
    """One dimension of the business, part by part.

    ``parts`` has one row per part, the largest first: part ("" where none is on file), accounts,
    value, share (of the whole), largest_id, largest_name, largest_share (of the part), n_eff (as if
    the part had so many equal accounts), k80. ``pairs`` has one row per account and part: account_id,
    part, value, share (of the part). ``n_eff`` is that of the parts themselves.
    """

    by: str
    total: float
    parts: pd.DataFrame
    pairs: pd.DataFrame
    n_eff: float

    @property
    def reading(self) -> Sentence | None:
        """Which part hangs most on one account; None where nothing was sold."""
        known = self.parts[(self.parts["largest_share"].notna()) & (self.parts["part"] != UNNAMED)]
        if known.empty:
            return None
        large = known[known["share"] >= _WORTH_A_WORD]
        known = known if large.empty else large
        worst = known.loc[known["largest_share"].idxmax()]
        return say(
            "{part} hangs most on one account: {name} brings {share} of its sales, as if it had"
            " {n} equal customers.",
            part=str(worst["part"]), name=str(worst["largest_name"]),
            share=Percent(worst["largest_share"]), n=Number(worst["n_eff"], 1),
        )  # fmt: skip


def cut(pairs: pd.DataFrame, names: pd.Series, by: str, key_share: float = 0.8) -> Cut:
    """How far each part of a dimension hangs on single accounts.

    Parameters
    ----------
    pairs : DataFrame[account_id, part (missing: not on file), value (money, net of returns)]
    names : account_id → account name
    by : which of CUTS

    Source: S0-4, S1-15, S0-5; methods.md section 1 (HHI, N_eff).
    """
    rows = pairs.assign(part=pairs["part"].fillna(UNNAMED).astype(str))
    rows = rows.groupby(["part", "account_id"], as_index=False)["value"].sum()
    whole = float(rows["value"].sum())
    sums = rows.groupby("part")["value"].transform("sum")
    rows["share"] = (rows["value"] / sums).where(sums > 0)
    rows = rows.sort_values(["part", "value"], ascending=[True, False], kind="stable")
    told = []
    for part, group in rows.groupby("part", sort=False):
        first = group.iloc[0]
        positive = float(group["value"].sum()) > 0
        told.append(
            {
                "part": part,
                "accounts": len(group),
                "value": float(group["value"].sum()),
                "largest_id": str(first["account_id"]),
                "largest_name": str(names.get(first["account_id"], first["account_id"])),
                "largest_share": float(first["share"]) if positive else float("nan"),
                "n_eff": n_eff(group["value"].to_numpy()),
                "k80": smallest_set(np.sort(group["value"].to_numpy())[::-1], key_share),
            }
        )
    columns = [
        "part",
        "accounts",
        "value",
        "largest_id",
        "largest_name",
        "largest_share",
        "n_eff",
        "k80",
    ]
    parts = pd.DataFrame(told, columns=columns).sort_values("value", ascending=False, kind="stable")
    parts["share"] = parts["value"] / whole if whole > 0 else float("nan")
    return Cut(
        by, whole, parts.reset_index(drop=True), rows.reset_index(drop=True),
        n_eff(parts["value"].to_numpy()),
    )  # fmt: skip
