"""Lessons → notebooks: `lessons/04_name.py` becomes `notebooks/04_name.ipynb` and `build/solved/04_name.ipynb`.

The way of a lesson, one module a step: `lessons` (which ones there are) → `freshness` (is there anything to do?) →
`parse` (text to cells) → `checks` (authoring mistakes, with their lines) → `convert` (cells to notebooks, in nbgrader's
format) → `execute` (run it, keep the outputs) → `outputs` (what may be stored) → `build` (all of that, and the files).

Importing this package loads none of them; `lessons` and `freshness` need the standard library alone, so that a build
with nothing to do takes no time.
"""
