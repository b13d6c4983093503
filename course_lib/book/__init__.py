"""The web edition: the lessons as a site of plain files that needs no kernel, no server and no network.

The way of a lesson, one module a step: `run` (the solved notebook is run once, its outputs kept) → `frames` (in that run:
a figure's pictures for the stops of its controls; `stops` says which) → `pages` (notebook to page: no checks, solutions
folded) → `site` (all pages, the front page, Sphinx). `mathml` turns formulas into MathML, `conf` is Sphinx's configuration.
"""
