"""What several exercises of lesson 05 are tried on, or go wrong by."""


def _draw_again(answer, arguments, rng):
    """What comes of two calls with the same generator, and of a third whose generator stands where the first one began."""
    import copy

    as_at_first = copy.deepcopy(rng)
    first = answer(*arguments, rng)
    if first is None or first is Ellipsis:
        return first
    return [first, answer(*arguments, rng), answer(*arguments, as_at_first)]
