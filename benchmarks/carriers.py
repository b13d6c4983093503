"""Which carrier brings a picture to the page fastest: the same figure by each, dragged in a real JupyterLab."""

import math
import tempfile
import time
from pathlib import Path
from statistics import median

import nbformat

from tests.browser.conftest import Notebook, running_lab
from tests.conftest import running_chromium

START = """
import io
import numpy as np
from PIL import Image as Pixels
from course_lib import nn
from course_lib.figures import tangent

ours = tangent(nn.sigmoid, nn.sigmoid_grad)
xs = np.linspace(-4, 4, 401)

def rgba(x):
    return ours.render({"x": x})[0]

def png(x):
    stream = io.BytesIO()
    Pixels.fromarray(rgba(x)).save(stream, "png", compress_level=1)
    return stream.getvalue()

def lines(x):
    height = nn.sigmoid(x)
    return (xs, height + height * (1 - height) * (xs - x)), ([x], [height])

def axes_of(plt):
    figure, axes = plt.subplots(figsize=(6.25, 3.75), dpi=96)
    axes.plot(xs, nn.sigmoid(xs), label="sigmoid(x)")
    axes.set(xlim=(-4, 4), ylim=(-0.2, 1.2), xlabel="x")
    axes.grid()
    return figure, axes
"""

SLIDER = "from ipywidgets import FloatSlider, Image, VBox, interact\nslider = FloatSlider(min=-4, max=4, value=1, step=0.1)\n"

INTERACT = (
    SLIDER
    + """
%matplotlib inline
import matplotlib.pyplot as plt
def plot(x):
    figure, axes = axes_of(plt)
    tangent, point = lines(x)
    axes.plot(*tangent, "--", label="tangent")
    axes.plot(*point, "o")
    axes.legend()
    plt.show()
interact(plot, x=slider);
"""
)

IPYMPL = (
    SLIDER
    + """
%matplotlib widget
import matplotlib.pyplot as plt
figure, axes = axes_of(plt)
artists = axes.plot([], [], "--", animated=ANIMATED)[0], axes.plot([], [], "o", animated=ANIMATED)[0]
figure.canvas.draw()
still = figure.canvas.copy_from_bbox(figure.bbox)
def plot(x):
    for artist, data in zip(artists, lines(x)):
        artist.set_data(data)
    SHOW
interact(plot, x=slider);
"""
)

BLIT = """figure.canvas.restore_region(still)
    for artist in artists:
        axes.draw_artist(artist)
    figure.canvas.blit(figure.bbox)"""

IMAGE = (
    SLIDER
    + """
image = Image(value=png(1.0), format="png")
slider.observe(lambda change: setattr(image, "value", png(change.new)), "value")
VBox([slider, image])
"""
)

ANYWIDGET = '''
import anywidget
class Carrier(anywidget.AnyWidget):
    _esm = """export default { render({ model, el }) {
        const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 360 })
        const slider = Object.assign(document.createElement("input"), { type: "range", min: -4, max: 4, step: 0.1, value: 1 })
        slider.style.width = "220px"
        el.append(slider, document.createElement("br"), canvas)
        const context = canvas.getContext("2d")
        let waiting = false, wanted = false
        const ask = () => { if (waiting) wanted = true; else { waiting = true; wanted = false; model.send(Number(slider.value)) } }
        slider.addEventListener("input", ask)
        model.on("msg:custom", async (answer, [bytes]) => {
            PAINT
            requestAnimationFrame(() => { waiting = false; if (wanted) ask() })
        })
        ask()
    } }"""
carrier = Carrier()
carrier.on_msg(lambda _, x, __: carrier.send({}, [CARRY(x)]))
carrier
'''

RAW = "context.putImageData(new ImageData(new Uint8ClampedArray(bytes.buffer, bytes.byteOffset, bytes.byteLength), 600, 360), 0, 0)"
BITMAP = "const bitmap = await createImageBitmap(new Blob([bytes])); context.clearRect(0, 0, 600, 360); context.drawImage(bitmap, 0, 0)"

