"""GPU-aware PyTorch training: choose a device, fit, checkpoint, evaluate. The same code on CPU and GPU.

    from course_lib.training import cnn, fit, one_cycle, pick_device

    device = pick_device()
    history = fit(cnn(), (images, labels), validation, epochs=4, schedule=one_cycle, device=device)

`import course_lib.training` is light; torch loads when the first of these names is used.
"""

import os
from importlib import import_module

# torch's threads on Linux wait for each other by spinning. Where another program takes one of the cores they
# then spin for whole time slices: 400 images a second were seen instead of 24,000. A short spin, then sleep,
# keeps the full speed on a quiet machine and lost only half of it there. It counts only before torch loads.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")

_HOME_OF = {
    "pick_device": "devices",
    "seed_everything": "randomness",
    "to_inputs": "tensors",
    "to_tensors": "tensors",
    "constant": "schedules",
    "cosine": "schedules",
    "one_cycle": "schedules",
    "step_down": "schedules",
    "warm_up": "schedules",
    "augmentation": "augment",
    "fit": "loop",
    "is_main_process": "distributed",
    "History": "history",
    "DivergenceError": "tally",
    "DeviceMemoryError": "memory",
    "CheckpointError": "checkpoint",
    "load_checkpoint": "checkpoint",
    "save_checkpoint": "checkpoint",
    "save_model": "checkpoint",
    "load_model": "checkpoint",
    "predict": "evaluation",
    "evaluate": "evaluation",
    "Evaluation": "evaluation",
    "classification_metrics": "metrics",
    "ClassificationMetrics": "metrics",
    "calibration": "reliability",
    "Calibration": "reliability",
    "Ensemble": "ensemble",
    "occlusion_map": "maps",
    "saliency_map": "maps",
    "parameter_count": "models",
    "linear": "models",
    "mlp": "models",
    "cnn": "models",
    "deep_cnn": "models",
    "fast_cnn": "models",
}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"course_lib.training has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__():
    return __all__
