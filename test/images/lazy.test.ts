// Importing the package must stay quick: what draws, encodes and writes for TensorBoard is loaded at its first use.
import { execFileSync } from 'node:child_process';

let loaded: string[];
beforeAll(() => {
  const program = "require('tadpole'); process.stdout.write(JSON.stringify(Object.keys(require.cache)));";
  const root = `${__dirname}/../..`;
  loaded = JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' }));
});

test.each(['@napi-rs/canvas', 'chart.js', 'pngjs', 'protobufjs', 'sharp'])(
  'importing tadpole does not load %s',
  (name) => {
    expect(loaded).not.toEqual([]);
    expect(loaded.filter((path) => path.includes(`/node_modules/${name}/`))).toEqual([]);
  },
);
