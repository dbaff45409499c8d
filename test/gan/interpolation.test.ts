// Paths through the latent space: they meet their stops exactly and keep to the great circle, or to the straight line.
import { gan, type Tensor, torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

const NORMAL = { shape: [2], distribution: 'normal' } as const;
const UNIFORM = { shape: [2], distribution: 'uniform' } as const;

const path = (spec: gan.LatentSpec, stops: number[][], between: number, closed = false): number[][] =>
  torch.scope(
    () => gan.interpolateLatents(spec, torch.tensor(stops), between, { closed }).tolist() as number[][],
  );

function expectPath(got: number[][], wanted: number[][]): void {
  expect(got).toHaveLength(wanted.length);
  for (const [i, row] of wanted.entries()) {
    for (const [j, value] of row.entries()) expect(got[i]?.[j]).toBeCloseTo(value, 6);
  }
}

test('normal latents turn by equal angles on the great circle', () => {
  const steps = [0, 1, 2, 3].map((step) => (step * Math.PI) / 6);
  expectPath(
    path(
      NORMAL,
      [
        [2, 0],
        [0, 2],
      ],
      2,
    ),
    steps.map((angle) => [2 * Math.cos(angle), 2 * Math.sin(angle)]),
  );
});

test('uniform latents go straight', () => {
  expectPath(
    path(
      UNIFORM,
      [
        [1, 0],
        [0, -1],
      ],
      1,
    ),
    [
      [1, 0],
      [0.5, -0.5],
      [0, -1],
    ],
  );
});

test('normal latents of 100 values keep their length on the way, which the straight line does not', () => {
  torch.scope(() => {
    const lengths = (distribution: 'normal' | 'uniform'): number[] => {
      const stops = gan.latentsOfSeeds({ shape: [100], distribution: 'normal' }, [1, 2]);
      const latents = gan.interpolateLatents({ shape: [100], distribution }, stops, 7);
      return latents.square().sum([1]).sqrt().tolist() as number[];
    };
    const [round, straight] = [lengths('normal'), lengths('uniform')];
    const ends = [round[0] as number, round.at(-1) as number];
    for (const length of round) expect(length).toBeGreaterThan(0.97 * Math.min(...ends));
    expect(straight[4]).toBeLessThan(0.8 * Math.min(...ends));
  });
});

test('an open path ends at its last stop, a closed one returns to before the first', () => {
  const stops = [
    [1, 0],
    [0, 1],
    [-1, 0],
  ];
  const open = path(NORMAL, stops, 3);
  expect(open).toHaveLength(2 * 4 + 1);
  expect([open[0], open[4], open[8]]).toEqual(stops);
  const closed = path(UNIFORM, stops, 1, true);
  expectPath(closed, [
    [1, 0],
    [0.5, 0.5],
    [0, 1],
    [-0.5, 0.5],
    [-1, 0],
    [0, 0],
  ]);
});

test('a closed path of two stops leads there and the same way back', () => {
  const closed = path(
    NORMAL,
    [
      [1, 0.2],
      [-0.3, 2],
    ],
    3,
    true,
  );
  expect(closed).toHaveLength(8);
  for (const step of [1, 2, 3]) expectPath([closed[8 - step] as number[]], [closed[step] as number[]]);
});

test.each([
  [
    'the same vector twice',
    [
      [3, 4],
      [3, 4],
    ],
    [3, 4],
  ],
  [
    'parallel vectors',
    [
      [1, 1],
      [3, 3],
    ],
    [2, 2],
  ],
  [
    'vectors that differ by rounding',
    [
      [1, 1],
      [1, 1.0000001],
    ],
    [1, 1],
  ],
  [
    'opposite vectors',
    [
      [1, 2],
      [-1, -2],
    ],
    [0, 0],
  ],
  [
    'a zero vector',
    [
      [0, 0],
      [0, 2],
    ],
    [0, Math.SQRT2],
  ],
])('%s have a finite path between', (_, stops, middle) => {
  const got = path(NORMAL, stops, 1);
  expectPath(got, [stops[0] as number[], middle, stops[1] as number[]]);
});

test('several paths run beside each other, each as it would alone; latents of any shape', () => {
  torch.scope(() => {
    const spec = { shape: [4, 1, 1], distribution: 'normal' } as const;
    const stops = gan.seededLatents(spec, 6, 1).reshape([3, 2, 4, 1, 1]);
    const both = gan.interpolateLatents(spec, stops, 2);
    expect(both.shape).toEqual([7, 2, 4, 1, 1]);
    const alone = gan.interpolateLatents(spec, stops.select(1, 1), 2);
    expect(alone.dtype).toBe('float32');
    expect(both.select(1, 1).sub(alone).abs().max().item()).toBe(0);
  });
});

test.each([
  ['one stop', () => torch.zeros([1, 2]), 3, 'K of at least 2, got [1, 2]'],
  ['another shape', () => torch.zeros([3, 5]), 3, 'expected shape [K, 2] with K of at least 2, got [3, 5]'],
  ['no batch', () => torch.zeros([2]), 3, 'got [2]'],
  ['half a frame', () => torch.zeros([2, 2]), 0.5, 'between: expected a whole number of at least 0, got 0.5'],
])('%s is refused', (_, stops: () => Tensor, between, message) => {
  torch.scope(() => expect(() => gan.interpolateLatents(NORMAL, stops(), between)).toThrow(message));
});

test('no tensor is left behind', () => {
  torch.scope(() => {
    const stops = torch.randn([3, 2]);
    const before = torch.memory().tensors;
    gan.interpolateLatents(NORMAL, stops, 5).dispose();
    expect(torch.memory().tensors).toBe(before);
  });
});
