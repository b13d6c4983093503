"""Ways to put an answer to the test. They run beside the learner's code, so they know nothing of what is right."""

from course_lib.exercises.plain import plain


def call(answer, *arguments):
    """The usual way: call it."""
    return answer(*arguments)


def play_script(answer, construction, script):
    """Make an object with `answer(*construction)` and play `script` on it; returns a list of what each step gave.

    A step is `("method", (argument, ...))` for a call, or `("attribute",)` to read one. Results are copied at
    once, because many a method returns an array that the next call changes.
    """
    played = answer(*construction)
    return [plain(_step(played, *step)) for step in script]


def _step(played, name, arguments=None):
    attribute = getattr(played, name)
    return attribute if arguments is None else attribute(*arguments)


def measure_model(answer, inputs, batch_size=500):
    """Outputs of a torch model for `inputs` (array, first axis the examples), and its number of parameters.

    `answer` is a `torch.nn.Module`, or a function without arguments that makes one. It is measured in evaluation
    mode, on the device that it is on, and left in the mode that it was in.
    Returns `{"outputs": array, "parameters": int}`.
    """
    import torch

    model = answer if isinstance(answer, torch.nn.Module) else answer()
    parameters = list(model.parameters())
    device, dtype = (parameters[0].device, parameters[0].dtype) if parameters else ("cpu", torch.float32)
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            batches = torch.as_tensor(inputs).to(device=device, dtype=dtype).split(batch_size)
            outputs = torch.cat([model(batch) for batch in batches])
    finally:
        model.train(was_training)
    return {"outputs": plain(outputs), "parameters": sum(p.numel() for p in parameters if p.requires_grad)}