CARRIERS = {
    "interact + inline": INTERACT,
    "ipympl, all redrawn": IPYMPL.replace("ANIMATED", "False").replace("SHOW", "figure.canvas.draw_idle()"),
    "ipympl, blitting": IPYMPL.replace("ANIMATED", "True").replace("SHOW", BLIT),
    "ipywidgets Image, blitted PNG": IMAGE,
    "anywidget, blitted PNG": ANYWIDGET.replace("PAINT", BITMAP).replace("CARRY", "png"),
    "anywidget, blitted raw pixels": ANYWIDGET.replace("PAINT", RAW).replace("CARRY", "rgba"),
    "course_lib.figures: changed pixels": "ours",
}

# Counts the frames of the page in which a picture changed, whoever changed it; an image counts once it has loaded, if it is
# still there. No loop of its own: watching sixty times a second would slow down all.
WATCH = """() => {
    window.changes = []
    let pending = false
    const changed = () => {
        if (!pending) requestAnimationFrame(() => { pending = false; window.changes.push(performance.now()) })
        pending = true
    }
    for (const name of ["putImageData", "drawImage"]) {
        const draw = CanvasRenderingContext2D.prototype[name]
        CanvasRenderingContext2D.prototype[name] = function (...rest) { changed(); return draw.apply(this, rest) }
    }
    const loaded = (event) => { if (event.target.tagName === "IMG" && event.target.isConnected) changed() }
    document.addEventListener("load", loaded, true)
    for (const event of ["pointerdown", "pointermove"])
        window.addEventListener(event, () => (window[event] = performance.now()), true)
}"""


def browser_table(rounds):
    """Markdown rows: frames a second and milliseconds to settle for each carrier, and both against `interact`."""
    results = measure(rounds)
    first_frames, first_settling = (median(part) for part in zip(*results["interact + inline"], strict=True))
    yield "| carrier | frames a second | settles after, ms | frames × interact's | settling ÷ interact's |"
    yield "|---|---|---|---|---|"
    for name, rows in results.items():
        frames, settling = (median(part) for part in zip(*rows, strict=True))
        ratios = f"{frames / first_frames:.1f} | {settling / first_settling:.2f}"
        yield f"| {name} | {frames:.1f} | {settling:.0f} | {ratios} |"


def measure(rounds):
    """{carrier: [(frames a second, milliseconds to settle), one a round]}."""
    results = {name: [] for name in CARRIERS}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as address,
        running_chromium() as browser,
    ):
        pages = {name: open_page(browser, address, Path(folder), name) for name in CARRIERS}
        for _ in range(rounds):
            for name, page in pages.items():
                page.bring_to_front()
                results[name].append(drag(page))
    return results


def open_page(browser, address, folder, name):
    """A tab with the carrier's notebook, run and being watched."""
    path = folder / f"{list(CARRIERS).index(name)}.ipynb"
    cells = [nbformat.v4.new_code_cell(cell) for cell in (START, CARRIERS[name])]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    notebook = Notebook(
        browser.new_context(viewport={"width": 1280, "height": 1000}).new_page(), address, path.name
    )
    notebook.run_all()
    notebook.page.wait_for_timeout(2000)
    if notebook.errors:
        raise RuntimeError(f"{name}: {notebook.errors}")
    notebook.page.locator(SLIDERS).first.scroll_into_view_if_needed()
    notebook.page.evaluate(WATCH)
    return notebook.page


SLIDERS = ".jp-OutputArea .noUi-base, .jp-OutputArea input[type=range]"


def drag(page, seconds=3):
    """Drag to and fro, 60 positions a second; frames shown a second, and milliseconds from the last position to its frame."""
    track = page.locator(SLIDERS).first.bounding_box()
    handle = page.locator(".noUi-handle, .jp-OutputArea input[type=range]").first
    x, y = track["x"] + track["width"] / 2, track["y"] + track["height"] / 2
    if handle.get_attribute("type") != "range":
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("() => { window.changes = [] }")
    start, moves = time.perf_counter(), 0
    while (now := time.perf_counter() - start) < seconds:
        page.mouse.move(track["x"] + track["width"] * (0.5 + 0.45 * math.sin(4 * now)), y)
        moves += 1
        time.sleep(max(0, moves / 60 - (time.perf_counter() - start)))
    page.mouse.move(track["x"] + track["width"] * (0.2 if math.sin(4 * seconds) > 0 else 0.8), y)
    page.mouse.up()
    page.wait_for_timeout(3000)
    changes, down, last = page.evaluate("() => [window.changes, window.pointerdown, window.pointermove]")
    frames = sum(change <= last for change in changes)
    return 1000 * frames / (last - down), max(changes[-1] - last, 0)
