"""The font of formulas: STIX Two Math, without the thousands of letters that no lesson uses."""

import io
from importlib.resources import files

# Latin, Greek, punctuation, accents, arrows, operators, technical, letterlike symbols, mathematical alphabets.
LETTERS = [
    *range(0x20, 0x180), *range(0x300, 0x340), *range(0x370, 0x400), *range(0x2000, 0x2070), *range(0x20D0, 0x2150),
    *range(0x2190, 0x2400), *range(0x27C0, 0x2800), *range(0x2A00, 0x2B00), *range(0x1D400, 0x1D800),
]  # fmt: skip


def math_font():
    """STIX Two Math (SIL Open Font License) as WOFF, from the package ziamath. Its table MATH stays: stretched brackets."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    with files("ziamath.fonts").joinpath("STIXTwoMath-Regular.ttf").open("rb") as stream:
        font = TTFont(stream)
        options = subset.Options(notdef_outline=True, layout_features=["*"], flavor="woff", name_IDs=["*"])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=LETTERS)
        subsetter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
