// torch.save and torch.load: values survive a round trip, Python's checkpoints are read, anything else is refused with a remedy.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Tensor, torch } from 'tadpole';
import { forEachDamage } from './damage';
import { temporaryFolder } from './temporary';

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();
const checkpoint = (name: string) => join(__dirname, '..', 'fixtures', 'checkpoints', name);

describe('a safetensors file', () => {
  test.each([
    'float64',
    'float32',
    'float16',
    'bfloat16',
    'int64',
    'int32',
    'int16',
    'int8',
    'uint8',
    'bool',
    'uint16',
    'uint32',
    'uint64',
    'complex64',
    'float8_e4m3fn',
    'float8_e5m2',
  ] as const)('keeps %s', (dtype) => {
    const values = torch.tensor([0, 1, 1, 0, 1, 0]).to(dtype).reshape([2, 3]);
    torch.save({ values }, inFolder('dtype.safetensors'));
    const loaded = torch.load(inFolder('dtype.safetensors')).values as Tensor;
    expect([loaded.dtype, loaded.shape]).toEqual([dtype, [2, 3]]);
    expect(torch.equal(loaded.view('uint8'), values.view('uint8'))).toBe(true);
  });

  test('keeps single values, empty tensors, the order of names, and names of any kind', () => {
    const dict = {
      flag: torch.tensor(true),
      empty: torch.zeros([0, 4]),
      single: torch.tensor(2.5, { dtype: 'float64' }),
      'dötted.näme': torch.ones([1]),
      __proto__x: torch.ones([2]),
    };
    torch.save(dict, inFolder('odd.safetensors'));
    const loaded = torch.load(inFolder('odd.safetensors'));
    expect(Object.keys(loaded)).toEqual(Object.keys(dict));
    expect(loaded.empty?.shape).toEqual([0, 4]);
    expect(loaded.single?.shape).toEqual([]);
    expect(loaded.single?.item()).toBe(2.5);
    expect(loaded.flag?.item()).toBe(true);
  });

  test('holds what views show, not what lies under them', () => {
    const base = torch.arange(6).reshape([2, 3]);
    torch.save({ transposed: base.t(), part: base.select(1, 2) }, inFolder('views.safetensors'));
    const { transposed, part } = torch.load(inFolder('views.safetensors'));
    expect(transposed?.tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(part?.tolist()).toEqual([2, 5]);
  });

  test('carries notes, which are read without the tensors', () => {
    const options = { metadata: { step: '200', note: 'ü' } };
    torch.save({ x: torch.zeros([2, 3]).to('bfloat16') }, inFolder('notes.safetensors'), options);
    expect(torch.describeFile(inFolder('notes.safetensors'))).toEqual({
      metadata: { format: 'pt', step: '200', note: 'ü' },
      tensors: { x: { dtype: 'bfloat16', shape: [2, 3] } },
    });
  });

  test('aligns its data to eight bytes', () => {
    torch.save(
      {
        byte: torch.zeros([1], { dtype: 'uint8' }),
        double: torch.zeros([1], { dtype: 'float64' }),
      },
      inFolder('aligned.safetensors'),
    );
    const content = readFileSync(inFolder('aligned.safetensors'));
    const headerBytes = Number(content.readBigUInt64LE());
    const header = JSON.parse(content.toString('utf8', 8, 8 + headerBytes));
    expect(headerBytes % 8).toBe(0);
    expect(header.double.data_offsets).toEqual([0, 8]);
  });

  test('can be written in another thread', async () => {
    await torch.saveAsync({ x: torch.tensor([1, 2]) }, inFolder('async.safetensors'));
    expect(torch.load(inFolder('async.safetensors')).x?.tolist()).toEqual([1, 2]);
    const missing = join(inFolder('nowhere'), 'x.safetensors');
    await expect(torch.saveAsync({}, missing)).rejects.toThrow('does not exist; create it first');
  });
});

describe('saving fails before anything is written', () => {
  const refused = (dict: unknown) => () =>
    torch.save(dict as torch.StateDict, inFolder('refused.safetensors'));

  test('for what is no tensor', () => {
    const disposed = torch.ones([1]);
    disposed.dispose();
    expect(refused({ epoch: 3 })).toThrow("'epoch' must be a Tensor, got number");
    expect(refused({ model: { x: torch.ones([1]) } })).toThrow('nested values must be flattened');
    expect(refused({ gone: disposed })).toThrow("'gone' must be a Tensor, got a disposed one");
    expect(refused({ wide: torch.ones([1]).to('complex128') })).toThrow(
      'of dtype complex128; convert it with to()',
    );
    expect(refused({ sparse: torch.eye(2).toSparse() })).toThrow('only dense tensors can be written');
    expect(existsSync(inFolder('refused.safetensors'))).toBe(false);
  });

  test('for a folder that is missing or a name that is a folder, and leaves no temporary file', () => {
    mkdirSync(inFolder('taken.safetensors'));
    expect(() => torch.save({}, inFolder('taken.safetensors'))).toThrow('it is a folder; name a file');
    expect(() => torch.save({}, join(inFolder('missing'), 'x.pt'))).toThrow('create it first');
    expect(readdirSync(dirname(inFolder('x'))).filter((name) => name.includes('.tmp-'))).toEqual([]);
  });

  test('and keeps the file that was there', () => {
    torch.save({ x: torch.tensor(1) }, inFolder('kept.safetensors'));
    const sparse = { x: torch.eye(2).toSparse() };
    expect(() => torch.save(sparse, inFolder('kept.safetensors'))).toThrow();
    expect(torch.load(inFolder('kept.safetensors')).x?.item()).toBe(1);
  });
});

describe('a damaged safetensors file is refused:', () => {
  const x = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  test.each<[why: string, header: unknown, dataBytes: number, message: string]>([
    ['no JSON', '{"x": ', 0, 'its header is not JSON'],
    ['no object', '{}{}', 0, 'its header is not JSON'],
    ['an unknown dtype', { x: { ...x, dtype: 'F7' } }, 8, 'its tensor \'x\' has the unknown dtype "F7"'],
    ['a negative size', { x: { ...x, shape: [-2] } }, 8, "the shape of its tensor 'x' is damaged"],
    ['a fractional size', { x: { ...x, shape: [0.5] } }, 8, "the shape of its tensor 'x' is damaged"],
    ['one offset', { x: { ...x, data_offsets: [0] } }, 8, "the offsets of its tensor 'x' are damaged"],
    ['a wrong size', { x: { ...x, shape: [3] } }, 8, 'float32 [3] needs 12 bytes, its offsets span 8'],
    ['offsets turned round', { x: { ...x, data_offsets: [8, 0] } }, 8, 'its offsets span -8'],
    ['an overlap', { x, y: { ...x, data_offsets: [4, 12] } }, 12, "its tensor 'y' overlaps another one"],
    ['a gap', { x, y: { ...x, data_offsets: [12, 20] } }, 20, "there is a gap before its tensor 'y'"],
    ['too little data', { x }, 7, 'its tensors need 8 bytes of data, but it has 7'],
    ['too much data', { x }, 9, 'it has 1 bytes after its last tensor'],
    ['notes that are no strings', { __metadata__: { step: 3 } }, 0, 'holds something other than strings'],
    [
      'an absurd shape',
      { x: { ...x, shape: [2 ** 40, 2 ** 40], data_offsets: [0, 2 ** 52] } },
      8,
      'its offsets span',
    ],
  ])('%s', (_, header, dataBytes, message) => {
    const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    writeFileSync(inFolder('bad.safetensors'), Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
    expect(() => torch.load(inFolder('bad.safetensors'))).toThrow(message);
    expect(() => torch.load(inFolder('bad.safetensors'))).toThrow('bad.safetensors');
  });

  test('a header longer than the file', () => {
    const content = Buffer.alloc(16, '{');
    content.writeBigUInt64LE(1000n);
    writeFileSync(inFolder('bad.safetensors'), content);
    expect(() => torch.load(inFolder('bad.safetensors'))).toThrow(
      'should end at byte 1008, but the file has 16',
    );
  });
});

describe("a checkpoint of Python's torch.save", () => {
  interface Checkpoint {
    model: torch.StateDict;
    optimizer: {
      state: Record<string, { exp_avg: Tensor }>;
      param_groups: { lr: number; betas: number[] }[];
    };
    views: [Tensor, Tensor];
  }

  test.each(['nested.pt', 'protocol5.pt'])('is read with its dicts, lists and plain values: %s', (file) => {
    const { model, optimizer, views, ...plain } = torch.load<Checkpoint>(checkpoint(file));
    expect(plain).toEqual({
      epoch: 3,
      big: 2n ** 70n,
      loss: 0.25,
      done: false,
      note: null,
      names: ['ü', Uint8Array.of(0, 255)],
      size: [2, 3],
      dtype: 'bfloat16',
      device: 'cpu',
      ordered: { 2: 'two', a: 'b' },
    });
    expect(Object.keys(model)).toEqual(['weight', 'bias']);
    expect(optimizer.param_groups[0]).toMatchObject({ lr: 0.5, betas: [0.9, 0.999] });
    expect(optimizer.state[0]?.exp_avg.shape).toEqual([1, 2]);
    expect(views.map((view) => view.tolist())).toEqual([
      [2, 3, 4],
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
    ]);
  });

  test('keeps the sharing of storages', () => {
    const [part, transposed] = torch.load<Checkpoint>(checkpoint('nested.pt')).views;
    part.fill_(9);
    expect(transposed.tolist()).toEqual([
      [0, 9],
      [1, 9],
      [9, 5],
    ]);
  });

  test('is read when it was written without checksums', () => {
    expect(Object.keys(torch.load(checkpoint('without_checksums.pt')))).toEqual(['weight', 'bias']);
  });

  test('is refused with the remedy when it holds Python objects, or has the old format', () => {
    expect(() => torch.load(checkpoint('whole_module.pt'))).toThrow(
      /Python object of 'torch.nn.modules.linear.Linear'.*torch.save\(model.state_dict\(\), path\)/,
    );
    expect(() => torch.load(checkpoint('before_1_6.pt'))).toThrow(/from before PyTorch 1.6.*save it again/);
    expect(() => torch.load(checkpoint('many_arguments.pt'))).toThrow(/TorchScript module.*torch.jit.load/);
  });
});

describe('a foreign file is refused for what it is:', () => {
  test.each([
    ['a git-lfs pointer', 'version https://git-lfs.github.com/spec/v1\n', 'git lfs pull'],
    ['a web page', '<!DOCTYPE html><html></html>', 'download it again'],
    ['Keras weights', '\x89HDF\r\n\x1a\n', 'save_file'],
    ['a NumPy array', '\x93NUMPY\x01\x00', 'from_numpy'],
    ['a gzip file', '\x1f\x8b\x08', 'gunzip'],
    ['a pickle', '\x80\x04K\x01.', 'save it with torch.save'],
    ['text', 'weights', 'neither a safetensors file nor'],
    ['nothing', '', 'it is empty'],
    ['another zip archive', `PK\x05\x06${'\0'.repeat(18)}`, 'neither a safetensors file nor'],
  ])('%s', (_, content, message) => {
    writeFileSync(inFolder('foreign'), content, 'latin1');
    expect(() => torch.load(inFolder('foreign'))).toThrow(message);
  });

  test('a missing file, a folder, a device without a GPU', () => {
    expect(() => torch.load(inFolder('absent.pt'))).toThrow('there is no file');
    expect(() => torch.load(dirname(inFolder('x')))).toThrow('it is not a regular file');
    expect(() => torch.load(checkpoint('nested.pt'), { device: 'gpu' })).toThrow("unknown device 'gpu'");
  });
});

test('damage of any kind gives an error or a state dict, never a crash', () => {
  torch.save(
    {
      x: torch.ones([3, 2]),
      y: torch.tensor(1),
      z: torch.zeros([0]),
    },
    inFolder('whole.safetensors'),
  );
  const sources = [
    inFolder('whole.safetensors'),
    checkpoint('nested.pt'),
    checkpoint('without_checksums.pt'),
  ];
  const before = torch.memory();
  let refused = 0;
  for (const source of sources) {
    forEachDamage(source, inFolder('damaged'), 300, () =>
      torch.scope(() => {
        try {
          torch.load(inFolder('damaged'));
        } catch (error) {
          refused += 1;
          expect((error as Error).message).toContain(inFolder('damaged'));
        }
        return null;
      }),
    );
  }
  expect(refused).toBeGreaterThan(500);
  expect(torch.memory()).toEqual(before);
});
