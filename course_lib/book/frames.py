"""A figure's pictures for a page without a kernel: one for each setting of the controls that the page can move."""

import hashlib
import io
import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from itertools import product
from pathlib import Path

from PIL import Image

from course_lib.book.stops import shown_controls
from course_lib.figures import Figure
from course_lib.figures.picture import DENSITY

FOLDER = "frames"  # beside the pages
WRITERS = 2
PAPER = {False: "white", True: "#121212"}  # the page's background in the light theme and in the dark one


def keep_frames(folder):
    """From now on every figure that this kernel shows is shown as its frames, whose pictures are put into `folder`."""
    from IPython import get_ipython

    formatter = get_ipython().display_formatter.mimebundle_formatter
    formatter.for_type(Figure, partial(as_frames, folder=Path(folder)))


def as_frames(figure, folder):
    """The mime bundle of a figure for the web edition: its start as an image, all that moves as JSON beside it."""
    shown = shown_controls(figure.controls)
    frames = draw_frames(figure, shown, folder)
    starts = {name: control.start for name, control in shown.items()}
    first = frames[frame_number(shown, starts)]
    about = {
        "controls": [control.description for control in shown.values()],
        "positions": starts,
        "frames": frames,
        "fixed": [control.label or name for name, control in figure.controls.items() if name not in shown],
    }
    html = (
        f'<div class="downhill-figure" style="--width:{figure.width}px"><div class="stage">'
        f'<img class="dark-light" alt="{escape(first["alt"])}" width="{figure.width}" height="{figure.height}" '
        f'loading="lazy" src="{first["pictures"][0]}"></div>'
        f'<script type="application/json">{_for_script(about)}</script></div>'
    )
    return {"text/html": html, "text/plain": first["alt"]}


def draw_frames(figure, shown, folder):
    """Every frame as a dict: `pictures` (light, dark) as paths beside the page, `alt`, `readouts`, `problem`, `empty`.

    They are in the order in which the front end counts: the last control moves fastest.
    """
    settings = [
        {**figure.starts, **dict(zip(shown, positions, strict=True))}
        for positions in product(*(control.positions for control in shown.values()))
    ]
    light, dark = (_draw_theme(figure, settings, dark, folder) for dark in PAPER)
    return [{**said, "pictures": [one, other]} for (one, said), (other, _) in zip(light, dark, strict=True)]


def _draw_theme(figure, settings, dark, folder):
    """The picture's path and what is said of it, for each setting. Pictures are written while the next are drawn."""
    drawn = []
    with ThreadPoolExecutor(WRITERS) as writers:
        for positions in settings:
            pixels, frame = figure.render(figure.read(positions), DENSITY, dark, PAPER[dark])
            drawn.append((writers.submit(save_picture, pixels, folder), _said(frame)))
            oldest, _ = drawn[-2 * WRITERS :][0]
            oldest.result()  # only a few wait for their turn: each is some megabytes
    return [(f"{FOLDER}/{name.result()}", said) for name, said in drawn]


def _said(frame):
    readouts = {str(name): str(text) for name, text in frame.readouts.items()}
    return {"alt": frame.alt, "problem": frame.problem, "empty": not frame.artists, "readouts": readouts}


def frame_number(shown, positions):
    """Where the frame of these positions (by name, counted among the page's stops) stands in the list."""
    number = 0
    for name, control in shown.items():
        number = number * len(control.positions) + positions[name]
    return number


def save_picture(pixels, folder):
    """Put opaque pixels (height × width × 4 uint8, or a PIL image) into `folder` as WebP, without loss; returns the file's
    name, which follows from its content: equal pictures are one file.
    """
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    stream = io.BytesIO()
    # Method 2 takes half the time of 6 and gives the same size on line drawings.
    image.convert("RGB").save(stream, "webp", lossless=True, method=2, quality=50)
    name = f"{hashlib.sha256(stream.getvalue()).hexdigest()[:20]}.webp"
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{name}.{os.getpid()}.tmp"
        temporary.write_bytes(stream.getvalue())
        os.replace(temporary, folder / name)
    return name


def _for_script(value):
    """JSON that cannot end the script element which holds it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
