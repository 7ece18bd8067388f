"""The page of eucn curate in the browser: keys alone, nothing lost, nothing that axe minds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from graph.languages import LANGUAGES
from tests.browser.test_rules import violations
from tests.curate.conftest import Apart, Curate

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]


def opened(page: Any, address: str) -> Any:
    page.goto(address)
    page.get_by_role("link", name="harbour.txt").click()
    page.locator("#items li").first.wait_for()
    return page


def counts(page: Any) -> str:
    return str(page.locator("#counts").inner_text())


def pressed(page: Any, key: str, told: str) -> None:
    """Press a key, and wait until the page says so."""
    page.keyboard.press(key)
    page.locator("#counts", has_text=told).wait_for()


def mark(page: Any, words: str) -> None:
    page.evaluate(
        """words => {
          const text = document.getElementById("text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            const at = n.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(n, at);
            range.setEnd(n, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )


def test_keys_alone_and_a_power_cut(apart: Apart, visit: Callable[..., Any]) -> None:
    page = opened(visit().page, apart.start())
    total = page.locator("#items li").count()
    pressed(page, "s", "accepted")
    page.locator("#items li.accept").first.wait_for()
    pressed(page, "u", f"{total} open")
    while not counts(page).startswith("0 open"):
        before = counts(page)
        page.keyboard.press("a")
        expect(page.locator("#counts")).not_to_have_text(before, use_inner_text=True)
    done = counts(page)
    page.keyboard.press("u")
    expect(page.locator("#counts")).not_to_have_text(done, use_inner_text=True)
    # A change that the text does not bear is told while it is typed, and never kept.
    page.locator("#items li", has_text="2021-03").click()
    page.keyboard.press("c")
    page.get_by_label("Value or name").fill("2021-03-09")
    page.locator("#live", has_text="more exact than the text").wait_for()
    # The tab is closed with the form half filled, and the program is killed.
    page.close()
    apart.end()
    again = opened(visit().page, apart.start())
    expect(again.locator("#counts")).to_contain_text("accepted")
    assert not counts(again).startswith(f"{total} open")


def test_a_quick_hand_decides_one_thing_after_another(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    """Before the first is answered, the second key is pressed."""
    page = opened(visit().page, curate.start())
    held: list[Any] = []
    page.route("**/decide", lambda route: held.append(route))
    page.keyboard.press("r")
    page.keyboard.press("r")
    decided = set()
    for _ in range(2):
        while not held:
            page.wait_for_timeout(20)
        (only,) = held
        held.clear()
        decided.add(only.request.post_data_json["key"])
        only.continue_()
    assert len(decided) == 2
    page.unroute("**/decide")
    expect(page.locator("#counts")).not_to_contain_text(" 0 rejected")
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect(page.locator("#items li.reject")).to_have_count(0)


def test_half_filled_forms_outlive_their_tab(curate: Curate, visit: Callable[..., Any]) -> None:
    watched = visit()
    page = opened(watched.page, curate.start())
    mark(page, "June 2024")
    page.keyboard.press("+")
    page.keyboard.press("+")
    form = page.locator("#form")
    form.get_by_label("Class of the subject").select_option("Project")
    form.get_by_label("Name of the subject").fill("HARBOUR")
    form.get_by_label("Property").select_option("endDate")
    expect(page.locator("[name=value]")).to_have_value("2024-06")
    page.locator("#live", has_text="The text says so.").wait_for()
    context, address = page.context, page.url
    page.close()
    page = context.new_page()
    page.goto(address)
    page.locator("#form[open]").wait_for()
    expect(page.locator("[name=value]")).to_have_value("2024-06")
    page.keyboard.press("Enter")
    page.locator("#items li.accept", has_text="2024-06").wait_for()


def test_axe_and_width(curate: Curate, visit: Callable[..., Any]) -> None:
    address = curate.start()
    for width, lang in itertools.product((1366, 400), LANGUAGES):
        watched = visit(width=width)
        page = watched.page
        watched.outside.clear()
        page.goto(address)
        page.goto(f"{page.url}?lang={lang}")
        assert violations(page) == []
        page.get_by_role("link", name="harbour.txt").click()
        page.locator("#items li").first.wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "sideways"
        page.keyboard.press("+")
        page.locator("#offers:not([aria-busy])").wait_for(state="attached")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "sideways"
        page.keyboard.press("+")
        assert violations(page) == []
        assert watched.errors == []
        page.keyboard.press("Escape")


def chosen(choice: Any, typed: str, value: str) -> None:
    """Choose by typing; the browser takes letters that come late for a word of their own."""
    for _ in range(20):
        choice.focus()
        choice.page.keyboard.type(typed)
        if choice.input_value() == value:
            return
        choice.page.wait_for_timeout(1500)  # and forgets what was typed before
    expect(choice).to_have_value(value)


def test_kinds_and_mappings_by_keys_alone(curate: Curate, visit: Callable[..., Any]) -> None:
    """A kind, then a participation in parts, from the thing at hand; no mouse."""
    page = opened(visit().page, curate.start())
    keys = page.keyboard
    port = page.locator(
        "#items li", has_text=re.compile(r"^[0-9.]+Port of Ghent \(Partner\)(?! ·.*Belgium)")
    )
    port = port.first
    while "here" not in str(port.get_attribute("class")):
        keys.press("j")
    keys.press("t")
    keys.type("public")
    page.locator("#offers li", has_text="public body").wait_for()
    keys.press("Enter")
    expect(port).to_contain_text("public body")
    keys.press("+")
    keys.press("+")
    form = page.locator("#form")
    expect(form.get_by_label("Name of the subject")).to_have_value("Port of Ghent")
    form.get_by_label("Words of the text").fill("Ningbo Port Group (China) is a partner of HARBOUR")
    chosen(form.get_by_label("Class of the subject"), "Project", "Project")
    form.get_by_label("Name of the subject").fill("HARBOUR")
    chosen(form.get_by_label("Property"), "participation", "participation")
    expect(form.locator('[name="part.participant"]')).to_have_value("Ningbo Port Group")
    chosen(form.locator('[name="part.role"]'), "associated", "associated-partner")
    page.locator("#live", has_text="that the passage says so is your judgement").wait_for()
    assert violations(page) == []
    keys.press("Enter")
    page.locator("#items li.accept", has_text="associated partner").wait_for()


def offered(page: Any, words: str) -> Any:
    """What is offered with these words, once nothing is on its way any more."""
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    return page.locator("#offers li", has_text=words).first


def take(page: Any, words: str) -> None:
    """Take an offer by its number, as a curator does."""
    page.keyboard.press(offered(page, words).locator("kbd").inner_text())


def test_one_key_takes_what_a_sentence_offers(curate: Curate, visit: Callable[..., Any]) -> None:
    """Facts of several sentences, one key each, without a mouse; a sentence is accepted by 0."""
    (curate.folder / "harbour.txt").write_text(
        "HARBOUR started in March 2021 and runs for 36 months.\n"
        "Six firms sit in the consortium, Quay Ghent, Baltic Berths and Ningbo Tugs.\n"
        "Port of Ghent hosts its kick-off workshop, whose summary was sent in May 2021.\n"
    )
    page = opened(visit().page, curate.start())
    keys = page.keyboard
    keys.press("+")
    take(page, "duration in years · 3")
    page.locator("#linelive", has_text="Added").wait_for()
    page.locator("#found li.accept", has_text="duration in years").wait_for()
    keys.press("0")
    page.locator("#here", has_text="consortium").wait_for()
    listed = offered(page, "partner · ")
    names = listed.inner_text().rpartition(": ")[2].split("; ")
    assert len(names) > 1
    take(page, "partner · ")
    for name in names:
        page.locator("#found li.accept", has_text=name).first.wait_for()
    keys.press("ArrowRight")
    page.locator("#here", has_text="workshop").wait_for()
    keys.type("event of harb")
    offered(page, "kick-off workshop (Event) · event of project · HARBOUR").wait_for()
    keys.press("Enter")
    page.locator("#found li.accept", has_text="event of project").wait_for()
    keys.press("Escape")
    keys.press("u")
    expect(page.locator("#items li", has_text="event of project")).to_have_count(0)
    keys.press("u")  # the list was one decision
    keys.press("u")
    expect(page.locator("#items li.accept", has_text="Baltic Berths")).to_have_count(0)


def test_marked_words_are_a_name_of_several_classes(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    page = opened(visit().page, curate.start())
    mark(page, "Ports learn")
    page.keyboard.press("+")
    page.locator("#here b", has_text="Ports learn").wait_for()
    take(page, "Ports learn (Event)")
    page.locator("#items li.accept", has_text="Ports learn (Event)").wait_for()


def test_own_words_and_reasons_are_typed_in_the_line_and_outlive_it(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    (curate.folder / "harbour.txt").write_text(
        "The HARBOUR project is coordinated by the Port of Ghent.\nIt started in March 2021.\n"
    )
    page = opened(visit().page, curate.start())
    keys = page.keyboard
    keys.press("ArrowRight")
    keys.press("+")
    keys.type("objective")
    offered(page, "HARBOUR (Project) · objective").wait_for()
    keys.press("Enter")
    page.locator("#linelabel", has_text="objective").wait_for()
    keys.type("The HARBOUR project is coordinated by the Port")
    page.locator("#linelive", has_text="say it in your own").wait_for()
    page.locator("#line").fill("")
    keys.type("Let ports learn")
    page.locator("#linelive.good").wait_for()
    context, where = page.context, page.url
    page.close()
    page = context.new_page()
    page.goto(where)
    expect(page.locator("#line")).to_have_value("Let ports learn")
    page.keyboard.press("Enter")
    page.locator("#items li.accept", has_text="Let ports learn").wait_for()
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    page.keyboard.type("country france ghent")
    offered(page, "France").wait_for()
    page.keyboard.press("Enter")
    page.locator("#linelabel", has_text="Why it is so").wait_for()
    page.keyboard.type("Its parent company is French")
    page.locator("#linelive.good").wait_for()
    page.keyboard.press("Enter")
    page.locator("#items li.accept", has_text="inferred: Its parent company is French").wait_for()


def test_what_is_wrong_is_rejected_and_known_things_are_joined_by_number(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    page = opened(visit().page, curate.start())
    page.keyboard.press("+")
    page.locator("#here", has_text="coordinated").wait_for()
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    page.keyboard.press("-")
    take(page, "coordinator")
    page.locator("#items li.reject", has_text="coordinator").wait_for()
    page.keyboard.press("Escape")
    page.locator("#items li", has_text="Port of Ghent (Partner)").first.click()
    page.keyboard.press("m")
    page.keyboard.type("organization/pic-123")  # its digits choose nothing
    offered(page, "this id: organization/pic-123").wait_for()
    page.keyboard.press("Enter")
    page.locator("#items li", has_text="→ organization/pic-123").first.wait_for()


def test_what_fails_once_stops_no_key(curate: Curate, visit: Callable[..., Any]) -> None:
    """Choices that do not come are told, and the next key goes on."""
    (curate.folder / "harbour.txt").write_text(
        "One is old.\nTwo is new.\nThe HARBOUR project started in March 2021.\n"
    )
    page = opened(visit().page, curate.start())
    page.keyboard.press("+")
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    page.route("**/offers", lambda route: route.abort(), times=1)
    page.keyboard.press("ArrowLeft")
    page.locator("#linelive", has_text="does not answer").wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator("#here", has_text="One is old").wait_for()
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")


def test_a_second_enter_adds_nothing_twice(curate: Curate, visit: Callable[..., Any]) -> None:
    (curate.folder / "harbour.txt").write_text("The HARBOUR project started in March 2021.\n")
    page = opened(visit().page, curate.start())
    page.keyboard.press("+")
    page.keyboard.type("objective")
    offered(page, "HARBOUR (Project) · objective").wait_for()
    page.keyboard.press("Enter")
    page.locator("#linelabel", has_text="objective").wait_for()
    page.keyboard.type("Let ports learn")
    held: list[Any] = []
    page.route("**/decide", lambda route: held.append(route))
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    while not held:
        page.wait_for_timeout(20)
    held.pop().continue_()
    page.locator("#items li.accept", has_text="Let ports learn").wait_for()
    # Keys are heard one after the other: what the second Enter does is done before the next one.
    page.keyboard.press("ArrowRight")
    page.locator("#linelive", has_text="the last sentence").wait_for()
    assert held == []
    expect(page.locator("#items li", has_text="Let ports learn")).to_have_count(1)


def test_the_line_says_what_its_keys_do(curate: Curate, visit: Callable[..., Any]) -> None:
    """Esc twice leaves, Enter that takes nothing says why, and what was done is taken back."""
    (curate.folder / "harbour.txt").write_text(
        "The HARBOUR project started in March 2021 and runs for 36 months.\n"
    )
    page = opened(visit().page, curate.start())
    keys, hint = page.keyboard, page.locator("#linehint")
    keys.press("+")
    take(page, "duration in years · 3")
    page.locator("#items li.accept", has_text="duration in years").wait_for()
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    expect(hint).to_contain_text("Ctrl+Z undo")
    keys.press("Control+z")
    expect(page.locator("#items li", has_text="duration in years")).to_have_count(0)
    keys.type("u+qqq")
    expect(page.locator("#line")).to_have_value("u+qqq")
    expect(hint).to_contain_text("Esc again leaves")
    keys.press("Enter")
    page.locator("#linelive", has_text="Nothing here fits").wait_for()
    keys.press("Escape")
    expect(page.locator("#line")).to_have_value("")
    keys.press("Escape")
    expect(page.locator("#add")).to_be_hidden()


def test_a_refusal_leads_to_its_row_and_things_are_joined_by_name(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    (curate.folder / "harbour.txt").write_text(
        "The HARBOUR project is coordinated by the Port of Ghent. The project ESTUARY began in "
        "March 2021.\n"
    )
    page = opened(visit().page, curate.start())
    row = page.locator("#items li", has_text="2021-03")
    row.click()
    page.keyboard.press("m")
    page.keyboard.type("harb")
    offered(page, "HARBOUR (Project) · in this text").wait_for()
    page.keyboard.press("Enter")
    page.locator("#items li", has_text="HARBOUR (Project) · start date · 2021-03").wait_for()
    key = page.evaluate("state.items.find((item) => item.object === '2021-03').key")
    page.route(
        "**/finish",
        lambda route: route.fulfill(
            json={
                "file": "a.yaml",
                "left_out": [],
                "problems": ["x"],
                "refused": [{"key": key, "words": "These words do not name it."}],
            }
        ),
    )
    page.keyboard.press("f")
    message = page.locator("#message")
    expect(message.get_by_role("button", name="start date · 2021-03")).to_be_visible()
    expect(page.locator("#items li.here")).to_contain_text("2021-03")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(message).to_have_text("")
    # A statement is said of another thing of the text: by its name, without an id.
    row.click()
    page.keyboard.press("c")
    expect(page.get_by_label("Name of the subject")).to_have_value("HARBOUR")
    page.keyboard.press("Escape")


def test_words_inside_a_found_passage_can_be_marked(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    """The click that ends a mark is no click on what was found there; the line stays in use."""
    page = opened(visit().page, curate.start())
    mark(page, "Port of Ghent")
    page.evaluate(
        """() => {
          const spot = getSelection().anchorNode.parentElement;
          for (const kind of ["mouseup", "click"])
            spot.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
        }"""
    )
    page.locator("#here b", has_text="Port of Ghent").wait_for()
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    page.locator("#text mark", has_text="Ningbo Port Group").first.click()
    page.locator("#here", has_text="Ningbo Port Group").wait_for()
    expect(page.locator("#line")).to_be_focused()


def test_what_is_refused_is_told_at_its_row_and_in_sight(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    """While deciding, and at the end of a long list."""
    partners = " ".join(
        f"The Port of Harbourtown{n:02} is a partner of ESTUARY." for n in range(30)
    )
    (curate.folder / "harbour.txt").write_text(
        f"ESTUARY is a project. {partners} ESTUARY began in March 2021. "
        "ESTUARY began in May 2022.\n"
    )
    page = opened(visit().page, curate.start())
    for month in ("2021-03", "2022-05"):
        row = page.locator("#items li", has_text=f"ESTUARY (Project) · start date · {month}")
        row.click()
        page.keyboard.press("a")
        expect(row).to_have_class(re.compile("accept"))
    doubt = page.locator("#items li .doubt")
    expect(doubt).to_contain_text("2021-03 and 2022-05")
    assert violations(page) == []
    page.keyboard.press("f")
    message = page.locator("#message")
    expect(message).to_contain_text("It stays a draft")
    expect(message).to_be_in_viewport()
    here = page.locator("#items li.here")
    expect(here).to_contain_text("start date")
    expect(here).to_be_in_viewport()
    shown = message.bounding_box(), here.bounding_box()
    assert shown[0]["y"] + shown[0]["height"] <= shown[1]["y"] + 1, "the row is behind the message"
    page.keyboard.press("r")
    expect(doubt).to_have_count(0)


def test_a_sentence_is_accepted_as_far_as_it_is_shown(
    curate: Curate, visit: Callable[..., Any]
) -> None:
    """A name whose statement was rejected is not shown, and not accepted unseen."""
    (curate.folder / "harbour.txt").write_text(
        "The HARBOUR project is coordinated by the Port of Ghent. It began in March 2021.\n"
    )
    page = opened(visit().page, curate.start())
    page.keyboard.press("+")
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    page.keyboard.press("-")
    offered(page, "coordinator · Port of Ghent").wait_for()
    rows = page.locator("#offers li")
    at = next(n for n in range(rows.count()) if "coordinator" in rows.nth(n).inner_text())
    page.keyboard.press(str(at + 1))
    page.locator("#items li.reject", has_text="coordinator").wait_for()
    page.locator("#offers:not([aria-busy])").wait_for(state="attached")
    shown = page.locator("#found li:not(.reject)").all_inner_texts()
    page.keyboard.press("0")
    expect(page.locator("#here")).to_contain_text("March 2021")
    assert not any("Port of Ghent" in told for told in shown)
    name = page.locator(
        "#items li", has_text=re.compile(r"Port of Ghent \(Partner\)(?! ·.*(coord|Belg))")
    )
    expect(name.first).not_to_have_class(re.compile("accept"))
