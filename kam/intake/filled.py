"""What rows leave unsaid but their file tells: cancelled orders, and what kind a partner is."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from kam.intake.headers import key_of

CANCELLED = r"^\s*(?i:cancel|storn|annul|anulad|void|取消|已取消|作废|已作废)"
# A list of suppliers and one of carriers may both count from 1: the header says which it is.
PARTNER_KINDS: dict[str, tuple[str, ...]] = {
    "supplier": (
        "supplier",
        "vendor",
        "lieferant",
        "kreditor",
        "fournisseur",
        "proveedor",
        "供应商",
    ),
    "carrier": ("carrier", "shipper", "spediteur", "transport", "承运"),
    "bank": ("bank", "banque", "banco", "银行"),
    "insurer": ("insur", "versicher", "assur", "seguro", "保险"),
}


def filled(table: str, rows: pa.Table, mapping: Mapping[str, str]) -> pa.Table:
    """The rows of a table with what their file says between the lines.

    Source: import-rules.md ("Returns, cancellations"); S1-10, S1-11.
    """
    if table == "order_header":
        return _cancelled(rows)
    if table == "partner" and "partner_kind" not in rows.column_names:
        kind = _kind(key_of(mapping.get("partner_id", "")))
        return rows.append_column("partner_kind", pa.array([kind] * len(rows), pa.string()))
    return rows


def _cancelled(rows: pa.Table) -> pa.Table:
    """Orders whose state says so are cancelled; any other state says that they are not."""
    if "status" not in rows.column_names or "is_cancelled" in rows.column_names:
        return rows
    states = pc.match_substring_regex(rows.column("status"), CANCELLED)
    return rows.append_column("is_cancelled", states)


def _kind(header: str) -> str:
    return next((k for k, words in PARTNER_KINDS.items() if any(w in header for w in words)), "")
