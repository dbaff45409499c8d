"""PyTorch's side of the benchmark: reads {"task", "count"} lines, runs the task that often, answers {"seconds"}."""

import json
import sys
import time

import torch

from digits import Digits
from digits_keras import DigitsKeras
from digits_keras_cnn import DigitsKerasCnn
from digits_mxnet import DigitsMxnet
from digits_tensorflow import DigitsTensorflow
from frogs import FrogsCntk, FrogsKeras


def add_in_place():
    x, y = torch.zeros(1), torch.ones(1)

    def run(count):
        for _ in range(count):
            x.add_(y)

    return run


def add_and_free():
    x, y = torch.zeros(1), torch.ones(1)

    def run(count):
        for _ in range(count):
            x.add(y)

    return run


def steps(kind, tuned=False, channels_last=False):
    """A recipe as the tutorial writes it, or tuned: D frozen in G's update, fused optimizers, and the layout that is asked for."""
    gan = kind(frozen=True, fused=True) if tuned else kind()
    real = torch.rand(gan.batch, *gan.image_shape)
    if channels_last and real.dim() == 4:
        gan.generator.to(memory_format=torch.channels_last)
        gan.discriminator.to(memory_format=torch.channels_last)
        real = real.contiguous(memory_format=torch.channels_last)

    def run(count):
        for _ in range(count):
            gan.step(real)

    return run


RECIPES = {
    "digits": Digits,
    "digits-keras": DigitsKeras,
    "digits-keras-cnn": DigitsKerasCnn,
    "digits-mxnet": DigitsMxnet,
    "digits-tensorflow": DigitsTensorflow,
    "frogs-keras": FrogsKeras,
    "frogs-cntk": FrogsCntk,
}

TASKS = {"add_": add_in_place, "add": add_and_free}


def prepare(task):
    """`task` is the name of an operator's task or of a recipe, then `tuned`, then `channels-last`."""
    name, *how = task.split()
    if name in TASKS:
        return TASKS[name]()
    return steps(RECIPES[name], tuned="tuned" in how, channels_last="channels-last" in how)


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    ready = {}
    for line in sys.stdin:
        request = json.loads(line)
        task = request["task"]
        if task not in ready:
            ready[task] = prepare(task)
        start = time.perf_counter()
        ready[task](request["count"])
        print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)


if __name__ == "__main__":
    main()
