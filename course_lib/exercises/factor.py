"""Is one list of arrays a multiple of another, and of which number: −1, 2, the number of rows, ...?"""

import math
from collections.abc import Iterator

import numpy as np

from course_lib.exercises.pairs import Pair

NAMED = {
    -1: "−1",
    2: "2",
    0.5: "½",
    -2: "−2",
    -0.5: "−½",
    1 / math.log(2): "1/ln 2 (a logarithm to base 2 in place of the natural one: 1.4427)",
    1 / math.log(10): "1/ln 10 (a logarithm to base 10 in place of the natural one: 0.43429)",
    math.log(2): "ln 2 (a natural logarithm in place of one to base 2: 0.69315)",
    100: "100",
    0.01: "1/100",
    10: "10",
    0.1: "1/10",
}
SIGNS_AND_HALVES = (1, -1, 2, -2, 0.5, -0.5)
ENOUGH = 4  # informative elements it takes to believe in a factor that has no name


def ratios(candidates: list[np.ndarray], pairs: list[Pair]) -> list[float] | None:
    """For each pair the number r with got = r × candidate (NaN where the candidate is zero); None where none fits."""
    found = []
    for candidate, pair in zip(candidates, pairs, strict=True):
        ratio = _ratio(candidate, pair)
        if ratio is None:
            return None
        found.append(ratio)
    return found


def _ratio(candidate, pair):
    if candidate.shape != pair.got.shape or not (
        np.isfinite(candidate).all() and np.isfinite(pair.got).all()
    ):
        return None
    if not candidate.size or not np.abs(candidate).max() > 1e-9:
        return math.nan if pair.agree(candidate) else None
    largest = np.unravel_index(np.abs(candidate).argmax(), candidate.shape)
    ratio = float(pair.got[largest] / candidate[largest])
    return ratio if ratio and pair.agree(ratio * candidate) else None


def name_factor(
    found: list[float], candidates: list[np.ndarray], pairs: list[Pair], names: list[str]
) -> str | None:
    """The factor in words: "" for exactly one, "−1", "n, n being the number of rows of `x`"; None for no pattern."""
    informative = [
        (ratio, candidate, pair)
        for ratio, candidate, pair in zip(found, candidates, pairs, strict=True)
        if not math.isnan(ratio)
    ]
    if not informative:
        return None
    factors = [ratio for ratio, _, _ in informative]
    elements = sum(int((np.abs(candidate) > 1e-9).sum()) for _, candidate, _ in informative)
    if all(math.isclose(factor, factors[0], rel_tol=1e-6) for factor in factors):
        return _name_constant(factors[0], elements)
    if len(informative) < 3:
        return None
    return next(_size_factors(factors, [pair for *_, pair in informative], names), None)


def _name_constant(factor, elements):
    if abs(factor - 1) < 1e-6:
        return ""
    for value, name in NAMED.items():
        if abs(factor - value) < 1e-5 * abs(value) and elements >= 2:
            return name
    return f"{factor:.4g}" if elements >= ENOUGH else None


def _size_factors(factors, pairs, names) -> Iterator[str]:
    """Words for factors that follow the size of an input, divided by or multiplied with it."""
    for what, sizes in _sizes(pairs, names):
        for label, form in FORMS.items():
            extra = _common_ratio(factors, [form(float(size)) for size in sizes])
            if extra in SIGNS_AND_HALVES:
                times = {1: "", -1: "−"}.get(extra) if abs(extra) == 1 else f"{NAMED[extra]} × "
                yield f"{times}{label}, where n is the {what}"
        fixed = _fixed_number(factors, sizes)
        if fixed and not what.startswith("value"):
            yield f"n/{fixed}, where n is the {what}: is {fixed} written where n should stand"


def _fixed_number(factors, sizes):
    """The one size (3 or more) that was taken for all inputs, where every factor is size / fixed; else None."""
    fixed = round(sizes[0] / factors[0]) if factors[0] else 0
    if fixed < 3 or fixed not in sizes:
        return None
    pairs = zip(factors, sizes, strict=True)
    return fixed if all(math.isclose(factor, size / fixed, rel_tol=1e-6) for factor, size in pairs) else None


def _common_ratio(factors, wanted):
    """The one of ±1, ±2, ±½ that every factor is of what is wanted; None where there is none."""
    if not all(map(math.isfinite, wanted)) or not all(wanted):
        return None
    first = factors[0] / wanted[0]
    extra = min(SIGNS_AND_HALVES, key=lambda one: abs(one - first))
    pairs = zip(factors, wanted, strict=True)
    return extra if all(math.isclose(factor, extra * one, rel_tol=1e-5) for factor, one in pairs) else None


FORMS = {
    "n": lambda n: n,
    "1/n": lambda n: 1 / n,
    "(n−1)/n": lambda n: (n - 1) / n,
    "n/(n−1)": lambda n: n / (n - 1) if n > 1 else math.nan,
    "√n": lambda n: n**0.5 if n > 0 else math.nan,
    "1/√n": lambda n: n**-0.5 if n > 0 else math.nan,
    "√((n−1)/n)": lambda n: math.sqrt((n - 1) / n) if n > 1 else math.nan,
    "√(n/(n−1))": lambda n: math.sqrt(n / (n - 1)) if n > 1 else math.nan,
    "n²": lambda n: n * n,
    "1/n²": lambda n: 1 / (n * n),
}


def _sizes(pairs, names):
    """Sizes that differ from input to input, named: rows, columns, elements, and whole numbers handed in."""
    for position, name in enumerate(names):
        arguments = [pair.arguments[position] for pair in pairs]
        if all(isinstance(one, np.ndarray) and one.ndim for one in arguments):
            flat = all(one.ndim == 1 for one in arguments)
            yield (
                f"length of `{name}`" if flat else f"number of rows of `{name}`",
                [len(one) for one in arguments],
            )
            if all(one.ndim > 1 for one in arguments):
                yield f"number of columns of `{name}`", [one.shape[1] for one in arguments]
            yield f"number of elements of `{name}`", [one.size for one in arguments]
        elif all(isinstance(one, int | float) and one and math.isfinite(one) for one in arguments):
            yield f"value of `{name}`", arguments
