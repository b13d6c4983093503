"""Learning-rate schedules: functions from progress (0 at the first step, 1 at the end) to a multiplier.

`fit` multiplies the learning rate by it at every step. Any function of one number will do; set a schedule's
own numbers with functools.partial: `schedule=partial(one_cycle, warmup=0.1)`.
"""

import math


def constant(progress):
    """The same learning rate throughout."""
    return 1.0


def cosine(progress):
    """Half a cosine from 1 down to 0 (Loshchilov and Hutter 2017, SGDR, without restarts)."""
    return (1 + math.cos(math.pi * progress)) / 2


def one_cycle(progress, warmup=0.3, start=0.04, end=1e-4):
    """Half a cosine up from `start` to 1 until `warmup`, then down to `end` (Smith and Topin 2018)."""
    if progress < warmup:
        return start + (1 - start) * (1 - cosine(progress / warmup))
    return end + (1 - end) * cosine((progress - warmup) / (1 - warmup))


def step_down(progress, at=(0.5, 0.75), factor=0.1):
    """1, times `factor` from each progress in `at` on."""
    return factor ** sum(progress >= place for place in at)


def warm_up(progress, share=0.1):
    """A straight line from 0 up to 1 until `share`, then half a cosine down to 0 (Goyal et al. 2017, section 2.2)."""
    return progress / share if progress < share else cosine((progress - share) / (1 - share))
