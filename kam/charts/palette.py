"""Colours, declared once: each stands out from white and from a dark page, and keeps its meaning.

Every mark has a contrast of at least 3:1 against #ffffff and #0e1117 (a test computes it), so one
figure serves both themes.
"""

from __future__ import annotations

ACCENT = "#2f6fd0"  # ours, the selected
NEUTRAL = "#7d8694"  # context
OUTLINE = "#8a93a1"  # the previous period, outlined
AMBER = "#b87309"  # risk, low …
ORANGE = "#d1591d"
RED = "#d63a3f"  # … to high
GREEN = "#2b8a4b"  # a gain, nothing else
PROFIT = "#a3913f"  # gross profit beside revenue

GRID = "rgba(128,136,148,0.18)"
BAND = "rgba(128,136,148,0.10)"

# One hue, dark to light; Z (zero or negative) is no class of value and takes the neutral.
ABC: dict[str, str] = {"A": "#2360bd", "B": "#4a83dd", "C": "#7193cf", "Z": NEUTRAL}

# Four families by hue, the indicators of a family by tone.
INDICATOR_HUES: dict[str, str] = {
    "order_margin": "#2360bd",
    "order_size_freq": "#4a83dd",
    "tenure": "#7193cf",
    "payment_terms": "#00706d",
    "payment_efficiency": "#138f89",
    "shipping_efficiency": "#3fa39b",
    "industry_influence": "#8a4bbd",
    "new_product_dev": "#b07ad6",
    "order_mix": "#8a5a1f",
    "price_sensitivity": "#b98a4a",
    "claim_reasonableness": "#75681c",
    "communication": "#a3913f",
}
