"""The live ranking under a real hand: drag, keys, touch, lock, undo, search, pin, select; it agrees."""

import re

import pytest

from kam import imports
from kam.imports import load_sample
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.store import Store
from scripts import server
from scripts.server import settled
from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with server.dashboard(tmp_path_factory.mktemp("live") / "live.duckdb") as found:
        yield found


@pytest.fixture(scope="module")
def company():
    store = Store.open(None)
    load_sample(store)
    return Portfolio(store)


def opened(chrome, address, *, lang="en", query="", **context):
    """The score page of the sample company with its ranking drawn; returns page, watch, messages."""
    made = chrome.new_context(viewport={"width": 1366, "height": 768}, locale="en-US", **context)
    page = made.new_page()
    page.set_default_timeout(90_000)
    watch, sent = Watch(page, address), []
    page.on("websocket", lambda w: w.on("framesent", lambda frame: sent.append(len(frame))))
    page.goto(f"{address}/scoring?lang={lang}&sample=true{query}")
    settled(page)
    in_step(page)
    page.locator(".row .who-name:not(.waiting)").first.wait_for()
    return page, watch, sent


@pytest.fixture
def live(chrome, address):
    page, watch, sent = opened(chrome, address)
    yield page, watch, sent
    page.context.close()


def in_step(page):
    """Wait until the page's own ranking is there and is the same."""
    page.locator('.live[data-agrees="true"]').wait_for()


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def value(page, name):
    return float(slider(page, name).get_attribute("aria-valuenow"))


def shown(page):
    """Names in the list by rank, as they stand on the screen."""
    rows = page.locator(".layer .row").evaluate_all(
        "rows => rows.map(r => [+r.getAttribute('aria-rowindex'), r.querySelector('.who-name').textContent])"
    )
    return [name for _, name in sorted(rows)]


def ranked(company, page):
    """Names by rank under the weights the page's link says."""
    points = {n: float(v) for n, v in re.findall(r"[?&]w_(\w+)=([\d.]+)", page.url)}
    judged = company.judged_by(Policy().with_points(points).rounded)
    return judged.ranking(company)["account_name"].tolist()


def drag(page, name, by, steps=12, let_go=True):
    box = slider(page, name).bounding_box()
    part = value(page, name) / 50
    x, y = box["x"] + 8 + (box["width"] - 16) * part, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(x + by * step / steps, y)
    if let_go:
        page.mouse.up()


def test_nothing_is_sent_while_dragging_and_the_page_follows_at_rest(live, company):
    page, watch, sent = live
    before, told = shown(page), page.locator("h4").first.inner_text()
    count = len(sent)
    drag(page, "Payment punctuality", 90, let_go=False)
    page.wait_for_timeout(400)
    during = shown(page)
    assert during != before, "the list follows the hand"
    assert len(sent) == count, "no message while the hand moves or holds"
    assert page.locator(".moved.up").count() > 0
    page.mouse.up()
    page.wait_for_url("**w_payment_efficiency=*")
    settled(page)
    in_step(page)
    assert len(sent) == count + 1, "one message when it rests"
    assert page.locator("h4").first.inner_text() != told
    wanted = ranked(company, page)
    assert shown(page) == wanted[: len(shown(page))]
    assert watch.complaints == []
    assert watch.foreign == []


def test_the_keyboard_moves_a_weight_by_one_five_and_to_the_ends(live):
    page, _, _ = live
    name = "Order margin"
    slider(page, name).focus()
    for key, wanted in (("ArrowRight", 21), ("Shift+ArrowUp", 26), ("ArrowLeft", 25),
                        ("Shift+ArrowDown", 20), ("Home", 0), ("End", 50)):  # fmt: skip
        page.keyboard.press(key)
        assert value(page, name) == pytest.approx(wanted), key
    assert slider(page, name).get_attribute("aria-valuetext") == "50%"
    boxes = page.locator(".weight .box").evaluate_all("all => all.map(b => +b.value)")
    assert sum(boxes) == pytest.approx(100, abs=0.5), "the others give way"
    in_step(page)


def test_a_number_can_be_typed_and_a_locked_weight_stays(live):
    page, _, _ = live
    page.get_by_role("button", name="Lock: Payment terms").click()
    page.get_by_role("spinbutton", name="Order margin, %").fill("60")
    page.keyboard.press("Enter")
    assert value(page, "Order margin") == 60
    assert value(page, "Payment terms") == 8
    assert "locked" in slider(page, "Payment terms").get_attribute("aria-valuetext")
    page.get_by_role("button", name="Unlock: Payment terms").click()
    in_step(page)


