// Files that torch.jit.load refuses: other kinds, with a hint, and damaged ones.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { torch } from 'tadpole';
import { makeZip } from '../setup/zipFile';
import { forEachDamage } from './damage';
import { temporaryFolder } from './temporary';

beforeEach(() => torch.manualSeed(0));

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();
const fixtures = join(__dirname, '..', 'fixtures');
const generator = join(fixtures, 'script', 'generator_traced.pt');

describe('a file that is no TorchScript', () => {
  /** What `torch.jit.load` says of a file, and what it advises. */
  function refusalOf(path: string): { problem: string; hint: string } {
    try {
      torch.jit.load(path).dispose();
    } catch (error) {
      const { problem, hint } = error as { problem: string; hint: string };
      return { problem, hint };
    }
    throw new Error(`${path} was opened`);
  }

  test('is refused for what it is', () => {
    torch.save({ x: torch.ones([1]) }, inFolder('weights.safetensors'));
    expect(() => torch.jit.load(inFolder('weights.safetensors'))).toThrow(
      /holds weights but no module.*torch.load/,
    );
    expect(() => torch.jit.load(join(fixtures, 'checkpoints', 'nested.pt'))).toThrow(
      /is a state dict.*torch.load/,
    );
    expect(() => torch.jit.load(inFolder('absent.pt'))).toThrow('there is no file');
    expect(() => torch.jit.load(generator, { device: 'gpu' })).toThrow("unknown device 'gpu'");
  });

  test.each<[string, string, string, string]>([
    [
      'a git-lfs pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:1',
      'git-lfs pointer',
      'git lfs pull',
    ],
    ['a page after blank lines', '\n\n <html></html>', 'a web page', 'download it again'],
    ['an ONNX model', '\x08\x0a\x12\x07pytorch', 'an ONNX model', 'torch.jit.script'],
    ['a bare pickle', '\x80\x04K\x01.', 'a bare Python pickle', 'torch.jit.script'],
    ['a JSON answer', '{"error": "not found"}', 'text that begins with "{\\"error', 'the file you mean'],
    ['zeros', '\0'.repeat(4000), 'full of zeros', 'download it again'],
    ['a picture', '\x89PNG\r\n\x1a\n', 'a picture', 'generator.pt'],
    ['nothing', '', 'it is empty', 'copy it again'],
  ])('is refused with a remedy that fits: %s', (_, content, problem, hint) => {
    writeFileSync(inFolder('foreign.pt'), content, 'latin1');
    expect(refusalOf(inFolder('foreign.pt'))).toEqual({
      problem: expect.stringContaining(problem),
      hint: expect.stringContaining(hint),
    });
  });

  test.each<[string, Record<string, string>, string, string]>([
    [
      'a program of torch.export',
      { 'x/archive_format': 'pt2', 'x/models/model.json': '{}' },
      'torch.export',
      'torch.jit.script',
    ],
    ['a package', { 'x/.data/python_version': '3', 'x/m/x.pkl': '' }, 'torch.package', 'torch.jit.script'],
    ['arrays', { 'x.npy': '' }, 'NumPy arrays', 'safetensors'],
    ['a packed file', { 'model.pt': '' }, 'holds such files', 'unpack it'],
    ['a document', { 'word/document.xml': '' }, 'but not TorchScript', 'torch.jit.script'],
    [
      'a pickled class',
      { 'x/data.pkl': '\x80\x02cmodels.gan\nGenerator\n)\x81.' },
      'of class models.gan.Generator',
      'torch.jit.script',
    ],
    [
      'a state dict',
      { 'x/data.pkl': '\x80\x02ccollections\nOrderedDict\n)R.' },
      'is a state dict',
      'torch.load',
    ],
  ])('is refused with a remedy that fits, in a zip archive: %s', (_, files, problem, hint) => {
    const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'latin1')]);
    writeFileSync(inFolder('foreign.zip'), makeZip(Object.fromEntries(entries)));
    expect(refusalOf(inFolder('foreign.zip'))).toEqual({
      problem: expect.stringContaining(problem),
      hint: expect.stringContaining(hint),
    });
  });

  test('is refused as such when it is cut, changed, a folder, or a pickled module of Python', () => {
    const bytes = readFileSync(generator);
    writeFileSync(inFolder('cut.pt'), bytes.subarray(0, bytes.length / 2));
    expect(refusalOf(inFolder('cut.pt'))).toEqual({
      problem: expect.stringContaining('it was cut short'),
      hint: expect.stringContaining('copy, download or save it again'),
    });
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(inFolder('changed.pt'), bytes);
    expect(refusalOf(inFolder('changed.pt')).hint).toContain('it is damaged');
    expect(refusalOf(dirname(inFolder('x'))).problem).toContain('a folder');
    expect(refusalOf(join(fixtures, 'checkpoints', 'whole_module.pt')).problem).toContain(
      'of class torch.nn.modules.linear.Linear',
    );
  });

  test('is refused when it is damaged in any way, without a crash', () => {
    const before = torch.memory();
    let opened = 0;
    forEachDamage(generator, inFolder('damaged.pt'), 300, () => {
      try {
        torch.jit.load(inFolder('damaged.pt')).dispose();
        opened += 1;
      } catch (error) {
        expect((error as Error).message).toContain('damaged.pt');
      }
    });
    expect(opened).toBeLessThan(30);
    expect(torch.memory()).toEqual(before);
  });
});
