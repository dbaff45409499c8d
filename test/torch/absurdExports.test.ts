// Absurd values of the right types passed to everything that the addon exports: it may only throw.
import { writeFileSync } from 'node:fs';
import { nn, type Tensor, torch } from 'tadpole';
import { type Native, randomIntegers, registeredExports } from './bindings';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();

/** Makes values of the right types that no caller would pass; new ones each time, because calls change them. */
function absurdValues(native: Native, random: (below: number) => number) {
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  const call = (name: string, overload: string, ...inputs: unknown[]) =>
    (native.operatorOverload?.(name, overload) as (...inputs: unknown[]) => unknown)?.(...inputs);
  const integer = () => pick([0, 1, 2, -1, 7, 2 ** 31, 2 ** 53 - 1, -(2n ** 63n), 2n ** 63n - 1n]);
  const flag = () => random(2) === 0;
  const dtype = () => pick(['float32', 'float16', 'int64', 'bool', 'complex64', 'quint8', 'bits8']);
  const device = () => pick(['cpu', 'meta', 'cpu:5', 'cuda:300', 'mps']);
  const list = (element: () => unknown): unknown[] =>
    random(40) === 0 ? new Array(2 ** 32 - 1) : Array.from({ length: pick([0, 1, 1, 2, 3, 70]) }, element);
  const sizes = () => pick([[4], [2, 2], [0], [], [7, 3], [1, 2, 3], list(integer)]);
  const tensor = (): unknown => {
    const options = { dtype: pick(['float32', 'float32', 'float64', 'int64', 'uint8', 'bool']) };
    const made = call('ones', '', pick([[4], [2, 2], [0], [], [1000], [3, 0]]), options);
    const kind = random(12);
    if (kind === 0) return call('to', 'dtype_layout', made, { device: 'meta' });
    if (kind === 1) return call('_to_sparse', '', made);
    if (kind > 6 && options.dtype.startsWith('float')) {
      native.setRequiresGrad?.(made, true);
      if (kind > 8) native.setGrad?.(made, call('ones_like', '', made));
      if (kind > 10) call('set_', 'source_Tensor', native.getGrad?.(made), call('ones', '', [1]));
    }
    return made;
  };
  const tensors = () => list(tensor);
  const buffer = (): unknown => {
    const bytes = new Uint8Array(pick([0, 4, 16, 5055, 5056, 5057]));
    if (random(4) === 0) structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return random(2) === 0 ? bytes : new Float32Array(pick([0, 4]));
  };
  const generator = (): unknown => {
    const made = {};
    native.generatorAttach?.(made, 'cpu', false);
    return made;
  };
  const state = () => {
    const length = pick([0, 3, 5055, 5057]);
    return native.fromTypedArray?.(new Uint8Array(length), 'uint8', [length]);
  };
  const script = (): unknown => {
    const made = {};
    native.scriptLoad?.(made, inFolder('module.pt'), null);
    if (random(8) === 0) native.scriptDispose?.(made);
    return made;
  };
  const region = () => ({
    offset: integer(),
    bytes: pick([0, 64, integer()]),
    crc32: pick([null, integer()]),
  });
  const view = () => ({
    storage: pick([0, integer()]),
    dtype: dtype(),
    shape: sizes(),
    ...(flag() ? { strides: sizes(), storageOffset: integer() } : {}),
  });
  const entries = (names: string, value: () => unknown) =>
    Object.fromEntries(names.split(' ').map((name) => [name, value()]));
  const columns = (): unknown => {
    const params = tensors();
    const state = () => (flag() ? params : tensors());
    return { params, ...entries('steps expAvgs expAvgSqs maxExpAvgSqs momentumBuffers sums', state) };
  };
  const options = () => ({
    ...entries('lr lrDecay beta1 beta2 weightDecay eps momentum dampening', () =>
      pick([0, 0.1, -1, Number.NaN, 1e308]),
    ),
    ...entries('amsgrad decoupledWeightDecay maximize nesterov isFirstStep', flag),
  });
  const text = () => pick(['forward', 'forward', 'add', '', 'x'.repeat(100_000), '\u0000']);
  const file = () => inFolder('written.bin');
  const nothing = () => undefined;
  const fn = () => () => 1;
  return {
    ...{ integer, flag, dtype, device, sizes, tensor, tensors, buffer, generator, state, script, text, file },
    ...{ nothing, fn, columns, options },
    source: () => inFolder('values.bin'),
    bytes: () => new Uint8Array(pick([0, 5])),
    regions: () => pick([[{ offset: 0, bytes: 64 }], [region()], list(region)]),
    views: () => pick([[view()], [view(), view()], list(view)]),
    extra: () => ({ note: text() }),
  };
}

/** The parameters of the exported functions, by the names in `absurdValues`. */
const signatures: Record<string, string> = {
  backward: 'tensors tensors nothing flag tensors',
  grad: 'tensors tensors tensors nothing flag flag',
  setGrad: 'tensor tensor',
  setRequiresGrad: 'tensor flag',
  withAutocast: 'device dtype flag fn',
  readTensors: 'source regions views',
  writeTensors: 'file bytes tensors',
  writeTensorsAsync: 'file bytes tensors',
  crc32: 'bytes integer',
  generatorManualSeed: 'generator integer',
  generatorSetState: 'generator state',
  hasGradients: 'tensors',
  zeroGradients: 'tensors',
  clipGradientNorm: 'tensors integer integer flag',
  clipGradientValue: 'tensors integer',
  operatorFunction: 'text flag',
  operatorSchema: 'text text',
  adamStep: 'columns options',
  sgdStep: 'columns options',
  adagradStep: 'columns options',
  manualSeed: 'integer',
  deviceCount: 'device',
  checkDevice: 'device',
  scriptTo: 'script device dtype',
  scriptTrain: 'script flag',
  scriptSave: 'script file extra',
  scriptSaveAsync: 'script file extra',
  scriptCall: 'script text tensors',
  scriptCallAsync: 'script text tensors',
  fromTypedArray: 'buffer dtype sizes',
  copyTo: 'tensor buffer',
  item: 'tensor',
  setData: 'tensor tensor',
};

test('every exported function survives absurd values of the right types', async () => {
  class Twice extends nn.Module {
    scale = nn.parameter(torch.ones([1]));
    forward(x: Tensor): Tensor {
      return x.mul(this.scale);
    }
  }
  torch.jit.trace(new Twice(), [torch.ones([2])]).save(inFolder('module.pt'));
  writeFileSync(inFolder('values.bin'), new Uint8Array(64));
  const native = registeredExports();
  const values = absurdValues(native, randomIntegers(5));
  const pending: Promise<unknown>[] = [];
  for (const [name, signature] of Object.entries(signatures)) {
    for (let i = 0; i < 60; i++) {
      const inputs = signature.split(' ').map((kind) => values[kind as keyof typeof values]());
      try {
        pending.push(Promise.resolve(native[name]?.(...inputs)));
      } catch (error) {
        expect(error).toHaveProperty('message');
      }
    }
  }
  await Promise.allSettled(pending);
});
