// The progress of reading pictures where lines cannot be redrawn.
import { readingDisplay } from '../../dist/cli/reading';

/** What is printed about pictures that take so many milliseconds each. */
function printed(total: number, each: number, from = 0): string {
  let time = 0;
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const progress = readingDisplay(() => time);
  for (let done = from; done <= total; done++, time += each) progress(done, total);
  const text = write.mock.calls.map(([line]) => line).join('');
  write.mockRestore();
  return text;
}

test('every five seconds how many are read, and how long the rest will take', () => {
  expect(printed(1000, 12)).toBe(
    'reading 1000 pictures\nread 417 of 1000 pictures, 0:07 left\nread 834 of 1000 pictures, 0:02 left\nread 1000 of 1000 pictures\n',
  );
});

test('pictures that an earlier process read do not count', () => {
  expect(printed(2000, 10, 1200)).toMatch(/read 1700 of 2000 pictures, 0:03 left/);
});
