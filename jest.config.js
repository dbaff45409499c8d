// How jest runs the tests: TypeScript through swc, the library itself from dist/ (built before the tests run).
module.exports = {
  globalSetup: '<rootDir>/test/globalSetup.mjs',
  testSequencer: '<rootDir>/test/longFirst.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.(ts|mjs)$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs', ignoreDynamic: false },
      },
    ],
  },
  moduleNameMapper: { '^tadpole$': '<rootDir>/test/tadpole.js' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/libtorch/'],
  watchPathIgnorePatterns: ['<rootDir>/(build|dist|libtorch|runs)/'],
  maxWorkers: 2,
  // For what hangs. What is slow on a busy machine may take its time.
  testTimeout: 600_000,
  // On a busy machine libtorch takes longer to end than the half second that jest would wait; this only ends a worker that hangs.
  workerGracefulExitTimeout: 60_000,
};
