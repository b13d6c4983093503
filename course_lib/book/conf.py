"""Sphinx's configuration of the web edition. `site` copies it beside the pages."""

project = "Downhill"
author = copyright = "the authors of Downhill"
html_show_copyright = html_show_sphinx = False
language = "en"

extensions = ["myst_nb", "course_lib.book.mathml"]
myst_enable_extensions = ["dollarmath", "amsmath", "attrs_block", "colon_fence"]
myst_heading_anchors = 3
myst_dmath_double_inline = True  # $$…$$ within a line, as Jupyter takes it
nb_execution_mode = "off"  # the outputs are there: see run.py
nb_merge_streams = True
exclude_patterns = ["extra"]

html_theme = "sphinx_book_theme"
html_title = "Downhill"
html_theme_options = {
    "use_download_button": False,  # it would offer the page's own source, not the learner's notebook
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "show_navbar_depth": 1,
    "home_page_in_toc": True,
    "search_as_you_type": True,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "auto"}
html_copy_source = False
html_static_path = ["_static"]
html_extra_path = ["extra"]
html_css_files = ["figure.css", "book.css"]
html_js_files = [("book.js", {"defer": "defer"})]
html_math_renderer = "mathml"

linkcheck_timeout = 20
linkcheck_anchors = False