def test_undo_redo_and_reset(live):
    page, _, _ = live
    slider(page, "Order margin").focus()
    page.keyboard.press("ArrowRight")
    drag(page, "Length of cooperation", 60)
    after = value(page, "Length of cooperation")
    page.get_by_role("button", name="Undo").click()
    assert value(page, "Order margin") == 21
    page.get_by_role("button", name="Undo").click()
    assert value(page, "Order margin") == 20
    assert page.get_by_role("button", name="Undo").is_disabled()
    for _ in range(2):
        page.get_by_role("button", name="Redo").click()
    assert value(page, "Length of cooperation") == after
    page.get_by_role("button", name="Reset").click()
    assert value(page, "Order margin") == 20
    in_step(page)


def test_another_set_of_weights_is_the_new_yardstick(live):
    page, _, _ = live
    page.locator(".preset").select_option("cash_safe")
    assert value(page, "Payment terms") == 20
    assert page.locator(".moved.up, .moved.down").count() == 0
    page.wait_for_url("**preset=cash_safe*")
    in_step(page)
    page.reload()
    settled(page)
    in_step(page)
    assert value(page, "Payment terms") == 20, "a reload keeps them"


def test_every_account_is_reached_by_scrolling_and_found_by_search(live, company):
    page, _, _ = live
    ranking = company.ranking(company)["account_name"].tolist()
    page.locator(".port").focus()
    page.keyboard.press("End")
    page.locator(f'.row[aria-rowindex="{len(ranking)}"]').wait_for()
    assert shown(page)[-1] == ranking[-1]
    page.get_by_role("searchbox", name="Find an account").fill(ranking[150])
    page.wait_for_timeout(100)
    row = page.locator(".layer .row").first
    assert row.locator(".who-name").inner_text() == ranking[150]
    assert row.locator(".rank").inner_text() == "151", "the rank stays that among all"
    page.get_by_role("searchbox", name="Find an account").fill("nobody has this name")
    page.get_by_text("No account matches.").wait_for()


def test_a_filter_keeps_ranks_and_follows_the_sidebar(live, company):
    page, _, _ = live
    region = company.regions[0]
    wanted = company.within(region=region).ranking(company)
    page.locator(".filters select").first.select_option(label=region)
    assert shown(page) == wanted["account_name"].tolist()[: len(shown(page))]
    assert page.locator(".layer .row .rank").first.inner_text() != ""


def test_a_pinned_account_stays_in_sight(live, company):
    page, _, _ = live
    ninth = company.ranking(company)["account_name"].iloc[8]
    page.locator(".port").focus()
    page.keyboard.press("Home")
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    page.locator(".row.active", has_text=ninth).wait_for()
    page.keyboard.press("p")
    page.keyboard.press("End")
    pinned = page.locator(".pins .row")
    assert pinned.locator(".who-name").inner_text() == ninth
    before = pinned.locator(".rank").inner_text()
    drag(page, "Price sensitivity (reverse)", 120)
    assert pinned.locator(".rank").inner_text() != before
    pinned.locator(".pin-button").click()
    assert page.locator(".pins .row").count() == 0


def test_choosing_an_account_tells_the_page(live, company):
    page, _, _ = live
    third = company.ranking(company).iloc[2]
    page.locator('.layer .row[aria-rowindex="3"]').click()
    page.wait_for_url(f"**account={third['account_id']}*")
    settled(page)
    page.get_by_text("stands at rank 3").wait_for()
    assert page.locator('.layer .row[aria-selected="true"]').get_attribute("aria-rowindex") == "3"
    page.get_by_role("link", name="What about this account?").first.click()
    page.wait_for_url("**/account*")
    settled(page)
    assert third["account_name"] in page.locator("h4").first.inner_text()


def test_how_many_are_key_is_told_to_the_page(live):
    page, _, _ = live
    page.locator(".key-count .box").fill("25")
    page.keyboard.press("Enter")
    page.get_by_text("The first 25 hold").wait_for()
    page.wait_for_url("**top=25*")
    settled(page)
    assert page.get_by_role("spinbutton", name="Length of the list").input_value() == "25"


