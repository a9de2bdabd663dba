"""The real data sets as purchases frames, with the horizons and snapshots of churn.md section 1."""

from pathlib import Path

import pandas as pd

# Horizon, first history, step (days), number of test snapshots.
PROTOCOL = {
    "cdnow": (180, 90, 30, 4),
    "online_retail": (90, 90, 15, 6),
    "adventureworks_reseller": (180, 180, 60, 6),
    "superstore": (365, 365, 90, 4),
    "northwind": (120, 150, 30, 6),
}


def purchases_of(name: str, shared: Path) -> pd.DataFrame:
    """A data set as kam.measure.purchases would return it; account_id, day, product_id, revenue."""
    lines = _READERS[name](shared / name)
    lines["day"] = pd.to_datetime(lines["day"]).dt.normalize()
    lines["account_id"] = lines["account_id"].astype(str)
    # Returns stay in rows of their own, as measure.purchases keeps them.
    keys = ["account_id", "day", "product_id", lines["revenue"] < 0]
    summed = lines.groupby(keys, dropna=False)["revenue"].sum()
    return summed.droplevel(-1).reset_index()


def cdnow_sample(shared: Path) -> pd.DataFrame:
    """Repeat order days, age at the last one and age of the 2,357 sampled buyers, in weeks."""
    return pd.read_csv(shared / "cdnow" / "cdnow_customers_summary.csv")


def _cdnow(folder: Path) -> pd.DataFrame:
    rows = pd.read_csv(
        folder / "CDNOW_master.txt.gz", sep=r"\s+", header=0,
        names=["account_id", "day", "discs", "revenue"], dtype={"account_id": str, "day": str},
    )  # fmt: skip
    return rows.drop(columns="discs").assign(product_id=None)


def _online_retail(folder: Path) -> pd.DataFrame:
    rows = pd.read_parquet(folder / "online_retail.parquet").dropna(subset="CustomerID")
    return pd.DataFrame(
        {
            "account_id": rows["CustomerID"].astype(int),
            "day": rows["InvoiceDate"],
            "product_id": rows["StockCode"],
            "revenue": rows["Quantity"] * rows["UnitPrice"],
        }
    )


def _adventureworks(folder: Path) -> pd.DataFrame:
    rows = pd.read_parquet(folder / "FactResellerSales.parquet")
    return pd.DataFrame(
        {
            "account_id": rows["ResellerKey"],
            "day": rows["OrderDate"],
            "product_id": rows["ProductKey"].astype(str),
            "revenue": rows["SalesAmount"].astype(float),
        }
    )


def _superstore(folder: Path) -> pd.DataFrame:
    rows = pd.read_csv(folder / "superstore.csv")
    names = {
        "Customer ID": "account_id", "Order Date": "day", "Product ID": "product_id",
        "Sales": "revenue",
    }  # fmt: skip
    return rows.rename(columns=names)[list(names.values())]


def _northwind(folder: Path) -> pd.DataFrame:
    lines = pd.read_csv(folder / "order-details.csv").merge(
        pd.read_csv(folder / "orders.csv")[["orderID", "customerID", "orderDate"]], on="orderID"
    )
    return pd.DataFrame(
        {
            "account_id": lines["customerID"],
            "day": lines["orderDate"],
            "product_id": lines["productID"].astype(str),
            "revenue": lines["unitPrice"] * lines["quantity"] * (1 - lines["discount"]),
        }
    )


_READERS = {
    "cdnow": _cdnow,
    "online_retail": _online_retail,
    "adventureworks_reseller": _adventureworks,
    "superstore": _superstore,
    "northwind": _northwind,
}
