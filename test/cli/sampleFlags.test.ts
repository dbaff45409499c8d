// Combinations of flags of `tadpole sample`: what they mean, and which are contradictions.
import { type SampleArguments, samplePlan } from '../../dist/cli/sampleFlags';

const plan = (flags: Omit<SampleArguments, 'generator'>) => samplePlan({ generator: 'own.pt', ...flags });

test.each<[string, Omit<SampleArguments, 'generator'>, Partial<ReturnType<typeof samplePlan>>]>([
  ['nothing', {}, { count: 64, seed: 0, images: 64, output: 'grid', target: 'grid.png', scale: 1 }],
  ['a layout gives the count', { grid: '3x7' }, { count: 21, images: 21, grid: { rows: 3, columns: 7 } }],
  ['a layout and a count', { grid: '3x7', count: '20' }, { count: 20, images: 20 }],
  ['seeds', { seeds: '1, 2,5-8' }, { seeds: [1, 2, 5, 6, 7, 8], count: 6, images: 6 }],
  ['a folder', { separate: 'parts' }, { output: 'separate', target: 'parts' }],
  ['a strip', { interpolate: '8', seeds: '1,2,3' }, { between: 8, count: 3, images: 19, output: 'grid' }],
  ['a strip of one seed', { interpolate: '0', seed: '5' }, { between: 0, count: 4, images: 4, seed: 5 }],
  ['a plane', { plane: '5', seeds: '1,2,9' }, { plane: 5, count: 3, images: 25, output: 'grid' }],
  ['a plane of one seed', { plane: '4' }, { plane: 4, count: 3, images: 16, seed: 0 }],
  [
    'directions',
    { along: '1:2.5, 3:-1' },
    {
      along: new Map([
        [0, 2.5],
        [2, -1],
      ]),
    },
  ],
  [
    'an animation',
    { animate: 'a.png' },
    { between: 15, count: 4, cells: 1, images: 64, fps: 20, output: 'animation' },
  ],
  ['an animated grid of one', { animate: 'a.png', grid: '1x1' }, { cells: 1, images: 64 }],
  [
    'an animated grid',
    { animate: 'a.png', grid: '3x3', seeds: '1,2', interpolate: '9' },
    { cells: 9, images: 180 },
  ],
])('%s', (_, flags, wanted) => {
  expect(plan(flags)).toMatchObject(wanted);
});

test.each<[string, Omit<SampleArguments, 'generator'>, string]>([
  [
    'an empty seed',
    { seeds: '1,,2' },
    "--seeds: expected whole numbers and rising ranges with commas between, got '1,,2'",
  ],
  ['a falling range of seeds', { seeds: '8-5' }, "got '8-5'"],
  ['a seed too large', { seeds: '2147483648' }, "got '2147483648'"],
  ['a negative seed', { seeds: '-3' }, "got '-3'"],
  ['too many seeds', { seeds: '7,0-99999' }, "'7,0-99999' is more than 100000 images"],
  ['seeds and a count', { seeds: '1', count: '2' }, '--seeds and --count exclude each other'],
  ['two places', { out: 'a.png', separate: 'a' }, '--out and --separate exclude each other'],
  ['a still and a moving picture', { out: 'a.png', animate: 'b.png' }, '--out and --animate exclude'],
  ['moving files', { separate: 'a', animate: 'b.png' }, '--separate and --animate exclude'],
  ['a grid of files', { grid: '2x2', separate: 'a' }, '--grid and --separate exclude'],
  ['a grid too small', { grid: '2x2', count: '5' }, '--grid: 2x2 has room for 4 images, not for 5'],
  ['a path too long for its grid', { grid: '2x2', interpolate: '8' }, 'room for 4 images, not for 28'],
  ['no layout', { grid: '2by2' }, "--grid: expected rows x columns, got '2by2'"],
  [
    'a strip of one image',
    { interpolate: '3', seeds: '4' },
    '--interpolate: expected two images or more, got 1',
  ],
  [
    'an animation of one image',
    { animate: 'a.png', count: '1' },
    '--animate: expected two images or more, got 1',
  ],
  ['a plane between two', { plane: '5', seeds: '1,2' }, '--plane: expected three seeds, got 2'],
  ['a plane that moves', { plane: '5', animate: 'a.png' }, '--plane and --animate exclude each other'],
  [
    'a direction twice',
    { along: '1:2,1:3' },
    '--along: expected numbers of directions with amounts, each once',
  ],
  ['a direction without amount', { along: '1' }, "got '1'"],
  ['too many frames', { animate: 'a.png', count: '50000' }, '800,000 images, more than 100,000'],
  ['a grid of too many', { grid: '999x999' }, "--grid: '999x999' is more than 100,000 images"],
  ['a speed without animation', { fps: '5' }, '--fps is the speed of an animation'],
  ['a speed too high', { fps: '500', animate: 'a.png' }, '--fps: expected a whole number from 1 to 100'],
  ['a truncation of nothing', { truncation: '0' }, "--truncation: expected a positive number, got '0'"],
  ['half a pixel', { scale: '0.5' }, '--scale: expected a whole number from 1 to 64'],
])('%s is refused', (_, flags, message) => {
  expect(() => plan(flags)).toThrow(
    expect.objectContaining({ name: 'UsageError', problem: expect.stringContaining(message) }),
  );
});
