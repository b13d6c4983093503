"""`course check`: run the exercises of a notebook file with the cells that they need, and print each verdict.

`command` (what is printed) → `read` (the cells, and which lesson it is) → `needs` (which cells an answer needs, by `facts`)
→ `run` (in a process of its own). Nothing of the user's progress is read or written.
"""
