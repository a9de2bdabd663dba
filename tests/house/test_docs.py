"""Generated documentation is what the code says now."""

from pathlib import Path

import pytest

from scripts.write_docs import PAGES

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", PAGES)
def test_a_generated_page_is_fresh(page):
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page](), "run make docs"
