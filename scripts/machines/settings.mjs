// The other machines and environments that `npm run test:machines` simulates.

/**
 * @typedef {object} Setting
 * @property {string} name
 * @property {string} what the machine that it simulates
 * @property {Record<string, string>} [env] variables that the tests run under
 * @property {string} [node] the version of Node that the tests run in, as npm writes ranges (default: this one)
 * @property {boolean} [busy] whether another job keeps every core busy
 * @property {number} [umask] the file mode creation mask
 */

/** @type {readonly Setting[]} */
export const settings = [
  {
    name: 'plain-kernels',
    what: 'a processor without vector units',
    env: { ATEN_CPU_CAPABILITY: 'default' },
  },
  { name: 'avx2-kernels', what: "libtorch's kernels for AVX2", env: { ATEN_CPU_CAPABILITY: 'avx2' } },
  { name: 'onednn-sse41', what: 'oneDNN for SSE 4.1', env: { ONEDNN_MAX_CPU_ISA: 'SSE41' } },
  { name: 'onednn-avx2', what: 'oneDNN for AVX2', env: { ONEDNN_MAX_CPU_ISA: 'AVX2' } },
  {
    name: 'avx2-machine',
    what: 'a processor with AVX2 and no AVX-512: libtorch, oneDNN and MKL',
    env: { ATEN_CPU_CAPABILITY: 'avx2', ONEDNN_MAX_CPU_ISA: 'AVX2', MKL_ENABLE_INSTRUCTIONS: 'AVX2' },
  },
  { name: 'one-thread', what: 'one core', env: { OMP_NUM_THREADS: '1' } },
  { name: 'four-threads', what: 'four cores', env: { OMP_NUM_THREADS: '4' } },
  { name: 'busy', what: 'another job on every core', busy: true },
  {
    name: 'other-surroundings',
    what: "a user's own variables, without a home folder and with a narrow umask",
    env: {
      CI: 'true',
      FORCE_COLOR: '1',
      HOME: '/nonexistent',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      TERM: 'dumb',
      TZ: 'Asia/Kathmandu',
      TADPOLE_DATA: '/nonexistent/data',
      TADPOLE_DATA_URL: 'http://127.0.0.1:9/',
      TADPOLE_NO_MEMORY_CACHING: '1',
      TADPOLE_VERBOSE: '1',
    },
    umask: 0o077,
  },
  { name: 'node-20', what: 'the oldest Node that package.json allows', node: '20.19.0' },
  { name: 'node-22', what: 'Node 22', node: '22' },
  { name: 'node-24', what: 'Node 24', node: '24' },
];
