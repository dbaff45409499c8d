// Values of random types passed to everything that the addon exports: it may only throw.
import path from 'node:path';
import { torch } from 'tadpole';
import { nativeExports, randomIntegers, registeredExports } from './bindings';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();

/** Values of every JavaScript type, live and disposed tensors, and objects that are not what they look like. */
function makeGarbage(): unknown[] {
  const disposed = torch.ones([1]);
  disposed.dispose();
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  return [
    undefined,
    null,
    true,
    0,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    10n,
    2n ** 70n,
    '',
    'cpu',
    'float32',
    'add',
    'Tensor',
    '\u0000',
    Symbol('x'),
    {},
    [],
    [1, 'a', null],
    [[]],
    new Date(0),
    /x/,
    () => 1,
    () => {
      throw new Error('thrown by the callback');
    },
    new Uint8Array(3),
    new Float32Array(2),
    new ArrayBuffer(8),
    new DataView(new ArrayBuffer(8)),
    new Map(),
    new Proxy({}, {}),
    revoked.proxy,
    {
      get x() {
        throw new Error('thrown by a getter');
      },
    },
    torch.ones([2, 2]),
    torch.tensor([1n]),
    disposed,
    new torch.Generator(),
    Object.create(torch.Tensor.prototype),
    Object.create(null),
    [torch.ones([2])],
    { alpha: 2 },
    Promise.resolve(1).constructor,
  ];
}

/** Exports that are not called, because a valid call would end or change this test, or those after it in the process. */
const leftAlone = new Set([
  'register',
  'setNumThreads',
  'setMemoryLimit',
  'setMachineMemory',
  'endOnSignals',
  'restoreSignals',
]);

// Some exports create files with the names that they are given.
const home = process.cwd();
beforeAll(() => process.chdir(path.dirname(inFolder('here'))));
afterAll(() => process.chdir(home));

test('a binding that was not registered throws instead of crashing', () => {
  const native = nativeExports();
  const random = randomIntegers(1);
  const garbage = makeGarbage();
  for (const [name, fn] of Object.entries(native)) {
    if (leftAlone.has(name)) continue;
    for (let i = 0; i < 200; i++) {
      const inputs = Array.from({ length: random(5) }, () => garbage[random(garbage.length)]);
      try {
        fn(...inputs);
      } catch (error) {
        expect(error).toHaveProperty('message');
      }
    }
  }
});

test('every exported function survives garbage', () => {
  const native = registeredExports();
  const random = randomIntegers(2);
  const own = native.fromTypedArray?.(new Float32Array(4), 'float32', [2, 2]);
  const garbage = [...makeGarbage(), own, own, [own]];
  let calls = 0;
  for (const [name, fn] of Object.entries(native)) {
    if (leftAlone.has(name)) continue;
    for (let i = 0; i < 300; i++, calls++) {
      const inputs = Array.from({ length: random(6) }, () => garbage[random(garbage.length)]);
      try {
        fn.apply(random(4) === 0 ? garbage[random(garbage.length)] : undefined, inputs);
      } catch (error) {
        expect(error).toHaveProperty('message');
      }
    }
  }
  expect(calls).toBeGreaterThan(9_000);
});

test('every operator overload survives arguments of the wrong types', () => {
  const random = randomIntegers(3);
  const garbage = makeGarbage();
  for (const [name, overload] of torch.operatorNames()) {
    const operator = torch.ops.aten[name]?.[overload];
    for (let i = 0; i < 3; i++) {
      const inputs = Array.from({ length: 1 + random(5) }, () => garbage[random(garbage.length)]);
      // A first argument that no schema takes: the call must not get as far as a kernel.
      expect(() => operator?.(Symbol('x'), ...inputs)).toThrow();
    }
  }
});

test('tensors of another binding are refused', () => {
  const native = registeredExports();
  expect(() => native.shape?.(torch.ones([1]))).toThrow(/must be a Tensor/);
});
