// `tadpole train`: what a short run prints, and what it leaves in its folder.
import fs from 'node:fs';
import path from 'node:path';
import { images } from 'tadpole';
import { command } from './command';
import { Runs, TRAIN } from './runs';
import { pasted, tadpole } from './tadpole';

const runs = new Runs();
const { folder } = runs;

describe('a short run', () => {
  let stdout: string;
  let stderr: string;
  beforeAll(() => {
    const words = ['--steps', '30', '--sample-every', '10', '--checkpoint-every', '15', '--out', 'whole'];
    const ended = tadpole(folder, ...TRAIN, ...words);
    expect(ended).toMatchObject({ code: 0, complaints: '' });
    stdout = ended.stdout;
    stderr = ended.stderr;
  });

  test('tells of its progress in the words of the notebook, beside the results', () => {
    expect(stdout).not.toContain('Step 1:');
    expect(stderr).toMatch(/^Step 1: Generator Loss: \d+\.\d{6}, Discriminator Loss: \d+\.\d{6}$/m);
  });

  test('ends by naming the samples, the plot, the generator and the command that samples', () => {
    for (const name of [
      'samples/step-000030.png',
      'losses.png',
      'generator.pt',
      'sample.png',
      'canvas.png',
    ]) {
      expect(stdout).toContain(path.join('whole', name));
      expect(runs.exists('whole', name)).toBe(true);
    }
    // 15 x 15 digits without gaps, and a single one without a frame.
    const size = (name: string) => images.readPng(runs.file('whole', name));
    expect(size('canvas.png')).toMatchObject({ width: 15 * 28, height: 15 * 28 });
    expect(size('sample.png')).toMatchObject({ width: 28, height: 28 });
    expect(stdout).toContain('npx tadpole sample whole/generator.pt');
  });

  test('leaves the run folder of the contract, and nothing half written', () => {
    expect(fs.readdirSync(runs.file('whole')).sort()).toEqual([
      'canvas.png',
      'checkpoints',
      'comparison.png',
      'config.json',
      'events.jsonl',
      'generator.pt',
      'losses.png',
      'reals.png',
      'sample.png',
      'samples',
      'status.json',
    ]);
    expect(fs.readdirSync(runs.file('whole', 'samples'))).toEqual([
      'step-000010.png',
      'step-000020.png',
      'step-000030.png',
    ]);
    expect(runs.checkpoints('whole')).toEqual(['step-000015', 'step-000030']);
    const config = JSON.parse(fs.readFileSync(runs.file('whole', 'config.json'), 'utf8'));
    expect(config).toMatchObject({
      recipe: 'digits-tensorflow',
      seed: 3,
      device: 'cpu',
      threads: 1,
      settings: { steps: 30, batchSize: 8, hiddenSize: 16, latentSize: 100, generatorLearningRate: 2e-4 },
    });
    expect(config.versions).toMatchObject({ node: process.versions.node });
    expect(runs.events('whole')).toHaveLength(30);
    expect(runs.events('whole')[29]).toMatchObject({
      step: 30,
      images: 240,
      dLoss: expect.any(Number),
      gLoss: expect.any(Number),
    });
  });

  test('the same seed gives the same run', async () => {
    expect(await command(folder, ...TRAIN, '--steps', '12', '--out', 'again')).toMatchObject({ code: 0 });
    expect(runs.numbers('again')).toEqual(runs.numbers('whole').slice(0, 12));
  });

  test('a folder that holds a run is not overwritten', async () => {
    expect(await command(folder, ...TRAIN, '--steps', '5', '--out', 'whole')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--resume whole'),
    });
  });
});

test("the Keras recipe writes its grids under the tutorial's names", async () => {
  const words = ['--steps', '4', '--sample-every', '2', '--data', 'digits', '--out', 'keras'];
  const ended = await command(folder, 'train', 'digits-keras', ...words);
  expect(ended).toMatchObject({ code: 0, complaints: '' });
  expect(ended.stderr).toMatch(/^4 \[D loss: \d+\.\d{6}, acc\.: \d+\.\d\d%\] \[G loss: \d+\.\d{6}\]$/m);
  expect(fs.readdirSync(runs.file('keras', 'images'))).toEqual(['2.png', '4.png']);
});

describe('printed commands can be pasted', () => {
  test.each(['my runs/$a b', '-dash'])('%s', async (out) => {
    const { code, stdout } = await command(folder, ...TRAIN, '--steps', '1', `--out=${out}`);
    expect(code).toBe(0);
    const [, printed = ''] = /^draw more {2}npx tadpole (.*)$/m.exec(stdout) ?? [];
    expect(pasted(folder, printed)).toBe(0);
    expect(runs.exists('grid.png')).toBe(true);
    fs.rmSync(runs.file('grid.png'));
  });
});
