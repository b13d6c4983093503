"""Settings for sites that grade with nbgrader: run its commands in a folder that holds a copy of this file.

`nbgrader generate_assignment` then makes the very notebooks that stand in notebooks/. See CONTRIBUTING.md.
"""

c = get_config()  # noqa: F821 (nbgrader gives it to this file)

c.ClearSolutions.code_stub = {"python": "...  # your code here"}
c.Execute.timeout = 900  # seconds a cell may take: one of lesson 07 trains networks
