// State dicts: what is copied, and the errors when they do not fit.
import { nn, type Tensor, torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

const network = () => new nn.Sequential(new nn.Linear(2, 3), new nn.BatchNorm1d(3));

test('values are copied, converted to the module dtype, and the source stays its own', () => {
  const target = network();
  const source = Object.fromEntries(
    Object.entries(network().stateDict()).map(([name, tensor]) => [
      name,
      torch.onesLike(tensor).to('float64'),
    ]),
  );
  expect(target.loadStateDict(source)).toEqual({ missing: [], unexpected: [] });
  expect(target.stateDict()['0.weight']?.dtype).toBe('float32');
  (source['0.weight'] as Tensor).zero_();
  expect(target.stateDict()['0.weight']?.detach().tolist()).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
});

test('every missing, unexpected and misshapen key is listed, and nothing is changed', () => {
  const target = network();
  const before = target.stateDict()['0.bias']?.detach().tolist();
  const { '0.weight': _, ...rest } = network().stateDict();
  const broken = {
    ...rest,
    '0.bias': torch.zeros([3]),
    '1.weight': torch.zeros([4]),
    extra: torch.zeros([1]),
  };
  expect(() => target.loadStateDict(broken)).toThrow(
    [
      'Sequential.loadStateDict: the state dict does not fit',
      '  missing: 0.weight',
      '  unexpected: extra',
      '  1.weight: expected shape [3], got [4]',
    ].join('\n'),
  );
  expect(target.stateDict()['0.bias']?.detach().tolist()).toEqual(before);
});

test('not strict: fitting keys are copied and the others reported', () => {
  const result = network().loadStateDict(
    { '0.bias': torch.ones([3]), extra: torch.zeros([1]) },
    { strict: false },
  );
  expect(result.unexpected).toEqual(['extra']);
  expect(result.missing).toContain('0.weight');
});

test('a value that is no tensor is named', () => {
  const dict = { ...network().stateDict(), '0.bias': [1, 2, 3] as unknown as Tensor };
  expect(() => network().loadStateDict(dict)).toThrow('0.bias: expected a Tensor, got an array of 3');
});
