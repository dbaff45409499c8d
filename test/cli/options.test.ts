// How values of flags are parsed, and which are refused.
import { gridFlag, settingFlags, threadsFlag, wholeFlag } from '../../dist/cli/options';

describe('whole numbers', () => {
  test.each([
    ['5', 5],
    ['5.0', 5],
    [' 5', 5],
    ['1e3', 1000],
    ['+7', 7],
    ['2147483647', 2147483647],
  ])("'%s'", (text, value) => {
    expect(wholeFlag('steps', text, 1)).toBe(value);
  });

  test.each([
    '',
    ' ',
    '0',
    '-1',
    '1.5',
    '0x10',
    '0b1',
    'NaN',
    'Infinity',
    '1e400',
    '1_000',
    '5 6',
    'five',
    '1e-3',
  ])("'%s' is refused", (text) => {
    expect(() => wholeFlag('steps', text, 1)).toThrow(
      `--steps: expected a whole number from 1 to 2147483647, got '${text}'`,
    );
  });
});

describe('threads', () => {
  test('as many as the machine can use', () => {
    expect(threadsFlag(undefined)).toBeUndefined();
    expect(threadsFlag('64', 2)).toBe(64);
    expect(threadsFlag('500', 128)).toBe(500);
  });

  test('more are refused with the number of its processors', () => {
    expect(() => threadsFlag('65', 2)).toThrow(/65 is more than .*has 2 processors.*at most 64/s);
    expect(() => threadsFlag('1000000', 128)).toThrow(/has 128 processors.*at most 512/s);
  });
});

describe('settings', () => {
  test('numbers, switches and words', () => {
    const pairs = ['a=1', 'b=1e-3', 'c=true', 'd=word', 'e=0x10', 'f=x=y', 'g=-2.50'];
    expect(settingFlags(pairs)).toEqual({ a: 1, b: 0.001, c: true, d: 'word', e: '0x10', f: 'x=y', g: -2.5 });
  });

  test('one that is given twice must be given the same', () => {
    expect(settingFlags(['a=1', 'a=1.0'])).toEqual({ a: 1 });
    expect(() => settingFlags(['a=1', 'b=2', 'a=2'])).toThrow('--set: a is given twice, as 1 and as 2');
  });

  test.each(['a', '=1', 'a=', 'a= '])("'%s' is refused", (pair) => {
    expect(() => settingFlags([pair])).toThrow(/--set: expected/);
  });
});

test('grids up to the limit', () => {
  expect(gridFlag('100x100', 10_000)).toEqual({ rows: 100, columns: 100 });
  expect(() => gridFlag('101x100', 10_000)).toThrow("'101x100' is more than 10,000 images");
  for (const text of ['0x5', '5', '5x', '5x5x5', '-1x5', '1e1x5'])
    expect(() => gridFlag(text, 10_000)).toThrow(/expected rows x columns/);
});
