// Wrong kinds of values into functions that are written in TypeScript: the error names the argument and what was given.
import { data, gan, images, nn, optim, torch } from 'tadpole';

const given = (value: unknown) => value as never;
const optimizer = new optim.SGD([new nn.Parameter(torch.ones([2]))], { lr: 0.1 });
const bare = Object.create(null);
const pixels = { width: 1, height: 1, channels: 1 as const };

const ATTEMPTS: [attempt: () => unknown, message: string][] = [
  [() => images.readPng(given(0)), "readPng: argument 'path' must name a file, got number 0"],
  [() => images.readPng(''), "readPng: argument 'path' must name a file, got string ''"],
  [() => images.decodePng(given('x')), "argument 'bytes' must be a Uint8Array of bytes, got string 'x'"],
  [() => images.encodePng(given(null)), "argument 'picture' must be an object with width, height"],
  [
    () => images.encodePng({ ...pixels, data: given(new Float32Array(1)) }),
    "argument 'data' must be a Uint8Array of bytes, got an object of class Float32Array",
  ],
  [() => images.bytesToRange(torch.ones([1]), given(1)), 'expected [low, high]'],
  [() => images.rangeToBytes(given(null), [0, 1]), "argument 'values' must be a Tensor, got null"],
  [() => images.resizeBilinear(given([1]), 2, 2), "argument 'bytes' must be a Tensor, got an array of 1"],
  [() => images.saveLossPlot('never.png', given(null)), 'options must be an object'],
  [() => images.saveLossPlot('never.png', given({})), 'expected at least one named list of values'],
  [() => data.readIdx(given(0), 1), "readIdx: argument 'path' must name a file, got number 0"],
  [() => data.parseIdx(given(undefined), 1), "argument 'bytes' must be a Uint8Array of bytes, got undefined"],
  [() => data.checksum(given(undefined)), "argument 'dataset' must be an object with images"],
  [() => data.slice(given(torch.ones([2])), 0, 1), "slice: argument 'dataset' must be a dataset"],
  [() => data.ofClass(given(3), 'cat'), "ofClass: argument 'dataset' must be a dataset"],
  [() => data.writeRawFloats('never', given({})), "argument 'dataset' must be an object with images"],
  [() => data.find(given(Symbol('x'))), 'the name of a dataset must be a string, got a symbol'],
  [() => torch.resolveDevice(given({})), 'unknown device an object; expected'],
  [() => torch.resolveDevice(given(Symbol('x'))), 'unknown device a symbol; expected'],
  [() => new nn.Linear(given(bare), 2), 'inFeatures must be a whole number, at least 0, got an object'],
  [() => new nn.Conv2d(1, 2, given(undefined)), 'kernelSize must be a whole number or 2 of them'],
  [() => new nn.Conv2d(1, 2, given([1n, 2])), 'at least 1, got [bigint 1, 2]'],
  [() => new nn.MaxPool2d(given(undefined)), 'at least 1, got undefined'],
  [() => new nn.LayerNorm(given(undefined)), 'must be a whole number, at least 1, got undefined'],
  [() => new nn.ModuleList(given(null)), 'ModuleList: expected a list of modules, got null'],
  [() => new nn.EqualizedLinear(2, 3, given(null)), 'options must be an object such as { gain: ... }'],
  [() => new nn.PixelNorm().forward(given([1])), "argument 'x' must be a Tensor, got an array of 1"],
  [() => nn.init.zeros_(given(new nn.Linear(1, 1))), 'must be a Tensor, got an object of class Linear'],
  [() => new optim.lrScheduler.MultiStepLR(optimizer, given(3)), "argument 'milestones' must be an array"],
  [() => new optim.lrScheduler.ChainedScheduler(given(null)), "argument 'schedulers' must be an array"],
  [() => new optim.lrScheduler.SequentialLR(optimizer, given(2), [1]), "'schedulers' must be an array"],
  [() => new optim.lrScheduler.ExponentialLR(optimizer, given({})), 'gamma must be a number, got an object'],
  [() => gan.hingeGeneratorLoss(given({ images: 1 })), "argument 'fake' must be a Tensor, got an object"],
  [() => gan.relativisticLoss(torch.ones([1]), given(undefined)), "argument 'other' must be a Tensor"],
  [() => gan.r1(given(0.1)), 'r1: options must be an object such as { weight: ... }, got number 0.1'],
  [() => gan.gradientPenalty(given(10)), 'gradientPenalty: options must be an object'],
  [() => gan.penaltyPhase(given(null)), "argument 'penalty' must be an object with name, value"],
  [() => gan.latentsOfSeeds({ shape: [2], distribution: 'normal' }, given(3)), "'seeds' must be an array"],
  [() => gan.drawLatents(given(undefined), 2), 'latent.shape: expected whole numbers'],
  [
    () => gan.drawLatents({ shape: [2], distribution: given('gaussian') }, 2),
    "latent.distribution: expected 'normal' or 'uniform', got 'gaussian'",
  ],
];

test.each(ATTEMPTS.map(([attempt, message]) => ({ attempt, message })))(
  '$message',
  ({ attempt, message }) => {
    expect(attempt).toThrow(message);
  },
);

test('datasets whose classes have other names or another order are not joined', () => {
  const dataset = (classes: string[]) => ({
    name: 'mine',
    source: 'memory',
    images: torch.zeros([2, 1, 4, 4], { dtype: 'uint8' }),
    labels: torch.tensor([0, 1], { dtype: 'int64' }),
    classes,
  });
  const catsFirst = dataset(['cat', 'dog']);
  expect(() => data.concatenate(catsFirst, dataset(['dog', 'cat']))).toThrow(
    /same classes in the same order/,
  );
  expect(data.concatenate(catsFirst, dataset(['cat', 'dog', 'frog'])).classes).toHaveLength(3);
  expect(data.concatenate(catsFirst, { ...dataset([]), labels: null }).classes).toEqual([]);
});
