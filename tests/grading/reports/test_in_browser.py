"""The pages in a real browser: nothing runs, nothing is fetched, nothing is cut off, text can be read on light and on dark."""

import pytest

from course_lib.grading.feedback import page_of
from course_lib.grading.reports.class_report import class_report

pytestmark = [pytest.mark.slow, pytest.mark.browser]
EVIL = "<img src=https://example.org/x onerror=document.title='hacked'>"

CONTRASTS = """() => {
    const luminance = colour => {
        const [red, green, blue] = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(
            part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const paper = luminance(getComputedStyle(document.body).backgroundColor)
    return [...document.querySelectorAll("h1, h2, h3, p, a, th, td, summary, text, .tiles b, pre")].map(element => {
        const style = getComputedStyle(element), ink = luminance(element.tagName === "text" ? style.fill : style.color)
        return [(Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05), element.textContent.slice(0, 40)]
    })
}"""


@pytest.fixture(scope="module")
def pages(makers, tmp_path_factory):
    """{name: file} of a class report on 1,000 students and of a feedback page."""
    folder = tmp_path_factory.mktemp("pages")
    records = [makers.record(f"s{number:04}", [number % 3], seconds=0.01 * number) for number in range(989)]
    records += [makers.unreadable(f"u{number}") for number in range(8)] + [
        makers.record("slow", lost="timed out")
    ]
    records += [
        makers.record("long" * 30, ["x" * 300]),
        makers.record(EVIL, [EVIL], signs=[EVIL], student=EVIL),
    ]
    texts = {"report": class_report(records), "feedback": page_of([records[1], records[-1]])}
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", ["report", "feedback"])
def test_a_page(chromium, pages, name, width, scheme):
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: complaints.append(line.text))
    page.goto(pages[name].as_uri())
    assert asked == [pages[name].as_uri()]
    assert complaints == []
    assert page.title() in ("Class report", "Feedback for s0001")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = scheme == "dark"
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper != "rgb(255, 255, 255)") == dark
    unreadable = [(round(ratio, 1), text) for ratio, text in page.evaluate(CONTRASTS) if ratio < 4.5]
    assert unreadable == []
    page.close()


def test_the_report_is_short_until_it_is_unfolded(chromium, pages):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages["report"].as_uri())
    height = "document.documentElement.scrollHeight"
    assert page.evaluate(height) < 3500
    page.locator("summary", has_text="1000 students and their points").click()
    assert page.evaluate(height) > 20_000
    widths = page.evaluate(
        "[...document.querySelectorAll('svg')].map(one => one.getBoundingClientRect().width)"
    )
    assert len(widths) == 3
    assert all(150 < width < 800 for width in widths)
    page.close()
