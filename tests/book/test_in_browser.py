"""The site in Chromium, from files, as a reader with no kernel and no network has it."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(params=SIZES)
def open_page(chromium, site, request):
    """`open_page(name)` gives a page in a window of this size; what it asks of a network is collected in `page.asked`."""
    context = chromium.new_context(viewport=SIZES[request.param], color_scheme="light")

    def open_(name="01_sample"):
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on(
            "request", lambda asked: asked.url.startswith(("file:", "data:")) or page.asked.append(asked.url)
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
        page.goto((site.html / f"{name}.html").as_uri())
        return page

    yield open_
    context.close()


@pytest.mark.parametrize("name", ["index", "01_sample", "classroom", "search"])
def test_a_page_is_no_wider_than_the_window_asks_no_network_and_complains_of_nothing(open_page, name):
    page = open_page(name)
    page.wait_for_timeout(300)
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= window
    assert page.asked == []
    assert page.complaints == []


def test_what_is_too_wide_scrolls_by_itself_and_by_keyboard(open_page):
    page = open_page()
    if page.viewport_size["width"] > 500:
        pytest.skip("it fits")
    for wide in (".formula", "p:has(> math)", ".cell_output pre", "table"):
        element = page.locator(wide).first
        assert element.evaluate("element => element.scrollWidth > element.clientWidth"), wide
        assert element.evaluate("element => element.tabIndex") == 0, wide


def shown(figure):
    """What a figure shows: its picture's address, the alt text, its readouts."""
    image = figure.locator("img")
    return image.get_attribute("src"), image.get_attribute("alt"), figure.locator("dl").inner_text()


def wait_for(figure, alt):
    """Wait until the figure says `alt` and its picture is painted."""
    figure.page.wait_for_function(
        "([root, alt]) => { const image = root.querySelector('img'); "
        "return image.alt === alt && image.complete && image.naturalWidth > 0 }",
        arg=[figure.element_handle(), alt],
    )


def test_a_slider_moves_by_mouse_and_by_keyboard(open_page):
    page = open_page()
    figure = page.locator(".downhill-figure").first
    figure.scroll_into_view_if_needed()
    slider = figure.get_by_label("x", exact=True)
    start = shown(figure)
    assert start[1] == "A point at 1."
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 4 / 6, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    wait_for(figure, "A point at 3.")
    page.wait_for_function(
        "([image, old]) => image.getAttribute('src') !== old",
        arg=[figure.locator("img").element_handle(), start[0]],
    )
    assert "6" in shown(figure)[2]
    slider.focus()
    page.keyboard.press("ArrowLeft")
    wait_for(figure, "A point at 2.")
    assert slider.get_attribute("aria-valuetext") == "2"
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    assert figure.locator(".problem").inner_text() == "nothing here </script>"


def test_every_stop_has_its_own_picture(open_page):
    page = open_page()
    figure = page.locator(".downhill-figure").first
    figure.get_by_label("x", exact=True).focus()
    page.keyboard.press("Home")
    sources = set()
    for at in range(-3, 4):
        wait_for(figure, f"A point at {at}.")
        page.wait_for_timeout(100)
        sources.add(shown(figure)[0])
        page.keyboard.press("ArrowRight")
    assert len(sources) == 7


def test_a_choice_beside_a_slider_and_what_only_the_notebook_moves(open_page):
    figure = open_page().locator(".downhill-figure").nth(1)
    figure.get_by_label("color").select_option("blue")
    wait_for(figure, "A blue point at 1.")
    assert "In the notebook you also move: the height." in figure.inner_text()


def test_the_dark_theme_has_its_own_pictures(open_page):
    page = open_page()
    figure = page.locator(".downhill-figure").first
    light = shown(figure)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(
        "([image, old]) => image.getAttribute('src') !== old",
        arg=[figure.locator("img").element_handle(), light[0]],
    )
    assert shown(figure)[1:] == light[1:]


def test_a_solution_opens_on_a_click(open_page):
    page = open_page()
    solution = page.locator("details.solution").first
    assert not solution.get_by_text("return").is_visible()
    solution.locator("summary").click()
    assert solution.get_by_text("return").is_visible()


def test_the_search_finds_a_lesson_offline(open_page):
    page = open_page("search")
    page.goto(page.url + "?q=formula")
    page.locator("#search-results li a").first.wait_for()
    assert "01_sample.html" in page.locator("#search-results li a").first.get_attribute("href")
    assert page.asked == []
