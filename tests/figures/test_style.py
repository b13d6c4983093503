"""Colours that everybody can tell apart, on either theme."""

from itertools import combinations

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from course_lib.figures import style, subplots

LINES = [style.BLUE, style.VERMILLION, style.GREEN, style.PURPLE]
# How protan, deutan and tritan eyes see linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "typical": np.eye(3),
}  # fmt: skip


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    darker, lighter = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(light):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ light
    x, y, z = np.cbrt(np.clip(xyz / [0.9505, 1, 1.089], 1e-9, None))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("colour", [*LINES, style.GREY])
@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_lines_stand_out_from_both_themes(colour, page):
    assert contrast(colour, page) >= 3


@pytest.mark.parametrize("eye", EYES)
def test_all_eyes_tell_the_lines_apart(eye):
    seen = [lab(np.clip(EYES[eye] @ linear(colour), 0, 1)) for colour in LINES]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 15


def test_the_cycle_changes_the_line_style_with_the_colour():
    cycle = style.SETTINGS["axes.prop_cycle"].by_key()
    assert len(set(cycle["color"])) == len({str(line) for line in cycle["linestyle"]}) == 4


def test_a_dark_theme_turns_ink_light_and_leaves_the_palette():
    figure, axes = subplots()
    (ink,) = axes.plot([1, 2], color=style.INK)
    (blue,) = axes.plot([1, 2], color=style.BLUE)
    points = axes.scatter([1, 2], [1, 2], color=[style.INK, style.BLUE])
    bars = axes.bar([1], [1], color=style.FAINT, edgecolor=style.INK)
    style.wear_theme(figure, dark=True)
    light = style._ON_DARK[style.INK]
    assert to_hex(ink.get_color()) == light
    assert to_hex(blue.get_color()) == style.BLUE
    assert [to_hex(colour) for colour in points.get_facecolor()] == [light, style.BLUE]
    assert to_hex(bars[0].get_edgecolor()) == light
    assert to_hex(axes.xaxis.get_ticklabels()[0].get_color()) == light
    assert to_hex(axes.spines.left.get_edgecolor()) == light
    style.wear_theme(figure, dark=False)
    assert to_hex(ink.get_color()) == style.INK
    assert to_hex(axes.xaxis.get_ticklabels()[0].get_color()) == style.INK


def test_nobody_s_matplotlib_settings_change():
    before = matplotlib.rcParams.copy()
    subplots()
    assert matplotlib.rcParams == before
