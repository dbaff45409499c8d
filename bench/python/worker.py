"""PyTorch's side of the benchmark: reads {"task", "count"} lines, runs the task that often, answers {"seconds"}."""

import json
import sys
import time

import torch

from digits_keras import DigitsKeras
from digits_mxnet import DigitsMxnet
from digits_tensorflow import DigitsTensorflow


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


def steps(gan):
    real = torch.rand(gan.batch, *gan.image_shape)

    def run(count):
        for _ in range(count):
            gan.step(real)

    return run


TASKS = {
    "add_": add_in_place,
    "add": add_and_free,
    "digits-keras": lambda: steps(DigitsKeras()),
    "digits-keras tuned": lambda: steps(DigitsKeras(frozen=True, fused=True)),
    "digits-mxnet": lambda: steps(DigitsMxnet()),
    "digits-mxnet tuned": lambda: steps(DigitsMxnet(frozen=True, fused=True)),
    "digits-tensorflow": lambda: steps(DigitsTensorflow()),
    "digits-tensorflow tuned": lambda: steps(DigitsTensorflow(fused=True)),
}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    ready = {}
    for line in sys.stdin:
        request = json.loads(line)
        task = request["task"]
        if task not in ready:
            ready[task] = TASKS[task]()
        start = time.perf_counter()
        ready[task](request["count"])
        print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)


if __name__ == "__main__":
    main()
