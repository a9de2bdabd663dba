"""Write the documentation pages that are read from the registries: ``python -m scripts.write_docs``."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from kam.indicators import INDICATORS, MEASURES
from kam.intake import CODES
from kam.intake.checks import CHECKS, FOUND
from kam.policy import PRESETS, Policy
from kam.schema import TABLES

DOCS = Path(__file__).resolve().parent.parent / "docs"
HEAD = "<!-- Written by scripts/write_docs.py from the code: change it there. -->\n"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(c) for c in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def indicators() -> str:
    """The twelve indicators, their measures and the presets."""
    listed = _table(
        ["indicator", "meaning", "points", "measures", "source"],
        [
            [
                f"`{i.id}` {i.label}",
                i.meaning,
                i.points,
                ", ".join(f"{part} {share:.0%}" for part, share in i.parts),
                i.source,
            ]
            for i in INDICATORS.values()
        ],
    )
    measured = _table(
        ["measure", "meaning", "unit", "better", "0 / 50 / 100 %", "needs", "source"],
        [
            [
                f"`{m.id}` {m.label}",
                m.meaning,
                m.unit,
                m.better,
                " / ".join(
                    p if v is None else f"{v:g}"
                    for v, p in zip((m.worst, m.typical, m.best), ("P5", "P50", "P95"), strict=True)
                ),
                ", ".join(m.needs),
                m.source,
            ]
            for m in MEASURES.values()
        ],
    )
    presets = _table(
        ["preset", *INDICATORS],
        [[name, *(points[i] for i in INDICATORS)] for name, (_, points) in PRESETS.items()],
    )
    return f"{HEAD}\n# Indicators\n\n{listed}\n## Measures\n\n{measured}\n## Presets\n\n{presets}"


def tables() -> str:
    """Every table and column with its header aliases."""
    parts = [HEAD, "# Tables\n"]
    for table in TABLES.values():
        parts.append(f"## {table.name}: {table.one_row}\n")
        parts.append(
            _table(
                ["column", "type", "meaning", "headers it goes by"],
                [
                    [
                        f"**{c.name}**" if c.required else c.name,
                        c.type,
                        c.meaning,
                        ", ".join(c.aliases),
                    ]
                    for c in table.columns
                ],
            )
        )
    return "\n".join(parts)


def policy() -> str:
    """Every knob of the policy with default, unit, bounds and reason."""
    rows: list[list[object]] = []
    for knob in fields(Policy):
        about = knob.metadata
        low, high = about.get("bounds") or ("", "")
        rows.append(
            [
                f"`{knob.name}`",
                about.get("label", ""),
                knob.default,
                about.get("unit", ""),
                f"{low} – {high}" if low != "" else "",
                about.get("reason", ""),
            ]
        )
    head = ["knob", "label", "default", "unit", "bounds", "reason"]
    return f"{HEAD}\n# Policy\n\n{_table(head, rows)}"


def checks() -> str:
    """Every check with its code, severity and mend."""
    rows: list[list[object]] = [
        [
            f"`{code}`",
            check.label,
            check.severity,
            FOUND[check.found],
            check.problem,
            check.mend,
            ", ".join(dict.fromkeys(f.table for f in check.faults)),
        ]
        for code, check in CHECKS.items()
    ]
    head = ["code", "check", "severity", "looked for", "what it says", "what to do", "tables"]
    told = (
        "Codes never change their meaning. A rejected row is kept aside and can be corrected; a"
        " warning or a note keeps the row. `R_` rejects, `W_` warns or notes. Of a warning or a"
        " note {value} is how many rows, {example} one of them.\n"
    )
    others = _table(
        ["code", "severity", "what it says", "what to do"],
        [[f"`{n}`", c.severity, c.problem, c.mend] for n, c in CODES.items() if n not in CHECKS],
    )
    return f"{HEAD}\n# Checks\n\n{told}\n{_table(head, rows)}\n## Other findings\n\n{others}"


PAGES = {"checks.md": checks, "indicators.md": indicators, "tables.md": tables, "policy.md": policy}


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
