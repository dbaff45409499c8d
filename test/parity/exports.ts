// Writes the files that Python is asked to open, TorchScript and saved values, with what they must give there.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nn, recipes, type Tensor, torch } from 'tadpole';
import { bell, uniform } from './formula';

interface Export {
  module: nn.Module;
  inputs: Tensor[];
  extraFiles?: Record<string, string>;
}

/** A module of a user's own: two branches, a buffer and an operator call. */
class Residual extends nn.Module {
  readonly first = new nn.Linear(6, 6);
  readonly norm = new nn.LayerNorm(6);
  readonly scale = nn.buffer(torch.tensor([0.5]));

  forward(x: Tensor): Tensor {
    return torch.add(x, torch.silu(this.norm.forward(this.first.forward(x))).mul(this.scale));
  }
}

function exportsByName(): Record<string, Export> {
  return {
    linear: { module: new nn.Linear(4, 3), inputs: [bell([2, 4], 1)] },
    residual: { module: new Residual(), inputs: [bell([3, 6], 1)] },
    convolutions: {
      module: new nn.Sequential(
        new nn.Conv2d(3, 8, 3, { padding: 'same' }),
        new nn.BatchNorm2d(8),
        new nn.LeakyReLU(0.2),
        new nn.MaxPool2d(2),
        new nn.ConvTranspose2d(8, 4, 4, { stride: 2, padding: 1 }),
        new nn.GroupNorm(2, 4),
        new nn.Upsample({ scaleFactor: 2 }),
        new nn.PReLU(),
        new nn.AdaptiveAvgPool2d(4),
        new nn.Flatten(),
        new nn.Dropout(0.3),
        new nn.Linear(64, 2),
      ),
      inputs: [bell([2, 3, 8, 8], 1)],
    },
    double: {
      module: new nn.Linear(3, 2, { dtype: 'float64' }),
      inputs: [bell([2, 3], 1).to('float64')],
    },
    embedding: {
      module: new nn.Embedding(5, 3),
      inputs: [
        torch.tensor(
          [
            [0, 4],
            [2, 2],
          ],
          { dtype: 'int64' },
        ),
      ],
    },
    'digits-keras': {
      module: recipes['digits-keras'].create({ seed: 1 }).generator,
      inputs: [bell([2, 100], 1)],
      extraFiles: { 'description.json': JSON.stringify({ latentShape: [100], text: 'ä' }) },
    },
    'digits-tensorflow': {
      module: recipes['digits-tensorflow'].create({ seed: 1 }).generator,
      inputs: [bell([2, 100], 1)],
    },
  };
}

/** Gives every parameter values by formula: those of the random generators differ in the last bit from processor to processor. */
function fill(module: nn.Module): void {
  const parameters = [...module.namedParameters()].map(([name, { shape, dtype }], index) => [
    name,
    uniform(shape, 1 / Math.sqrt(shape.slice(1).reduce((n, size) => n * size, 1)), index).to(dtype),
  ]);
  module.loadStateDict({ ...module.stateDict(), ...Object.fromEntries(parameters) });
}

/** A checkpoint of every kind of value that `torch.save` takes, for a `.pt` file. */
function savedValue(): torch.SavableValue {
  const shared = bell([3], 3);
  const dtypes = [
    'float32',
    'float64',
    'float16',
    'bfloat16',
    'int64',
    'int32',
    'int16',
    'int8',
    'uint8',
    'bool',
    'uint16',
  ];
  return {
    model: new Map(dtypes.map((dtype) => [dtype, bell([2, 3], 2).abs().mul(9).to(dtype)])),
    shapes: [torch.zeros([0, 4]), torch.tensor(2.5), bell([2, 3], 5).t(), bell([4, 4], 6).at(':', '1:3')],
    twice: [shared, shared],
    epoch: 3,
    best: { loss: 0.25, Fréchet: null, done: false, steps: [1, -2, 70_000, 2 ** 40] },
    'empty list': [],
    'empty dict': {},
  };
}

/** What Python must find: plain values as they are, and for each tensor its dtype and the name of its values in float64. */
function describe(value: unknown, keep: (tensor: Tensor) => string): unknown {
  if (value instanceof torch.Tensor)
    return { dtype: value.dtype, tensor: keep(value.to('float64').contiguous()) };
  if (Array.isArray(value)) return value.map((item) => describe(item, keep));
  if (value instanceof Map) return describe(Object.fromEntries(value), keep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, describe(item, keep)]));
}

/**
 * Writes `<name>.pt` files, `manifest.json` and `tensors.safetensors` into the folder; returns the names of the `.pt` files.
 * Their bytes are the same on every machine.
 */
export function writeExports(folder: string): string[] {
  const tensors: Record<string, Tensor> = {};
  const keep = (name: string, tensor: Tensor): string => {
    tensors[name] = tensor.detach();
    return name;
  };
  const manifest = Object.entries(exportsByName()).map(([name, { module, inputs, extraFiles = {} }]) => {
    fill(module);
    module.eval();
    const script = torch.jit.trace(module, inputs);
    const file = `${name}.pt`;
    script.save(join(folder, file), { extraFiles });
    const output = module.forward(...inputs);
    const state = Object.entries(module.stateDict());
    return {
      file,
      extraFiles,
      inputs: inputs.map((input, i) => keep(`${name}/input/${i}`, input)),
      outputs: [keep(`${name}/output`, output)],
      state: Object.fromEntries(state.map(([key, value]) => [key, keep(`${name}/state/${key}`, value)])),
    };
  });
  const value = savedValue();
  const saved = {
    file: 'checkpoint.pt',
    value: describe(value, (tensor) => keep(`saved/${Object.keys(tensors).length}`, tensor)),
  };
  torch.save(value, join(folder, saved.file));
  torch.save(tensors, join(folder, 'tensors.safetensors'));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([...manifest, saved]));
  return [...manifest, saved].map(({ file }) => file);
}
