// Seeds and generator states.
import { torch } from 'tadpole';

test('the same seed gives the same numbers, as in PyTorch', () => {
  torch.manualSeed(0);
  const first = torch.randn([2]).tolist();
  torch.manualSeed(0);
  expect(torch.randn([2]).tolist()).toEqual(first);
  expect(first).toEqual(
    [Math.fround(1.540996), Math.fround(-0.2934289)].map((value) => expect.closeTo(value, 6)),
  );
});

test.each<[seed: number | bigint, initial: bigint]>([
  [-1, 2n ** 64n - 1n],
  [2n ** 64n - 1n, 2n ** 64n - 1n],
  [2n ** 63n, 2n ** 63n],
  [-(2n ** 63n), 2n ** 63n],
  [-0, 0n],
])('a seed is any integer of 64 bits, as in PyTorch: %p', (seed, initial) => {
  expect(new torch.Generator({ seed }).initialSeed()).toBe(initial);
  torch.manualSeed(seed);
  expect(torch.defaultGenerator().initialSeed()).toBe(initial);
});

test.each<[seed: unknown, message: string]>([
  [2n ** 64n, "argument 'seed' must be from -2^63 to 2^64 - 1, got 18446744073709551616n"],
  [-(2n ** 63n) - 1n, 'got -9223372036854775809n'],
  [2 ** 53, 'give integers beyond 2^53 as bigints'],
  [1.5, "argument 'seed' must be an integer, got number 1.5"],
  ['1', "got string '1'"],
  [null, 'got null'],
])('%p is no seed', (seed, message) => {
  expect(() => torch.manualSeed(seed as number)).toThrow(message);
  expect(() => new torch.Generator({ seed: seed as number })).toThrow(message);
});

test('a generator is independent of the default one', () => {
  const generator = new torch.Generator({ seed: 5 });
  const first = torch.rand([3], { generator }).tolist();
  torch.manualSeed(1);
  torch.rand([7]);
  expect(torch.rand([3], { generator: generator.manualSeed(5) }).tolist()).toEqual(first);
  expect(generator.initialSeed()).toBe(5n);
});

test('a state continues where it was taken', () => {
  for (const generator of [new torch.Generator({ seed: 1 }), torch.defaultGenerator()]) {
    torch.randn([3], { generator });
    const state = generator.getState();
    const next = torch.randn([5], { generator }).tolist();
    expect(torch.randn([5], { generator: generator.setState(state) }).tolist()).toEqual(next);
  }
});

test.each([
  [() => torch.manualSeed(1.5), /'seed' must be an integer, got number 1.5/],
  [() => new torch.Generator({ device: 'x' }), /unknown device 'x'/],
  [() => new torch.Generator().setState(torch.ones([1])), /RNG|ByteTensor|state/i],
  [() => torch.rand([1], { generator: {} as never }), /'generator' must be Generator or null, got an object/],
])('misuse %# is explained', (attempt, message) => {
  expect(attempt).toThrow(message);
});
