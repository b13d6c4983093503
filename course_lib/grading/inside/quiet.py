"""Stands in, where a submission is graded, for rooms that no answer needs: checks and hints, figures, the doctor.

Every name can be imported from here, called and used, and does nothing.
"""


class Nothing:
    """Takes any call and has any attribute; shows as nothing and counts as false."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __bool__(self):
        return False

    def __repr__(self):
        return ""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Nothing()
