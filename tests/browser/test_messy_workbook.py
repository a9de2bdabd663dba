"""A messy Chinese workbook dragged in: a question, a wrong column, a bad row; imported and undone."""

import pytest
from playwright.sync_api import expect

from scripts.server import settled
from tests.importing import workbook

pytestmark = pytest.mark.browser

SHEET = [
    ["2024年销售明细表"],
    ["编制单位:", "华东销售部"],
    [],
    ["客户名称", "单据编号", "日期", "品名", "数量", "金额(万元)", "结算额(万元)", "备注"],
    ["恒泰五金", "XS001", "03/04/2024", "螺丝", 100, 1.5, 1.2, ""],
    ["恒泰五金", "XS002", "05/06/2024", "螺母", 50, 2, 1.9, "急"],
    ["绿源", "XS003", "07/08/2024", "螺丝", 10, "待定", "待定", ""],
    ["金海", "XS004", "09/10/2024", "垫片", 10, 3.25, 3.0, ""],
    ["合计", "", "", "", 170, 6.75, 6.1, ""],
]
BOOK = {
    "name": "销售明细.xlsx",
    "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "buffer": workbook(**{"明细": SHEET}),
}


def cells(page):
    """What the tables on the screen hold, as a screen reader hears it."""
    return " ".join(page.locator('[data-testid="stDataFrame"] canvas').all_text_contents())


def becomes(page, header):
    return page.get_by_role("combobox", name=f"What {header} becomes")


def test_a_messy_workbook_is_understood_corrected_imported_and_undone(watched):
    page, watch, address = watched
    page.goto(f"{address}/data?lang=English")
    settled(page)
    page.set_input_files('input[type="file"]', [BOOK])
    page.get_by_text("A question must be answered").wait_for()
    import_now = page.get_by_role("button", name="Import now")
    assert import_now.is_disabled()

    page.get_by_text("Apr 3, 2024").click()
    page.get_by_text("Nothing is stored yet.").wait_for()
    settled(page)
    assert page.get_by_text("Which day is").count() == 0, "the question is answered"

    page.get_by_text("How each column is understood").click()
    settlement = becomes(page, "结算额(万元)")
    settlement.click()
    page.keyboard.type("Revenue of")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(becomes(page, "金额(万元)")).to_have_value("not used")
    settled(page)
    assert settlement.input_value().startswith("Revenue of the line")

    import_now.click()
    page.get_by_text("Done:").wait_for()
    settled(page)
    assert "1 rejected rows" in page.get_by_text("Done:").inner_text()
    page.get_by_role("tab", name="Rejected rows").click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('canvas')].some(c => c.textContent.includes('待定'))"
    )
    assert "7结算额(万元)待定" in cells(page), "row, column and value"

    page.get_by_role("link", name="80/20").first.click()
    page.wait_for_url("**/pareto*")
    expect(page.locator('[data-testid="stMetric"]').nth(1)).to_contain_text("61K")

    page.get_by_role("link", name="Data", exact=True).first.click()
    page.wait_for_url("**/data*")
    settled(page)
    page.get_by_role("tab", name="Imports").click()
    page.get_by_role("button", name="Undo import").click()
    page.get_by_role("button", name="Yes, undo this import").click()
    page.get_by_text("The import is undone").wait_for()
    settled(page)
    assert page.get_by_text("Nothing is on file yet").count() >= 1
    assert watch.foreign == []
    assert watch.complaints == []
