"""What only a browser shows: cold links, uploads, the keyboard, and that nothing leaves the machine."""

import re

import pytest

from kam.ui.menu import ENTRIES
from scripts import server
from scripts.server import settled
from tests.app.screen import TINY

pytestmark = pytest.mark.browser


def heading(page):
    return page.locator("h1").first


def answer(page):
    return page.locator("h4").first.inner_text()


def test_a_bookmark_opens_in_its_language_right_after_a_restart(watched):
    page, watch, address = watched
    page.goto(f"{address}/pareto?lang=zh_CN&sample=true")
    settled(page)
    assert page.locator('[data-testid="stSidebarNav"]').get_by_text("二八分析").count() == 1
    assert re.search(r"\d+ ?个?家?客户", answer(page)) or "客户" in answer(page)
    assert page.locator('[data-testid="stSidebarNavLink"]').count() == sum(
        not entry.hidden for entry in ENTRIES.values()
    )
    assert watch.foreign == []
    assert watch.complaints == []


def test_from_files_to_a_ranking_that_moves(watched, shared):
    page, watch, address = watched
    page.goto(address)
    settled(page)
    page.get_by_role("button", name="Import your files").click()
    page.wait_for_url("**/data*")
    settled(page)
    northwind = [p for p in (shared / "northwind").glob("*.csv") if "malformed" not in p.name]
    page.set_input_files('input[type="file"]', northwind)
    page.get_by_role("button", name="Import now").click()
    page.get_by_text("Done:").wait_for()
    settled(page)

    page.get_by_role("link", name="80/20").first.click()
    page.wait_for_url("**/pareto*")
    page.get_by_text("bring").first.wait_for()
    settled(page)
    assert "34 of 89 accounts" in answer(page)

    page.get_by_role("link", name="Score & weights").first.click()
    page.wait_for_url("**/scoring*")
    settled(page)
    before = answer(page)
    slider = page.get_by_role("slider", name="Length of cooperation")
    slider.focus()
    for _ in range(60):
        slider.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('h4').innerText !== before", arg=before
    )
    settled(page)
    assert "w_tenure=" in page.url, "the link carries the weights"

    page.goto(f"{address}/account?account=ERNSH")
    settled(page)
    assert "Ernst Handel" in answer(page)
    assert page.locator(".js-plotly-plot").count() >= 2

    page.get_by_text("中文").click()
    page.wait_for_function(
        "() => document.querySelector('h1').innerText.match(/[\\u4e00-\\u9fff]/)"
    )
    settled(page)
    assert "Ernst Handel" in answer(page)
    assert "lang=" in page.url
    page.reload()
    settled(page)
    assert re.match("[\u4e00-\u9fff]", heading(page).inner_text()), "a reload keeps the language"
    assert watch.foreign == []
    assert watch.complaints == []


def test_the_name_in_a_table_opens_the_account(watched):
    page, _, address = watched
    page.goto(f"{address}/pareto?sample=true")
    settled(page)
    first = page.locator('[data-testid="stMetric"]').nth(3).inner_text()
    canvas = page.locator('[data-testid="stDataFrame"] canvas').first
    canvas.scroll_into_view_if_needed()
    page.locator('[data-testid="stDataFrame"]').first.click(position={"x": 60, "y": 51})
    page.wait_for_url("**/account*")
    settled(page)
    assert any(line and line in answer(page) for line in first.splitlines()[2:])


def test_in_demo_mode_visitors_do_not_see_each_other(chrome, tmp_path):
    with server.dashboard(tmp_path / "demo.duckdb", KAM_MODE="demo") as address:
        mine, yours = (chrome.new_context().new_page() for _ in range(2))
        mine.goto(f"{address}/data")
        settled(mine)
        sales = {"name": "sales.csv", "mimeType": "text/csv", "buffer": TINY}
        mine.set_input_files('input[type="file"]', [sales])
        mine.get_by_role("button", name="Import now").click()
        mine.get_by_text("Done:").wait_for()
        yours.goto(f"{address}/pareto")
        settled(yours)
        assert yours.get_by_text("Nothing is on file yet").count() == 1
        mine.get_by_role("link", name="80/20").first.click()
        mine.get_by_text("of 3 accounts").first.wait_for()
        for page in (mine, yours):
            page.context.close()
    assert not (tmp_path / "demo.duckdb").exists(), "a visitor's file is never written to disk"
