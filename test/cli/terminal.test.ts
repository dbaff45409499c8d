// A progress bar on a terminal, plain lines otherwise.
import { canRedraw } from '../../dist/cli/terminal';

test.each<[string, boolean, NodeJS.ProcessEnv, boolean]>([
  ['a terminal', true, { TERM: 'xterm-256color' }, true],
  ['a file or a pipe', false, { TERM: 'xterm-256color' }, false],
  ['a terminal that calls itself dumb', true, { TERM: 'dumb' }, false],
  ['a terminal that does not say what it is', true, {}, false],
  ['a terminal without a name', true, { TERM: '' }, false],
  ['the log of a CI job', true, { TERM: 'xterm', CI: 'true' }, false],
  ['a terminal with CI switched off', true, { TERM: 'xterm', CI: 'false' }, true],
  ['a terminal without colours', true, { TERM: 'xterm', NO_COLOR: '1' }, true],
])('%s', (_, isTTY, environment, expected) => {
  expect(canRedraw({ isTTY }, environment, 'linux')).toBe(expected);
});

test('a console of Windows has no TERM', () => {
  expect(canRedraw({ isTTY: true }, {}, 'win32')).toBe(true);
});
