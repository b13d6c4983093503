"""Several models that answer together."""

import math

import torch
from torch import nn


class Ensemble(nn.Module):
    """Models whose probabilities are averaged. Takes what each of them takes; `predict` and `evaluate` take it.

    models: nn.Modules that give n×classes logits. They stay as they are, and may be trained one by one before.
    Outputs are the logarithms of the mean probabilities, n×classes: softmax gives these probabilities back, and
    cross-entropy is the ensemble's own. Raises ValueError without a model, TypeError for what is no model.
    """

    def __init__(self, models):
        super().__init__()
        models = list(models)
        if not models:
            raise ValueError("An ensemble needs at least one model, and got none.")
        strange = [model for model in models if not isinstance(model, nn.Module)]
        if strange:
            raise TypeError(
                f"An ensemble is made of models, and got {strange[0]!r}; give a list of nn.Modules."
            )
        self.models = nn.ModuleList(models)

    def forward(self, inputs):
        """log of the mean over the models of softmax(logits), n×classes."""
        logarithms = torch.stack([model(inputs).log_softmax(1) for model in self.models])
        return logarithms.logsumexp(0) - math.log(len(self.models))
