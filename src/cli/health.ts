// The state of an installation: what is installed, whether it loads, problems and remedies. Works without the addon.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Spinning } from '../spinning';

/** What the addon reports once it is loaded. */
export interface Probe {
  /** The version of libtorch that it was compiled with. */
  builtAgainst: string;
  variant: 'cpu' | 'cuda';
  /** The instruction set of libtorch's CPU kernels here, such as 'AVX512'. */
  cpuCapability: string;
  threads: number;
  gpus: number;
  /** What carries tensors between processes: `gloo`, and `nccl` between GPUs. */
  backends: string[];
  /** How CPU threads wait for each other. */
  spinning: Spinning | null;
}

/** A problem, or something worth knowing, and what to do about it. */
export interface HealthNote {
  finding: string;
  remedy: string;
}

export interface Health {
  tadpole: string;
  node: string;
  platform: string;
  /** What set-up chose; null when it has not run. */
  libtorch: {
    version: string;
    variant: 'cpu' | 'cuda';
    source: string;
    path: string;
    /** Of another version than Tadpole is made for (TADPOLE_ANY_LIBTORCH). */
    untested?: boolean;
  } | null;
  addon: string;
  /** What the addon reports; null when it does not load. */
  loaded: Probe | null;
  /** Devices that tensors can be on. */
  devices: string[];
  /** Network interfaces of this machine, without the loopback one. */
  interfaces: string[];
  /** The version of the NVIDIA driver; null where there is none. */
  nvidiaDriver: string | null;
  /** What keeps Tadpole from working. */
  problems: HealthNote[];
  /** What works, but not as one may expect. */
  notes: HealthNote[];
}

const SET_UP = 'run `npx tadpole setup`';

/** Examines the installation in `root`, the folder that contains package.json and build/. */
export function examine(root: string): Health {
  const manifest = readJson(path.join(root, 'package.json')) as Manifest;
  const libtorch = readChoice(path.join(root, 'build', 'libtorch.json'));
  const addon = path.join(root, 'build', 'Release', 'tadpole.node');
  const problems = libtorchProblems(libtorch, manifest);
  const { loaded, problem } = probeAddon(root, addon);
  if (problem) problems.push(problem);
  problems.push(...buildProblems(loaded, libtorch));
  const nvidiaDriver = readNvidiaDriver();
  return {
    tadpole: manifest.version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    libtorch,
    addon,
    loaded,
    devices:
      loaded === null ? [] : ['cpu', ...Array.from({ length: loaded.gpus }, (_, index) => `cuda:${index}`)],
    interfaces: networkInterfaces(),
    nvidiaDriver,
    problems,
    notes: [
      ...untestedNotes(libtorch, manifest),
      ...(loaded === null ? [] : gpuNotes(loaded.variant, loaded.gpus, nvidiaDriver)),
    ],
  };
}

function networkInterfaces(): string[] {
  return Object.entries(os.networkInterfaces())
    .filter(([, addresses = []]) => addresses.some(({ internal }) => !internal))
    .map(([name]) => name);
}

interface Manifest {
  version: string;
  libtorch: { cpu: string; cuda: string };
}

function libtorchProblems(libtorch: Health['libtorch'], manifest: Manifest): HealthNote[] {
  if (libtorch === null) return [{ finding: 'set-up has not chosen a libtorch', remedy: SET_UP }];
  if (!fs.existsSync(path.join(libtorch.path, 'lib'))) {
    return [{ finding: `libtorch is gone from ${libtorch.path}`, remedy: SET_UP }];
  }
  const pinned = [manifest.libtorch.cpu, manifest.libtorch.cuda];
  if (!pinned.includes(libtorch.version) && !libtorch.untested) {
    const finding = `libtorch is ${libtorch.version}, this Tadpole is made for ${[...new Set(pinned)].join(' and ')}`;
    return [{ finding, remedy: `unset LIBTORCH and ${SET_UP}` }];
  }
  return [];
}

