"""The real page on the real server in a real browser, on the screen of a phone.

``SCREENSHOT=1`` also saves docs/screenshot.png.
"""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from bot.docs import DOCS
from tests.bot.commands import TUOYU, environment

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844}
PLAN = "我想在金东区开个营利性的普惠托育，3个班60个托位"
HTML = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own; what it logs must quote nobody."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    errors = folder / "stderr"
    with (
        errors.open("wb") as log,
        subprocess.Popen(
            [TUOYU, "serve", "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=environment(folder),
        ) as server,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
    logged = errors.read_text("utf-8")
    assert PLAN not in logged
    assert "Traceback" not in logged


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("the server did not get ready")


@pytest.fixture(scope="module")
def phone() -> Iterator[BrowserContext]:
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(viewport=PHONE, locale="zh-CN", device_scale_factor=2)
        context.set_default_timeout(20_000)
        yield context
        browser.close()


@pytest.fixture
def page(phone: BrowserContext, served: str) -> Iterator[Page]:
    """The chat page for a new visitor; complaints and requests to others are failures."""
    expect.set_options(timeout=20_000)
    wrong: list[str] = []

    def watch(one: Page) -> None:
        one.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        one.on("pageerror", lambda error: wrong.append(str(error)))
        one.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        one.on("request", lambda r: None if r.url.startswith(served) else wrong.append(r.url))

    phone.clear_cookies()
    phone.on("page", watch)
    made = phone.new_page()
    made.goto(served)
    made.evaluate("localStorage.clear()")
    yield made
    phone.remove_listener("page", watch)
    for one in phone.pages:
        one.close()
    assert wrong == []


def say(page: Page, text: str) -> None:
    page.locator("#draft").fill(text)
    expect(page.locator("#send")).to_be_enabled()  # not before the talk so far has come
    page.locator("#draft").press("Enter")
    expect(page.locator(".turn--user").last).to_contain_text(text)
    expect(page.locator("#typing")).to_be_hidden()


def to_the_checklist(page: Page) -> None:
    say(page, PLAN)
    page.locator("#choices").get_by_role("button", name="供餐").first.click()
    expect(page.locator(".steps .step")).not_to_have_count(0)


def test_from_the_plan_to_the_checklist(page: Page) -> None:
    expect(page.locator("#welcome")).to_be_visible()
    to_the_checklist(page)
    expect(page.locator("#welcome")).to_be_hidden()
    expect(page.locator(".progress__words").last).to_contain_text("已办好 0 步")
    first = page.locator(".steps .step").first
    expect(first.locator(".step__body")).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator(".step__body")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_footnote_opens_its_source(page: Page) -> None:
    to_the_checklist(page)
    expect(page.locator(".source--shown")).to_have_count(0)
    mark = page.locator(".turn--bot").last.locator(".cite button").first
    mark.click()
    shown = page.locator(".source--shown")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text(f"[{mark.inner_text()}]")
    page.get_by_role("button", name="回到正文").click()
    expect(mark).to_be_focused()


def test_reload_keeps_the_talk(page: Page) -> None:
    to_the_checklist(page)
    before = page.locator("#log .bubble").all_inner_texts()
    page.reload()
    expect(page.locator(".steps .step")).not_to_have_count(0)
    assert page.locator("#log .bubble").all_inner_texts() == before
    say(page, "登记办好了")
    expect(page.locator(".turn--bot").last).to_contain_text("记为办好了")


def test_reload_keeps_the_open_choices(page: Page) -> None:
    say(page, PLAN)
    page.reload()
    expect(page.locator("#choices").get_by_role("button")).not_to_have_count(0)


def test_keyboard_only(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_be_focused()
    page.keyboard.type(PLAN)
    expect(page.locator("#send")).to_be_enabled()
    page.keyboard.press("Enter")
    choice = page.locator("#choices").get_by_role("button").first
    expect(choice).to_be_visible()
    walk_back(page, "#choices button")
    page.keyboard.press("Enter")
    expect(page.locator(".steps .step")).not_to_have_count(0)
    walk_back(page, ".step summary")
    page.keyboard.press("Enter")
    expect(page.locator(".step details[open]")).to_have_count(1)


def walk_back(page: Page, selector: str) -> None:
    """Shift+Tab until something of that kind has the focus."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


def test_html_stays_text(page: Page) -> None:
    say(page, HTML)
    expect(page.locator(".turn--bot")).to_have_count(1)
    for _ in range(2):
        assert page.locator("#log img").count() == 0
        expect(page.locator(".turn--user").last).to_contain_text(HTML)
        page.reload()
        expect(page.locator(".turn--bot")).to_have_count(1)


def test_checklist_page(page: Page, phone: BrowserContext) -> None:
    to_the_checklist(page)
    titles = page.locator(".step__title").all_inner_texts()
    with phone.expect_page() as opened:
        page.get_by_role("link", name="打印清单").last.click()
    sheet = opened.value
    expect(sheet.locator(".steps .step")).to_have_count(len(titles))
    expect(sheet.locator("h1")).to_contain_text("金东区")
    expect(sheet.get_by_role("button", name="打印")).to_be_visible()
    assert sheet.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_forgetting(page: Page) -> None:
    say(page, "你好")
    page.locator("#menu-button").click()
    page.locator("#menu-forget").click()
    page.locator("#forget-yes").click()
    expect(page.locator("#welcome")).to_be_visible()
    page.reload()
    expect(page.locator("#welcome")).to_be_visible()
    assert page.locator(".turn").count() == 0


@pytest.mark.skipif(
    not os.environ.get("SCREENSHOT"), reason="SCREENSHOT=1 saves docs/screenshot.png"
)
def test_screenshot(page: Page) -> None:
    say(page, "在金东区开托育机构，去哪登记")
    expect(page.locator(".turn--bot")).to_have_count(1)
    page.locator(".turn--bot .cite button").first.click()
    expect(page.locator(".source--shown")).to_be_visible()
    page.screenshot(path=DOCS / "screenshot.png")
    assert (DOCS / "screenshot.png").stat().st_size > 10_000
