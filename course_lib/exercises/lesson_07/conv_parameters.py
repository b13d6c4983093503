"""Exercise conv_parameters: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib.exercises.spec import Exercise, Mistake


def conv_parameters(channels_in, channels_out, kernel_size):
    return channels_in * channels_out * kernel_size**2 + channels_out


def draw_convolution(rng):
    """Channels in, channels out and kernel size, no two alike in one draw."""
    return [(1, 2, 3), (3, 2, 1), (32, 64, 5), (int(rng.integers(2, 9)), int(rng.integers(10, 90)), 7)]


EXERCISE = Exercise(
    id="conv_parameters",
    name="conv_parameters",
    reference=conv_parameters,
    draw=draw_convolution,
    mistakes=(
        Mistake("The biases are missing: every output channel has one.", lambda i, o, k: i * o * k**2),
        Mistake(
            "A kernel is a square: kernel_size × kernel_size weights for each input channel.",
            lambda i, o, k: i * o * k + o,
        ),
        Mistake(
            "The kernel looks at every *input channel*: multiply by channels_in, too.",
            lambda i, o, k: o * k**2 + o,
        ),
        Mistake(
            "One bias for each input channel: it is one for each output channel.",
            lambda i, o, k: i * o * k**2 + i,
        ),
    ),
    hints=(
        "One output channel has one kernel for each input channel, and one bias.",
        "One kernel has kernel_size × kernel_size weights.",
        "return channels_out * (channels_in * kernel_size**2 + 1)",
    ),
)
