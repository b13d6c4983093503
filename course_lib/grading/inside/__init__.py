"""What runs inside the sandbox, beside the student's code. It knows no reference, no tolerance and no hidden input.

`warm` waits with NumPy and torch loaded and forks a child for each submission → `isolate` shuts the child in → `serve`
does what the grader asks: `locate` the answers and `plan` the runs (before any cell has run), run cells, put an answer
to the test. What goes back is JSON, made by `encode`.
"""
