// torch.save of nested values: what a .pt file keeps and what is refused. That Python opens it: test/parity/exports.
import { existsSync, readFileSync } from 'node:fs';
import { torch } from 'tadpole';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();

const DTYPES = [
  ...['float32', 'float64', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'],
  ...['uint16', 'uint32', 'uint64', 'complex64', 'complex128', 'float8_e4m3fn', 'float8_e5m2'],
] as torch.DType[];

describe('a .pt file', () => {
  test.each(DTYPES)('keeps dtype, shape and values of %s', (dtype) => {
    const path = inFolder(`${dtype}.pt`);
    const values = torch
      .tensor([
        [0, 1, 1],
        [1, 0, 1],
      ])
      .to(dtype);
    torch.save({ values }, path);
    const { values: loaded } = torch.load(path);
    expect(loaded?.dtype).toBe(dtype);
    torch.testing.assertClose(loaded?.to('complex128') as torch.Tensor, values.to('complex128'), {
      rtol: 0,
      atol: 0,
    });
  });

  test('keeps plain values as they are, nested to any depth', () => {
    const value = {
      epoch: 3,
      loss: 0.25,
      zero: -0,
      infinite: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      text: 'Fréchet 蛙',
      nothing: null,
      flags: [true, false],
      whole: [0, 255, 65_536, -1, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, -128, -129],
      deep: [[[{ a: [[]] }]], {}],
    };
    torch.save(value, inFolder('plain.pt'));
    expect(torch.load(inFolder('plain.pt'))).toEqual(value);
  });

  test('keeps integers beyond the exact numbers as bigints', () => {
    const value = { seeds: [2n ** 63n - 1n, -(2n ** 63n), 2n ** 100n] };
    torch.save(value, inFolder('bigint.pt'));
    expect(torch.load(inFolder('bigint.pt'))).toEqual(value);
  });

  test('holds Maps, whose keys may be numbers, as dicts; and any value at its top', () => {
    torch.save(
      new Map<string | number, torch.SavableValue>([
        [0, 'a'],
        ['b', 1],
      ]),
      inFolder('map.pt'),
    );
    expect(torch.load(inFolder('map.pt'))).toEqual({ 0: 'a', b: 1 });
    torch.save(torch.tensor([1, 2]), inFolder('tensor.pt'));
    expect(torch.load<torch.Tensor>(inFolder('tensor.pt')).tolist()).toEqual([1, 2]);
    torch.save([1, 'a'], inFolder('list.pt'));
    expect(torch.load(inFolder('list.pt'))).toEqual([1, 'a']);
  });

  test('writes a view as what it shows, and a tensor in two places once', () => {
    const base = torch.arange(0, 6).reshape([2, 3]);
    torch.save({ part: base.t().at('1:3'), again: [base, base] }, inFolder('views.pt'));
    const { part, again } = torch.load<{ part: torch.Tensor; again: torch.Tensor[] }>(inFolder('views.pt'));
    expect(part.tolist()).toEqual([
      [1, 4],
      [2, 5],
    ]);
    again[0]?.fill_(7);
    expect(again[1]?.at(0, 0).item()).toBe(7);
  });

  test('is written in another thread by saveAsync, byte for byte the same', async () => {
    const value = { x: torch.arange(0, 1000) };
    torch.save(value, inFolder('one.pt'));
    await torch.saveAsync(value, inFolder('two.pt'));
    expect(readFileSync(inFolder('two.pt'))).toEqual(readFileSync(inFolder('one.pt')));
  });
});

test('a .safetensors file says that its tensors are those of PyTorch', () => {
  torch.save({ x: torch.ones([1]) }, inFolder('x.safetensors'), { metadata: { epoch: '3' } });
  expect(torch.describeFile(inFolder('x.safetensors')).metadata).toEqual({ format: 'pt', epoch: '3' });
});

describe('what cannot be saved is refused before anything is written', () => {
  const given = (value: unknown) => value as torch.SavableValue;
  const disposed = torch.ones([1]);
  disposed.dispose();
  class Model {
    weight = 1;
  }

  test.each<[name: string, value: torch.SavableValue, message: string]>([
    ['undefined', given({ a: { b: undefined } }), "'a.b' is undefined; a file holds tensors, numbers"],
    ['a function', given([() => 1]), "'0' is a function"],
    ['an object with a class', given({ model: new Model() }), "'model' is an object of class Model"],
    ['a date', given(new Date(0)), 'the value is an object of class Date'],
    ['a disposed tensor', { old: disposed }, "'old' is a disposed Tensor"],
    ['a sparse tensor', { s: torch.eye(2).toSparse() }, "'s' is a sparse or quantized Tensor; use toDense()"],
    [
      'a key that is no name',
      given(new Map([[1.5, 1]])),
      'has the key number 1.5; keys are strings and whole numbers',
    ],
  ])('%s', (_, value, message) => {
    expect(() => torch.save(value, inFolder('refused.pt'))).toThrow(message);
    expect(existsSync(inFolder('refused.pt'))).toBe(false);
  });

  test('a value that holds itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => torch.save(given(loop), inFolder('refused.pt'))).toThrow(
      'is nested more than 500 levels deep',
    );
  });

  test.each(['weights', 'weights.bin', 'weights.json', 'weights.pt.zip'])('under the name %s', (name) => {
    expect(() => torch.save({}, inFolder(name))).toThrow(
      'must end in .safetensors (tensors by name) or in .pt',
    );
  });

  test('with path and value exchanged', () => {
    expect(() => torch.save('weights.pt', given({}) as never)).toThrow(
      'the value comes first: torch.save(value, path)',
    );
  });

  test('with metadata, which only .safetensors files have', () => {
    expect(() => torch.save({}, inFolder('refused.pt'), { metadata: { a: 'b' } })).toThrow(
      "option 'metadata' belongs to .safetensors files",
    );
  });
});
