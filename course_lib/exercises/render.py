"""Show a verdict as text."""

MARK_ON, MARK_OFF = "\ue000", "\ue001"


def as_text(verdict) -> str:
    """The verdict as plain text: title, sentences, evidence."""
    lines = [f"{verdict.exercise}: {verdict.title}", *verdict.message]
    lines += [f"{detail.label}: {detail.text}" for detail in verdict.details]
    return "\n".join([*lines, *verdict.footnotes])


def as_html(verdict) -> str:
    """The verdict as HTML for a notebook."""
    from html import escape

    return f"<pre>{escape(as_text(verdict))}</pre>"
