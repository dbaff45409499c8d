"""Prints what TensorBoard itself reads of the event files in a folder, as JSON: by tag its plugin, and a value per step."""
import json
import sys

from tensorboard.backend.event_processing import plugin_event_accumulator as accumulator
from tensorboard.util import tensor_util

events = accumulator.EventAccumulator(sys.argv[1], size_guidance={accumulator.TENSORS: 0})
events.Reload()
shown = {}
for tag in events.Tags()["tensors"]:
    plugin = events.SummaryMetadata(tag).plugin_data.plugin_name
    values = []
    for event in events.Tensors(tag):
        value = tensor_util.make_ndarray(event.tensor_proto)
        if plugin == "images":
            width, height, png = value
            values.append([event.step, int(width), int(height), len(png)])
        elif plugin == "text":
            values.append([event.step, value[0].decode()])
        else:
            values.append([event.step, float(value)])
    shown[tag] = {"plugin": plugin, "values": values}
print(json.dumps(shown))
