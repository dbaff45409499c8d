// Importing the package must stay quick: what draws and what encodes is loaded at its first use.
import { execFileSync } from 'node:child_process';

test.each(['@napi-rs/canvas', 'chart.js', 'pngjs', 'sharp'])('importing tadpole does not load %s', (name) => {
  const program = `
    require('tadpole');
    const loaded = Object.keys(require.cache).filter((path) => path.includes('/node_modules/${name}/'));
    process.stdout.write(String(loaded.length));`;
  const root = `${__dirname}/../..`;
  expect(execFileSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' })).toBe('0');
});
