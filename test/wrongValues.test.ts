// Wrong kinds of values into functions that are written in TypeScript: the error names the argument and what was given.
import { data, defineRecipe, gan, images, metrics, nn, optim, run, torch } from 'tadpole';

const given = (value: unknown) => value as never;
const optimizer = new optim.SGD([new nn.Parameter(torch.ones([2]))], { lr: 0.1 });
const bare = Object.create(null);
const latent = { shape: [2], distribution: 'normal' } as const;
const latents = torch.ones([3, 2]);
const rows = { vectors: torch.ones([1, 2]) };
const real = { images: torch.ones([2, 4]) };
const bytes = torch.zeros([2, 1, 4, 4], { dtype: 'uint8' });
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
  [() => run.readConfig(given(null)), "argument 'path' must name a file, got null"],
  [() => run.readEvents(given(3)), "readEvents: argument 'path' must name a file, got number 3"],
  [() => new run.EventLog(given(undefined)), "EventLog: argument 'path' must name a file, got undefined"],
  [() => new run.RunFolder(given({})), "RunFolder: argument 'path' must name a file, got an object"],
  [() => run.listCheckpoints(given(3)), "listCheckpoints: argument 'path' must name a file, got number 3"],
  [() => run.loadLatestCheckpoint(given(3)), "argument 'path' must name a file, got number 3"],
  [() => run.readCheckpoint(given(3)), "readCheckpoint: argument 'path' must name a file, got number 3"],
  [
    () => run.saveCheckpoint(given(3), 1, {}),
    "saveCheckpoint: argument 'path' must name a file, got number 3",
  ],
  [() => run.writeTensorBoard(given(3), 'never'), "argument 'path' must name a file, got number 3"],
  [() => run.overviewOf(given('x'), {}, 0), "argument 'folder' must be an object with status, lockFile"],
  [() => run.bestOf(given('x'), {}), "argument 'folder' must be an object with events, got string 'x'"],
  [() => defineRecipe(given(null)), 'defineRecipe: expected an object that defines a recipe, got null'],
  [
    () => metrics.frechetDistance(given(latents), given(latents)),
    "FID: argument 'first' must be mean and covariance",
  ],
  [() => metrics.kernelDistance(given(null), latents), "KID: argument 'first' must be a Tensor, got null"],
  [() => metrics.sourceOf(bytes, null, [0, 2]), 'positions: expected whole numbers from 0 to 1, got 2'],
  [() => metrics.sourceOf(bytes, null, given(1)), "argument 'positions' must be an array, got number 1"],
  [() => metrics.sourceOf(bytes, given('x')), "argument 'labels' must be a Tensor, got string 'x'"],
  [() => metrics.sourceOf(bytes, torch.ones([2])), 'labels: expected int64 of shape [2], got float32 [2]'],
  [() => metrics.noise(0, [1, 4, 4]), 'noise: count: expected a whole number of at least 1, got 0'],
  [() => metrics.noise(1, given([4, 4])), 'noise: shape: expected [channels, height, width], got [4, 4]'],
  [() => metrics.relativeFid(given(undefined)), 'relative FID: options must be an object'],
  [
    () => metrics.relativeFid({ samples: Number.NaN, floor: 1, control: 2 }),
    'relative FID: samples: expected a finite number of at least 0, got NaN',
  ],
  [
    () => metrics.relativeFid(given({ samples: 1, floor: '1', control: 2 })),
    "floor: expected a finite number of at least 0, got string '1'",
  ],
  [() => metrics.nearestPicture(given(3), { images: bytes }, []), "'samples' must be a source of images"],
  [
    () => metrics.nearestPicture(metrics.sourceOf(bytes), given({}), []),
    "'reals' must be an object with images",
  ],
  [
    () => metrics.nearestPicture(metrics.sourceOf(bytes), { images: bytes }, []),
    'pairs: there are none to draw',
  ],
  [
    () =>
      metrics.nearestPicture(metrics.sourceOf(bytes), { images: bytes }, [
        { sample: 0, training: 2, distance: 1 },
      ]),
    'pairs: training: expected a whole number from 0 to 1, got 2',
  ],
  [() => metrics.compare(given({}), given({})), "argument 'first' must be a result of metrics.evaluate"],
  [
    () => metrics.compare(given({ values: null, protocol: {} }), given({ values: {}, protocol: {} })),
    "argument 'first' must be a result of metrics.evaluate, got an object",
  ],
  [() => gan.SavedGenerator.load(given(3)), "argument 'path' must name a file, got number 3"],
  [() => gan.networks.drawnClass(given(3), 1), "argument 'latents' must be a Tensor, got number 3"],
  [() => gan.networks.withDrawnClass(given(3), 1), 'latent.shape: expected whole numbers'],
  [() => gan.networks.premultiply(given(3)), "argument 'images' must be a Tensor, got number 3"],
  [
    () => gan.networks.initialize_(given(3), 1),
    "argument 'layer' must be an object with weight, got number 3",
  ],
  [() => new gan.networks.SkipGenerator(4, given(3)), 'SkipGenerator: options must be an object'],
  [
    () => new gan.networks.SkipDiscriminator({ size: 24, imageChannels: 3, channels: 8 }),
    'SkipDiscriminator: size: expected a power of two, at least 16, got 24',
  ],
  [() => gan.diffAugment().apply(given(3), given(undefined)), "'images' must be a Tensor, got number 3"],
  [() => gan.ada().apply(given(3)), "ada: argument 'images' must be a Tensor, got number 3"],
  [() => gan.augmentations.cutOut(given(3), given({})), "argument 'images' must be a Tensor, got number 3"],
  [() => gan.augmentations.cutOut(latents, given({})), "'squares' must be an object with top, left, height"],
  [() => gan.augmentations.translate(latents, given(1), latents), "'down' must be a Tensor, got number 1"],
  [() => gan.augmentations.changeColour(latents, given(1)), "'change' must be an object with grey, chroma"],
  [() => gan.augmentations.sampleAffine(latents, given(1)), "'map' must be an object with linear, offset"],
  [() => gan.moveAlong(given(null), latents, rows, new Map()), 'latent.shape: expected whole numbers'],
  [() => gan.moveAlong(latent, given([1]), rows, new Map()), "'latents' must be a Tensor, got an array of 1"],
  [() => gan.moveAlong(latent, latents, given(3), new Map()), 'must be an object with vectors, got number 3'],
  [() => gan.moveAlong(latent, latents, rows, given({ 0: 1 })), "argument 'amounts' must be a Map"],
  [() => gan.moveAlong(latent, latents, rows, new Map([[0, given('x')]])), "direction 1, got string 'x'"],
  [
    () => gan.moveAlong(latent, latents, { vectors: torch.ones([1, 3]) }, new Map()),
    'directions.vectors: expected rows of the 2 values of a latent, got shape [1, 3]',
  ],
  [() => gan.principalDirections(given(undefined)), "'sampler' must be an object with latent, classes"],
  [() => gan.interpolateLatents(latent, given(null), 1), "argument 'stops' must be a Tensor, got null"],
  [() => gan.latentPlane(latent, given(null), 2), "argument 'latents' must be a Tensor, got null"],
  [() => gan.labelsOf(given(null), 2, 0, 'cpu'), "argument 'names' must be an array, got null"],
  [() => gan.labelsOf(['a'], given(undefined), 0, 'cpu'), 'count: expected a whole number of at least 0'],
  [() => gan.labelsOf(['a'], 2, given([null]), 'cpu'), 'expected names or numbers of classes, got null'],
  [() => gan.classPath(given('01'), 2, 1, false), "argument 'stops' must be an array, got string '01'"],
  [() => gan.classPath([0, 2], 2, 1, false), 'two or more numbers of classes from 0 to 1, got [0, 2]'],
  [() => gan.readCard('x.pt', given(null)), "argument 'script' must be an object with extraFiles"],
  [() => new gan.Watch(given(null), latents), "argument 'trainer' must be an object with batchSpec"],
  [
    () => new gan.WeightAverage(given(null), new nn.Linear(1, 1), 0.9),
    'average.network: expected an nn.Module',
  ],
  [
    () => new gan.WeightAverage(new nn.Linear(1, 1), given({}), 0.9),
    'source: expected an nn.Module, got an object',
  ],
  [() => gan.predict(given('x'), latents), "predict: network: expected an nn.Module, got string 'x'"],
  [
    () => gan.interpolatedGradientPenalty(given(1), real, real),
    "'discriminator' must be a function, got number 1",
  ],
  [() => gan.interpolatedGradientPenalty(() => given(1), real, real), 'to return a tensor, got number 1'],
  [
    () => gan.interpolatedGradientPenalty(() => latents, given(1), real),
    'reals: expected a tensor of images or',
  ],
  [
    () => gan.repeat(Number.POSITIVE_INFINITY, given({})),
    'times: expected a whole number of at least 0, got Infinity',
  ],
  [
    () => gan.repeat(2, given(undefined)),
    "argument 'phase' must be an object with name, network, accumulate",
  ],
  [() => data.locate(given(null), ['x']), "argument 'entry' must be an object with name, source, got null"],
  [() => data.locate(data.find('mnist'), given('x')), "argument 'names' must be an array, got string 'x'"],
  [
    () => data.locate(data.find('mnist'), [given(3)]),
    "argument 'names' must hold names of files, got number 3",
  ],
  [
    () => data.locate(data.find('mnist'), ['x'], { directory: given(3) }),
    'directory: expected a path, got number 3',
  ],
];

test.each(ATTEMPTS.map(([attempt, message]) => ({ attempt, message })))(
  '$message',
  ({ attempt, message }) => {
    expect(attempt).toThrow(message);
  },
);

const LATER: [attempt: () => Promise<unknown>, message: string][] = [
  [() => run.train(given(null)), "run.train: argument 'recipe' must be an object with name"],
  [() => metrics.extract(given(3), given(3)), "extract: argument 'network' must be a feature network"],
  [() => metrics.measureOnce(given(3), given(3), 0), "'network' must be an object with hash, input, size"],
  [() => metrics.classifierFeatures(given(3)), "argument 'dataset' must be a dataset"],
];

test.each(LATER.map(([attempt, message]) => ({ attempt, message })))(
  '$message',
  async ({ attempt, message }) => {
    await expect(attempt()).rejects.toThrow(message);
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
