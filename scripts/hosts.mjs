// Trains on two hosts that are network namespaces of this machine, joined by a slow link, and cuts the link: `sudo node scripts/hosts.mjs`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'tadpole-hosts-'));

/** Of each direction; the second where the system has no netem. */
const LINKS = ['netem delay 10ms rate 100mbit', 'tbf rate 100mbit burst 64kb latency 400ms'];
const TIMEOUT = 20;
const HOSTS = /** @type {const} */ ([
  { name: 'tadpole-a', device: 'tadpole-va', address: '10.77.0.1' },
  { name: 'tadpole-b', device: 'tadpole-vb', address: '10.77.0.2' },
]);
const TRAIN = [
  'train',
  'digits',
  '--set',
  'channels=8',
  '--batch-size',
  '12',
  '--threads',
  '1',
  '--log-every',
  '1',
];

/** @param {string[]} words */
function ip(...words) {
  const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
}

function build() {
  for (const { name } of HOSTS) ip('netns', 'add', name);
  ip('link', 'add', HOSTS[0].device, 'type', 'veth', 'peer', 'name', HOSTS[1].device);
  for (const { name, device, address } of HOSTS) {
    ip('link', 'set', device, 'netns', name);
    ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', device);
    ip('-n', name, 'link', 'set', device, 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
    slowDown(name, device);
  }
}

/**
 * @param {string} name
 * @param {string} device
 */
function slowDown(name, device) {
  let said = '';
  for (const link of LINKS) {
    const words = ['-n', name, 'qdisc', 'add', 'dev', device, 'root', ...link.split(' ')];
    const { status, stderr } = spawnSync('tc', words, { encoding: 'utf8' });
    if (status === 0) {
      console.log(`${name}: ${link}`);
      return;
    }
    said = stderr.trim();
  }
  console.log(`${name}: the link is not slowed down: ${said}`);
}

function remove() {
  for (const { name } of HOSTS) spawnSync('ip', ['netns', 'del', name]);
}

/**
 * Runs a command on both hosts.
 * @param {string[]} words
 * @param {(line: string) => void} heard is given the progress that the first prints
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }[]>}
 */
function onBoth(words, heard = () => {}) {
  return Promise.all(
    HOSTS.map(
      ({ name, device }, rank) =>
        new Promise((resolve) => {
          const place = { RANK: `${rank}`, WORLD_SIZE: '2', LOCAL_RANK: '0', LOCAL_WORLD_SIZE: '1' };
          const meeting = { MASTER_ADDR: HOSTS[0].address, MASTER_PORT: '29500', GLOO_SOCKET_IFNAME: device };
          const env = { ...process.env, ...place, ...meeting, TADPOLE_DIST_TIMEOUT: `${TIMEOUT}` };
          const child = spawn('ip', ['netns', 'exec', name, process.execPath, main, ...words], {
            cwd: folder,
            env,
          });
          const end = { code: null, stdout: '', stderr: '' };
          child.stdout.on('data', (chunk) => {
            end.stdout += chunk;
          });
          child.stderr.on('data', (chunk) => {
            end.stderr += chunk;
            if (rank === 0) heard(String(chunk));
          });
          child.on('close', (code) => resolve({ ...end, code }));
        }),
    ),
  );
}

try {
  remove();
  build();
  const [measured] = await onBoth(['dist-check']);
  console.log(measured?.stdout.trim() || measured?.stderr.trim());

  const start = performance.now();
  const trained = await onBoth([...TRAIN, '--steps', '20', '--out', 'run']);
  const took = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`20 steps: exit codes ${trained.map(({ code }) => code)}, ${took} s with the start`);

  let cutAt = 0;
  const cut = await onBoth([...TRAIN, '--steps', '100000', '--out', 'cut'], (text) => {
    if (cutAt > 0 || !/step 5\b/i.test(text)) return;
    cutAt = performance.now();
    ip('-n', HOSTS[1].name, 'link', 'set', HOSTS[1].device, 'down');
  });
  const noticed = ((performance.now() - cutAt) / 1000).toFixed(1);
  console.log(
    `cut link: exit codes ${cut.map(({ code }) => code)}, ${noticed} s later (time-out ${TIMEOUT} s)`,
  );
  for (const { stderr } of cut) console.log(stderr.match(/^(error|hint): .*$/gm)?.join('\n'));
  const good = trained.every(({ code }) => code === 0) && cut.every(({ code }) => code === 1);
  process.exitCode = good ? 0 : 1;
} finally {
  remove();
  rmSync(folder, { recursive: true, force: true });
}
