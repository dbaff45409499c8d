// The examples of JSON in docs/command-line.md, and their comparison with what commands print.
import fs from 'node:fs';
import path from 'node:path';

/** The examples of the documentation by their commands. */
export const EXAMPLES = new Map(
  [
    ...fs
      .readFileSync(path.resolve(__dirname, '../../docs/command-line.md'), 'utf8')
      .matchAll(/^### `tadpole ([^\n]+)`\n\n```json\n(.+?)\n```$/gms),
  ].map(([, words = '', example = '']) => [words, JSON.parse(example)]),
);

/** Names and kinds of values; null stands for what does not apply, and an empty list has no kind of values. */
function shapeOf(value: unknown, example: unknown): unknown {
  if (value === null || example === null) return 'anything';
  if (Array.isArray(value) && Array.isArray(example))
    return value.length === 0 || example.length === 0 ? [] : [shapeOf(value[0], example[0])];
  if (typeof value !== 'object' || typeof example !== 'object') return typeof value;
  const other = example as Record<string, unknown>;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one, other[name])]));
}

/** Expects that a command prints what the documentation shows of it. @param words of the command, as the documentation has them */
export function expectDocumented(words: string, stdout: string): void {
  const printed: unknown = JSON.parse(stdout);
  const example: unknown = EXAMPLES.get(words);
  expect(shapeOf(printed, example)).toEqual(shapeOf(example, printed));
}