def test_a_link_opens_with_its_weights(chrome, address, company):
    page, _, _ = opened(chrome, address, query="&w_tenure=40&preset=equal&top=5")
    points = Policy().points | {"tenure": 40}
    total = sum(points.values())
    assert value(page, "Length of cooperation") == pytest.approx(4000 / total, abs=0.06)
    page.get_by_text("The first 5 hold").wait_for()
    assert shown(page)[:10] == ranked(company, page)[:10]
    page.context.close()


def test_touch_drags_a_weight(chrome, address):
    page, _, sent = opened(chrome, address, has_touch=True, is_mobile=True)
    name, count = "Order margin", len(sent)
    slider(page, name).scroll_into_view_if_needed()
    box = slider(page, name).bounding_box()
    y = box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def send(kind, x=None):
        points = [] if x is None else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x = box["x"] + box["width"] * 0.4
    send("touchStart", x)
    for step in range(1, 9):
        send("touchMove", x + 10 * step)
    assert value(page, name) > 25
    assert len(sent) == count
    send("touchEnd")
    page.wait_for_url("**w_order_margin=*")
    in_step(page)
    page.context.close()


def test_it_speaks_chinese_in_the_dark_without_motion(chrome, address):
    page, watch, _ = opened(
        chrome, address, lang="zh_CN", color_scheme="dark", reduced_motion="reduce"
    )
    assert re.match("[\u4e00-\u9fff]", page.get_by_role("slider").first.get_attribute("aria-label"))
    back = page.locator(".live").evaluate("node => getComputedStyle(node).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", back)[:3])) < 150, "dark"
    box = page.get_by_role("slider").nth(2).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 9)
    tops = page.locator(".layer .row").evaluate_all(
        "rows => rows.map(r => [+r.getAttribute('aria-rowindex'), new DOMMatrix(r.style.transform).f])"
    )
    page.mouse.up()
    assert all(y == (place - 1) * 34 for place, y in tops), "rows stand at once where they belong"
    assert watch.complaints == []
    page.context.close()


def test_presenting_shows_ten_rows_and_still_drags(live):
    page, _, _ = live
    page.locator("h1").first.click()
    page.keyboard.press("f")
    rows = page.locator(".present .layer .row")
    rows.first.wait_for()
    page.wait_for_timeout(300)
    port = page.locator(".present .port").bounding_box()
    tall = rows.first.bounding_box()["height"]
    assert int(port["height"] / tall + 0.05) == 10
    assert tall > 44
    before = shown(page)
    drag(page, "Length of cooperation", 60)
    assert shown(page) != before
    page.keyboard.press("Escape")
    assert page.locator(".present").count() == 0


def test_names_are_text_and_never_markup(chrome, tmp_path):
    hostile = b"Customer,Date,Amount\n" + b"".join(
        b'"<img src=x onerror=window.hit=%d>",2024-01-%02d,%d\n' % (i, i, 100 * i)
        for i in range(1, 9)
    )
    path = tmp_path / "hostile.duckdb"
    store = Store.open(path)
    plan = imports.plan(store, [imports.intake.Upload("sales.csv", hostile)])
    imports.carry_out(store, plan, "test")
    store.close()
    with server.dashboard(path) as address:
        page, watch, _ = opened(chrome, address, query="&sample=false")
        assert "<img src=x onerror=window.hit=" in shown(page)[0]
        assert page.evaluate("() => window.hit") is None
        assert watch.complaints == []
        page.context.close()


def test_plain_sliders_take_over_where_the_script_cannot_draw(chrome, address):
    made = chrome.new_context(viewport={"width": 1366, "height": 768}, locale="en-US")
    page = made.new_page()
    # Our script finds its place taken, as when it cannot be loaded.
    page.add_init_script(
        "const room = {}; Object.defineProperty(room, 'show', { value: undefined });"
        "globalThis[Symbol.for('kam.ranking')] = room;"
    )
    page.goto(f"{address}/scoring?lang=en&sample=true")
    page.get_by_text("Nothing is lost but smoothness").wait_for(timeout=60_000)
    settled(page)
    assert page.get_by_role("slider", name="Order margin").count() == 1
    made.close()


def test_axe_finds_nothing_serious_in_it(live):
    from axe_playwright_python.sync_playwright import Axe

    page, _, _ = live
    page.locator(".port").focus()
    page.keyboard.press("p")
    found = Axe().run(page, context=".stBidiComponent")
    serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert not serious, [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in serious]
