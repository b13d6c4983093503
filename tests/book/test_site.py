"""The built site, read as files."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.slow
LOADED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}


@pytest.fixture(scope="module")
def pages(site):
    """Every page of the site, parsed, by name."""
    return {
        path.name: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in site.html.glob("*.html")
    }


def test_sphinx_warns_of_nothing(site):
    assert site.status == 0
    assert {"index.html", "01_sample.html", "classroom.html", "search.html"} <= {
        path.name for path in site.html.iterdir()
    }


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_missing(site, pages):
    for name, html in pages.items():
        for tag, attribute in LOADED.items():
            for element in html.find_all(tag, **{attribute: True}):
                address = urlsplit(element[attribute])
                assert not address.scheme or address.scheme == "data", f"{name} loads {element[attribute]}"
                assert not address.netloc, f"{name} loads {element[attribute]}"
                assert (site.html / unquote(address.path)).exists(), (
                    f"{name}: {element[attribute]} is missing"
                )
    for style in site.html.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8")), (
            style
        )


def test_every_picture_of_every_figure_is_there(site):
    names = set(re.findall(r"frames/\w+\.webp", (site.html / "01_sample.html").read_text(encoding="utf-8")))
    assert (
        len(names) == 2 * (7 + 4) + 1
    )  # the second figure looks alike in red and in blue: one file for both
    assert {f"frames/{path.name}" for path in (site.html / "frames").iterdir()} == names


def test_every_link_within_the_site_leads_somewhere(site, pages):
    for name, html in pages.items():
        for link in html.find_all("a", href=True):
            address = urlsplit(link["href"])
            if address.scheme:
                continue
            target = unquote(address.path) or name
            assert (site.html / target).exists(), f"{name}: {link['href']}"
            if address.fragment and target.endswith(".html"):
                assert pages[target].find(id=unquote(address.fragment)), f"{name}: {link['href']}"


def test_every_picture_says_what_it_shows(pages):
    for name, html in pages.items():
        for image in html.find_all("img"):
            assert image.get("alt", "").strip(), f"{name}: {image}"


def test_outputs_are_those_of_the_solved_lesson(site):
    html = site.page()
    outputs = " ".join(part.get_text() for part in html.select(".cell_output pre"))
    assert "twice 3 is 6" in outputs
    text = html.get_text()
    for unwanted in (
        "Traceback",
        "not attempted",
        "Loading widget",
        "widget-view",
        'check("double"',
        "BEGIN SOLUTION",
    ):
        assert unwanted not in text


def test_help_and_answers_are_folded(site):
    html = site.page()
    folded = html.select("details")
    assert not any(part.has_attr("open") for part in folded)
    titles = [part.summary.get_text() for part in folded]
    assert titles == ["Hint 1 of 2", "Hint 2 of 2", "Show a solution", "Show an answer", "4", "5"]
    solution, answer = folded[2], folded[3]
    assert "return x + x" in solution.get_text()
    assert "Adding is enough." in solution.get_text()
    assert answer.strong.get_text() == "twice"
    assert folded[4].find("math")


def test_no_formula_is_left_as_dollars(site):
    html = site.page()
    for code in html.select("pre, code, script"):
        code.decompose()
    assert "$" not in html.get_text()
    assert site.page("index").select_one(".lessons math")


def test_the_front_page_lists_the_lessons(site):
    entry = site.page("index").select_one("ul.lessons > li")
    assert entry.a["href"] == "01_sample.html"
    assert "A sample" in entry.a.get_text()
    assert "grows" in entry.get_text()


def test_the_notebook_to_download_is_the_learner_s(site):
    link = site.page().find("a", download=True)
    assert (site.html / link["href"]).read_bytes() == (
        site.root / "notebooks" / "01_sample.ipynb"
    ).read_bytes()


def test_a_second_build_runs_no_cell_and_leaves_no_old_picture(site):
    before = len(site.said)
    (site.html / "frames" / "old.webp").write_bytes(b"of an earlier lesson")
    site.build()
    assert site.status == 0
    assert not any("running its cells" in line for line in site.said[before:])
    assert not (site.html / "frames" / "old.webp").exists()