function untestedNotes(libtorch: Health['libtorch'], { libtorch: pinned }: Manifest): HealthNote[] {
  if (!libtorch?.untested) return [];
  const made = [...new Set([pinned.cpu, pinned.cuda])].join(' and ');
  const finding = `libtorch ${libtorch.version} is untested: this Tadpole is made for ${made}`;
  return [
    { finding, remedy: 'run the tests on it (`npm test` in a clone), or unset LIBTORCH and set up again' },
  ];
}

/** Until it is compiled again, the addon is still built for the libtorch that was chosen before. */
export function buildProblems(loaded: Health['loaded'], libtorch: Health['libtorch']): HealthNote[] {
  if (loaded === null || libtorch === null) return [];
  const build = `${loaded.builtAgainst} (${loaded.variant})`;
  const choice = `${libtorch.version} (${libtorch.variant})`;
  if (build === choice) return [];
  return [{ finding: `the addon is built for libtorch ${build}, set-up chose ${choice}`, remedy: SET_UP }];
}

function probeAddon(root: string, addon: string): { loaded: Probe | null; problem: HealthNote | null } {
  if (!fs.existsSync(addon)) {
    return {
      loaded: null,
      problem: { finding: `the addon is not built: ${addon} is missing`, remedy: SET_UP },
    };
  }
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(__dirname, 'probe.js'), addon],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status === 0) return { loaded: JSON.parse(stdout) as Probe, problem: null };
  const missing = missingLibraries(addon);
  if (missing.length > 0) {
    const finding = `the addon does not load, because these libraries are not found: ${missing.join(', ')}`;
    return { loaded: null, problem: { finding, remedy: remedyFor(missing) } };
  }
  const why = signal === null ? (/Error: (.*)/.exec(stderr)?.[1] ?? stderr.trim()) : `it ended by ${signal}`;
  const remedy = `remove ${path.join(root, 'build')} and ${SET_UP}`;
  return { loaded: null, problem: { finding: `the addon does not load: ${why}`, remedy } };
}

/** The shared libraries that the dynamic linker does not find for the addon; empty where `ldd` does not run. */
function missingLibraries(addon: string): string[] {
  const { stdout } = spawnSync('ldd', [addon], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] as string);
}

function remedyFor(missing: readonly string[]): string {
  const nvidia = missing.some((name) => /^lib(cu|nv|nccl)/.test(name));
  return nvidia
    ? `the NVIDIA libraries that belong to the CUDA build are missing: ${SET_UP}, or TADPOLE_LIBTORCH=cpu npx tadpole setup`
    : `${SET_UP}; when LIBTORCH is set, check that its folder is whole`;
}

function gpuNotes(variant: 'cpu' | 'cuda', gpus: number, driver: string | null): HealthNote[] {
  if (gpus > 0) return [];
  if (variant === 'cuda') {
    return driver === null
      ? [
          {
            finding: 'this is the CUDA build and there is no NVIDIA driver: it runs on the CPU',
            remedy: 'install the NVIDIA driver to use a GPU',
          },
        ]
      : [
          {
            finding: `the NVIDIA driver ${driver} is there, and CUDA finds no GPU`,
            remedy:
              'see that `nvidia-smi` lists one, that the driver is new enough, and that CUDA_VISIBLE_DEVICES does not hide it',
          },
        ];
  }
  if (driver === null) return [];
  const finding = `there is an NVIDIA driver (${driver}), and this is the CPU build of libtorch`;
  return [{ finding, remedy: 'to use the GPU, run `TADPOLE_LIBTORCH=cuda npx tadpole setup`' }];
}

function readNvidiaDriver(): string | null {
  const file = '/proc/driver/nvidia/version';
  if (!fs.existsSync(file)) return null;
  return /\s(\d+\.\d+(\.\d+)?)\s/.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? 'of unknown version';
}

/** What set-up chose. */
function readChoice(file: string): Health['libtorch'] {
  const choice = readJson(file) as Health['libtorch'];
  if (choice === null) return null;
  const { version, variant, source, path: place, untested } = choice;
  return { version, variant, source, path: place, ...(untested && { untested }) };
}

function readJson(file: string): unknown {
  if (!fs.existsSync(file)) return null;
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
