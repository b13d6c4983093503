"""Does every picture say in words what it shows?"""

import re

CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
MARKDOWN_IMAGE = re.compile(r"!\[\s*\](\(|\[)")
HTML_IMAGE = re.compile(r"<(img|svg)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
WORDS = re.compile(r"\s(alt|aria-label)\s*=\s*(\"[^\"]*[^\"\s][^\"]*\"|'[^']*[^'\s][^']*')", re.IGNORECASE)


def silent_images_in_markdown(text):
    """Lines (from 1) of images without alt text, `![](…)` or `<img …>`; what stands in code is no image."""
    text = without_code(text)
    starts = [match.start() for match in MARKDOWN_IMAGE.finditer(text)] + _silent_tags(text)
    return sorted(text.count("\n", 0, start) + 1 for start in starts)


def without_code(markdown):
    """Markdown with its code taken out, the number of lines unchanged."""
    return CODE.sub(lambda code: "\n" * code.group().count("\n"), markdown)


def has_silent_image(output):
    """Whether a stored output (display data, as in the notebook format) holds a picture without alt text."""
    data, metadata = output.get("data", {}), output.get("metadata", {})
    html = "".join(data.get("text/html", ""))
    if _silent_tags(html):
        return True
    raw_images = [mime for mime in data if mime.startswith("image/")]
    described = HTML_IMAGE.search(html) or metadata.get("alt")
    return any(not described and not metadata.get(mime, {}).get("alt") for mime in raw_images)


def _silent_tags(html):
    return [tag.start() for tag in HTML_IMAGE.finditer(html) if not WORDS.search(tag.group())]
