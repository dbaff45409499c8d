// A printed word is a single word to a shell, and the same word.
import { spawnSync } from 'node:child_process';
import { shellWord } from '../dist/shell';

const WORDS = [
  'runs/digits-001',
  'my runs/a b',
  "it's",
  '"quoted"',
  '$HOME/`id`',
  '*.pt?[a]',
  'a;b&c|d>e',
  '!history!',
  'back\\slash',
  '~',
  '=ls',
  '#note',
  '{a,b}',
  'Bilder/Frösche 蛙',
  'two\nlines',
  '',
];

test.each(WORDS)('%j', (word) => {
  const command = `printf '%s|' ${shellWord(word, 'linux')}`;
  expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout).toBe(`${word}|`);
});

test('a path that looks like a flag is written as a path', () => {
  expect(shellWord('-x/generator.pt', 'linux')).toBe('./-x/generator.pt');
  expect(shellWord('--out', 'linux')).toBe('./--out');
});

test('plain words stay as they are', () => {
  expect(shellWord('runs/digits-001/generator.pt')).toBe('runs/digits-001/generator.pt');
});

test('Windows quotes with double quotes', () => {
  expect(shellWord('runs\\digits-001', 'win32')).toBe('runs\\digits-001');
  expect(shellWord("my runs\\it's", 'win32')).toBe('"my runs\\it\'s"');
});
