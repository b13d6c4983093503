"""A training run: everything that changes while it goes on, so that a checkpoint can hold it."""

import time
from contextlib import nullcontext
from dataclasses import asdict

import torch
from torch import nn

from course_lib.training import memory
from course_lib.training.devices import autocast_format
from course_lib.training.evaluation import Evaluation, evaluate
from course_lib.training.history import Epoch, History
from course_lib.training.randomness import random_state, set_random_state
from course_lib.training.tally import DivergenceError, Progress, Tally
from course_lib.training.tensors import are_class_labels


class Run:
    """One call of `fit`, after its arguments were checked."""

    def __init__(self, model, data, validation, options, device, processes, progress=True):
        self.model, self.data, self.validation = model, data, validation
        self.options, self.device, self.processes = options, device, processes
        self.shows_progress = progress and processes.rank == 0
        self.batch_size = options.batch_size * processes.count
        self.forward = model
        self.optimizer = options.make_optimizer(model.parameters())
        self.rates = [group["lr"] for group in self.optimizer.param_groups]
        self.format = autocast_format(device, options.mixed_precision)
        self.scaler = torch.amp.GradScaler(device.type, enabled=self.format is torch.float16)
        self.order = torch.Generator().manual_seed(options.seed)
        self.history = History(options.monitor)
        self.best_weights = None
        self.step = 0

    def train(self, callbacks, save):
        """Epochs until done, interrupted or stopped early; `save()` after each. Returns the History."""
        epochs, done = self.options.epochs, len(self.history)
        progress = Progress(epochs, len(self.data[0]), done, self.shows_progress, self.processes.count)
        self.forward = self.processes.parallel(self.model)
        try:
            while self.history.stopped is None:
                self.epoch(progress)
                asked_to_stop = [callback(self.model, self.history) is True for callback in callbacks]
                self.history.stopped = self.processes.from_first(self.reason_to_stop(any(asked_to_stop)))
                save()
        except KeyboardInterrupt:
            self.history.stopped = "interrupted"
            if self.processes.rank == 0:
                done = len(self.history)
                print(f"Interrupted after {done} whole epochs; the model keeps what it learned so far.")
        finally:
            progress.close()
            self.finish()
        return self.history

    def finish(self):
        """Best weights if asked, evaluation mode."""
        if self.options.restore_best and self.best_weights is not None:
            self.model.load_state_dict(self.best_weights)
        self.model.eval()

    def epoch(self, progress):
        """Train one epoch, validate, and note both in the history."""
        start = time.perf_counter()
        tally = self.pass_over_data(progress)
        speed = tally.examples / (time.perf_counter() - start)
        validation = Evaluation(None, None)
        if self.validation is not None:
            validation = evaluate(self.model, self.validation, loss=self.options.loss)
        number, rate = len(self.history) + 1, self.optimizer.param_groups[0]["lr"]
        epoch = Epoch(number, tally.loss, tally.accuracy, *validation, rate, speed)
        self.history.epochs.append(self.processes.from_first(epoch))
        if self.options.restore_best and self.history.best.number == number:
            self.best_weights = {name: tensor.clone() for name, tensor in self.model.state_dict().items()}

    def pass_over_data(self, progress):
        """Every example once, in a new random order. Returns the Tally."""
        self.model.train()
        inputs, targets = self.data
        tally, number, labelled = Tally(), len(self.history) + 1, are_class_labels(targets)
        order = torch.randperm(len(inputs), generator=self.order).to(self.device)
        try:
            for batch in order.split(self.batch_size):
                rows, examples, weight = self.processes.share(batch)
                answers = targets[rows]
                loss, outputs = self.update(inputs[rows], answers, weight)
                tally.add(loss, examples, (outputs[:examples], answers[:examples]) if labelled else None)
                if progress.due():
                    progress.show(number, tally)
            progress.show(number, tally)
        except DivergenceError as error:
            raise self.diverged(error, number) from None
        tally.add_up(self.processes)
        self.processes.share_buffers(self.model)
        return tally

    def update(self, inputs, targets, weight=1.0):
        """One step of gradient descent on weight × the mean loss. Returns the mean loss and the outputs, on the device."""
        options = self.options
        if options.augment is not None:
            inputs = options.augment(inputs)
        self.set_learning_rate()
        self.optimizer.zero_grad()
        with self.precision():
            outputs = self.forward(inputs)
            loss = options.loss(outputs, targets)
        self.scaler.scale(loss if weight == 1 else weight * loss).backward()
        if options.clip_norm is not None:
            self.scaler.unscale_(self.optimizer)
            nn.utils.clip_grad_norm_(self.model.parameters(), options.clip_norm)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.step += 1
        return loss.detach(), outputs.detach()

    def precision(self):
        """The context of the forward pass: mixed precision or none."""
        return torch.autocast(self.device.type, dtype=self.format) if self.format else nullcontext()

    def set_learning_rate(self):
        """The schedule's value at this step."""
        steps_an_epoch = -(-len(self.data[0]) // self.batch_size)
        multiplier = self.options.schedule(self.step / (steps_an_epoch * self.options.epochs))
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * multiplier

    def reason_to_stop(self, asked):
        """Why the run is over after this epoch; None if it is not."""
        if len(self.history) == self.options.epochs:
            return "finished"
        if asked:
            return "a callback"
        patience = self.options.patience
        if patience is not None and self.history.epochs_without_improvement >= patience:
            return "early stopping"
        return None

    def diverged(self, error, number):
        """The error that says where the loss was lost and what to try; it carries the history."""
        rate = self.options.learning_rate
        error = DivergenceError(
            f"Training stopped: {error} of epoch {number}. Try learning_rate={rate / 10:g} (it was {rate:g}) or "
            "clip_norm=1.0, and look whether the inputs are scaled."
        )
        error.history = self.history
        return error

    def advice_for_memory(self):
        """After memory ran out: the message with a batch size that fits. The model's weights stay."""
        weights = {name: tensor.to("cpu", copy=True) for name, tensor in self.model.state_dict().items()}
        inputs, targets = self.data

        def try_batch(size):
            for _ in range(2):  # the optimizer takes its memory at the end of the first step
                self.update(inputs[:size], targets[:size])

        self.model.train()
        self.forward = self.model  # alone: the other processes may have had memory enough
        size = min(self.options.batch_size, len(inputs))
        fitting = memory.batch_size_that_fits(try_batch, size, self.device)
        self.model.load_state_dict(weights)
        self.model.eval()
        return memory.advice(self.options.batch_size, fitting, self.device)

    def state(self):
        """Everything that the rest of the run depends on."""
        return {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict(),
            "step": self.step,
            "data_order": self.order.get_state(),
            "random": self.processes.gather(random_state(self.device)),
            "history": [asdict(epoch) for epoch in self.history.epochs],
            "stopped": self.history.stopped,
            "best_weights": self.best_weights,
        }

    def load_state(self, state):
        """Go back to where `state` was taken."""
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scaler.load_state_dict(state["scaler"])
        self.step = state["step"]
        self.order.set_state(state["data_order"])
        set_random_state(state["random"][self.processes.rank], self.device)
        self.history.epochs = [Epoch(**epoch) for epoch in state["history"]]
        self.history.stopped = state["stopped"]
        self.best_weights = state["best_weights"]
