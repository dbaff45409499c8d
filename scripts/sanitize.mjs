// `npm run sanitize`: the addon under AddressSanitizer and UndefinedBehaviorSanitizer, and the tests of the native code.
// Built into build/sanitize, separate from the usual addon; `npm run sanitize -- test/torch` passes arguments on to jest.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileAddon } from '../setup/addon.mjs';
import { realEffects } from '../setup/effects.mjs';
import { SetupError } from '../setup/errors.mjs';
import { setUpSteps } from '../setup/setup.mjs';
import { reportingErrors, runSteps } from '../setup/steps.mjs';
import { countsOf, runJest } from './jest.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const effects = realEffects(root);
const folder = join(root, 'build', 'sanitize');

/** The tests that exercise native code; the others would only repeat them, several times slower. */
const TESTS = ['test/torch', 'test/nn', 'test/optim', 'test/images'];

/** Excluded tests, each with its reason. */
const LEFT_OUT = [
  // What it checks about OpenMP's threads does not hold with the slowdown of the sanitizers.
  'test/torch/spinning',
];

/** The sanitizers' runtimes, which must be preloaded because Node is not built with them. */
async function runtimes() {
  const compiler = effects.env['CXX'] ?? 'c++';
  const { code, stdout } = await effects.run(compiler, ['-print-file-name=libasan.so']);
  const path = stdout.trim();
  if (code !== 0 || !path.includes('/'))
    throw new SetupError(
      `${compiler} has no libasan.so to preload`,
      'sanitizing needs g++ with its sanitizers, on Linux; CXX names another compiler',
    );
  return path;
}

/** Options of both sanitizers: the first finding ends the process and fails the test. */
const OPTIONS = {
  ASAN_OPTIONS: [
    // Tests ask for more memory than exists and expect an error.
    'allocator_may_return_null=1',
    'detect_leaks=1',
    // Leaks are matched by their allocation site (leaks.supp): further frames are Node's in every stack.
    'malloc_context_size=4',
    'detect_stack_use_after_return=1',
    'exitcode=99',
  ],
  LSAN_OPTIONS: [`suppressions=${join(root, 'scripts', 'leaks.supp')}`, 'print_suppressions=0'],
  UBSAN_OPTIONS: ['print_stacktrace=1', 'halt_on_error=1'],
};

process.exitCode = await reportingErrors(effects, async () => {
  await runSteps(effects, setUpSteps);
  const preload = await runtimes();
  effects.log('sanitize: compiles the addon with the sanitizers (minutes the first time)');
  await compileAddon(effects, 'build/sanitize/cmake', { TADPOLE_SANITIZE: 'ON', TADPOLE_OUTPUT: folder });
  const given = process.argv.slice(2);
  const options = Object.entries(OPTIONS).map(([name, values]) => [name, values.join(':')]);
  const outcome = await runJest(
    effects,
    [...(given.length > 0 ? given : TESTS), `--testPathIgnorePatterns=${LEFT_OUT.join('|')}`],
    {
      env: {
        ...Object.fromEntries(options),
        LD_PRELOAD: preload,
        TADPOLE_ADDON: join(folder, 'tadpole.node'),
        // With the cache, freed memory would be reused undetected.
        TADPOLE_NO_MEMORY_CACHING: '1',
        OMP_NUM_THREADS: '1',
      },
    },
  );
  effects.log(countsOf(outcome));
  return outcome.status;
});
