"""Is a notebook what its lesson says? Two hashes answer that without building anything.

Every built notebook carries `metadata.downhill`: `source_hash` over everything that it was built from, and
`content_hash` over the notebook itself. The first finds a lesson that changed, the second a notebook that was edited.
"""

import hashlib
import json
from pathlib import Path

from course_lib.authoring.lessons import find_lessons


def source_hash(lesson):
    """SHA-256 over the lesson, its exercise specs and this package; line endings don't count."""
    digest = hashlib.sha256()
    for path in [lesson.source, *lesson.specs, *sorted(Path(__file__).parent.glob("*.py"))]:
        text = path.read_text(encoding="utf-8")
        digest.update(f"{path.name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()


def content_hash(notebook):
    """SHA-256 over a notebook (the JSON as nested dictionaries), its own content_hash left out."""
    about = {key: value for key, value in notebook["metadata"]["downhill"].items() if key != "content_hash"}
    content = {**notebook, "metadata": {**notebook["metadata"], "downhill": about}}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def why_stale(path, current_source_hash):
    """Why the notebook at `path` has to be built again, as half a sentence; None when it is up to date."""
    if not path.exists():
        return "it is missing"
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        about = notebook["metadata"]["downhill"]
        built_from, content = about["source_hash"], about["content_hash"]
    except (ValueError, KeyError, TypeError):
        return "it is not a notebook that `course build` made"
    if content != content_hash(notebook):
        return "it was changed by hand after it was built (edit the lesson instead)"
    if built_from != current_source_hash:
        return "its lesson, its exercise specs or course_lib/authoring changed after it was built"
    return None


def stale_notebooks(root, wanted=()):
    """What `course build --check` reports: (notebook, why) for each notebook in notebooks/ that is not up to date."""
    found = []
    for lesson in find_lessons(root, wanted):
        if reason := why_stale(lesson.notebook, source_hash(lesson)):
            found.append((lesson.shown(lesson.notebook), reason))
    strays = [] if wanted else orphans(root)
    return found + [
        (f"notebooks/{path.name}", "there is no such lesson (any more): delete it") for path in strays
    ]


def orphans(root):
    """Notebooks in notebooks/ that belong to no lesson."""
    names = {lesson.name for lesson in find_lessons(root)}
    return [path for path in sorted(Path(root, "notebooks").glob("*.ipynb")) if path.stem not in names]
