"""Who follows when an account leaves: chances along links, and what goes with it on average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.words import N_

EXACT_EDGES = 20
DRAWS = 20_000
SEED = 20260918
_AT_ONCE = 4_000_000  # reached states held at one time

# Why an account might follow another, and how strong the link is thought to be.
LINKS: dict[str, str] = {
    "reference": N_("It came by its reference"),
    "group": N_("It belongs to the same group"),
    "industry": N_("Same region and same industry"),
    "region": N_("Same region"),
}


@dataclass(frozen=True)
class Rates:
    """Chance that an account follows another that left, by kind of link; one may be 0.

    Beginning values are ours, not measured: no study gives them. Each page lets them be moved.

    Source: S2-19; methods.md 5 (chain reaction).
    """

    reference: float = 0.30
    group: float = 0.50
    industry: float = 0.05
    region: float = 0.01

    def scaled(self, factor: float) -> Rates:
        """All chances times a factor, none above 1: one slider for the reader.

        >>> Rates().scaled(2).group
        1.0
        """
        told = {name: min(1.0, getattr(self, name) * factor) for name in LINKS}
        return Rates(**told)


@dataclass(frozen=True)
class Followers:
    """Each account's chance of following, and what that is worth.

    ``rows`` has account_id, link (the strongest one to somebody who may leave), probability,
    value, expected (probability × value), largest expected first. ``exact`` says whether every
    case was counted or a sample drawn.
    """

    rows: pd.DataFrame
    expected: float
    exact: bool


def links(accounts: pd.DataFrame, leaver: str, rates: Rates) -> pd.DataFrame:
    """Along which links leaving may spread.

    References and groups pass it on from account to account; a shared region or industry is
    counted once, from the account that leaves first: a benchmark is watched, its followers are not.

    Parameters
    ----------
    accounts : DataFrame indexed by account_id: region, industry, reference_id, top_id (topmost
        parent, itself where it has none); missing values allowed

    Returns
    -------
    DataFrame[source, target, link, chance], the strongest link where there are several
    """
    here = accounts.loc[leaver]
    told = []
    if rates.reference:
        led = accounts[accounts["reference_id"].isin(accounts.index)]
        told.append(_edges(led["reference_id"], led.index, "reference", rates.reference))
    if rates.group:
        for _, members in accounts.groupby("top_id", sort=False):
            if len(members) > 1:
                ids = members.index.to_numpy()
                source, target = np.repeat(ids, len(ids)), np.tile(ids, len(ids))
                told.append(_edges(source, target, "group", rates.group))
    others = accounts.index != leaver
    same = others & (accounts["region"] == here["region"]).to_numpy()
    alike = same & (accounts["industry"] == here["industry"]).to_numpy()
    for link, mine, chance in (("industry", alike, rates.industry), ("region", same, rates.region)):
        ids = accounts.index[mine]
        if chance and len(ids):
            told.append(_edges(np.repeat(leaver, len(ids)), ids, link, chance))
    if not told:
        return pd.DataFrame(columns=["source", "target", "link", "chance"])
    found = pd.concat(told, ignore_index=True)
    found = found[(found["source"] != found["target"]) & (found["target"] != leaver)]
    found = found.sort_values("chance", ascending=False, kind="stable")
    found = found.drop_duplicates(["source", "target"])
    return _within_reach(found, leaver).reset_index(drop=True)


def _edges(source: object, target: object, link: str, chance: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"source": np.asarray(source), "target": np.asarray(target), "link": link, "chance": chance}
    )


def _within_reach(edges: pd.DataFrame, leaver: str) -> pd.DataFrame:
    reached = {leaver}
    while True:
        more = set(edges.loc[edges["source"].isin(reached), "target"]) - reached
        if not more:
            return edges[edges["source"].isin(reached)]
        reached |= more


def spread(
    edges: pd.DataFrame, leaver: str, draws: int = DRAWS, seed: int = SEED
) -> tuple[pd.Series, bool]:
    """Each account's probability of being reached when every link holds with its own chance.

    Every link is tried once (independent cascade). Up to 20 links whose cases matter together all
    cases are counted; beyond that ``draws`` cases are drawn.

    Parameters
    ----------
    edges : DataFrame[source, target, chance]

    Returns
    -------
    Series by account_id (without the leaver), and whether it is exact

    Source: methods.md 5 (independent cascade, live-edge).

    >>> edges = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "chance": [0.5, 0.5]})
    >>> spread(edges, "a")[0]["c"]
    np.float64(0.25)
    """
    # Who is reached only by a link from the first one, and leads to nobody, needs no case.
    inward = edges["target"].map(edges["target"].value_counts())
    alone = (edges["source"] == leaver) & (inward == 1) & ~edges["target"].isin(edges["source"])
    leaves = edges[alone].set_index("target")["chance"].astype(float)
    edges = edges[~alone]
    ids = pd.Index(pd.unique(np.concatenate([[leaver], edges["source"], edges["target"]])))
    source, target = ids.get_indexer(edges["source"]), ids.get_indexer(edges["target"])
    chance = edges["chance"].to_numpy(dtype=float)
    exact = len(edges) <= EXACT_EDGES
    cases = 2 ** len(edges) if exact else draws
    step = max(1, _AT_ONCE // max(len(ids) + len(edges), 1))
    dice, total = np.random.default_rng(seed), np.zeros(len(ids))
    for first in range(0, cases, step):
        many = min(step, cases - first)
        if exact:
            bits = np.arange(first, first + many)[:, None] >> np.arange(len(edges)) & 1
            alive = bits.astype(bool)
            weight = np.where(alive, chance, 1 - chance).prod(axis=1)
        else:
            alive = dice.random((many, len(edges))) < chance
            weight = np.full(many, 1 / cases)
        total += weight @ _reached(alive, source, target, len(ids))
    return pd.concat([pd.Series(total, index=ids).drop(leaver), leaves]), exact


def _reached(
    alive: np.ndarray, source: np.ndarray, target: np.ndarray, count: int
) -> np.ndarray:  # fmt: skip
    """Which accounts are reached from the first one in each case, as 0 and 1."""
    reached = np.zeros((len(alive), count), dtype=bool)
    reached[:, 0] = True
    order = np.arange(len(source))
    while True:
        before = reached.sum()
        for edge in order:
            reached[:, target[edge]] |= reached[:, source[edge]] & alive[:, edge]
        if reached.sum() == before:
            return reached.astype(float)


def followers(accounts: pd.DataFrame, leaver: str, value: pd.Series, rates: Rates) -> Followers:
    """Who may follow an account that leaves, and what that is worth on average.

    Parameters
    ----------
    accounts : as ``links`` takes them
    value : account_id → yearly amount; only accounts with one above 0 can be lost

    Source: S2-19, S2-20; methods.md 5 (expected extra loss = Σ P(follows) · V).
    """
    active = accounts[(value.reindex(accounts.index) > 0) | (accounts.index == leaver)]
    edges = links(active, leaver, rates)
    chance, exact = spread(edges, leaver)
    strongest = edges.drop_duplicates("target").set_index("target")["link"]
    rows = pd.DataFrame(
        {
            "account_id": chance.index,
            "link": strongest.reindex(chance.index).to_numpy(),
            "probability": chance.to_numpy(),
            "value": value.reindex(chance.index).to_numpy(dtype=float),
        }
    )
    rows["expected"] = rows["probability"] * rows["value"]
    rows = rows.sort_values("expected", ascending=False, kind="stable").reset_index(drop=True)
    return Followers(rows, float(rows["expected"].sum()), exact)
