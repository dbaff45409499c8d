// The place of this process among others, as those who start several processes tell it: Tadpole itself, torchrun, mpirun, srun.
import { createHash } from 'node:crypto';
import { UsageError } from '../errors';
import type { MeetingPlace } from '../torch';

/** Who a process is and where it meets the others. */
export interface Place {
  /** From 0. */
  rank: number;
  /** How many processes there are. */
  size: number;
  /** Rank among those of this machine. */
  localRank: number;
  /** How many are on this machine. */
  localSize: number;
  meeting: MeetingPlace;
  /** Distinguishes groups that meet in one place one after another. */
  prefix: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names the file in which processes of one machine meet. */
export const MEETING_FILE = 'TADPOLE_MEETING_FILE';

const DEFAULT_PORT = 29500;
const PORTS = 2000;

/**
 * Reads the environment. Variables of torchrun (RANK, WORLD_SIZE, ...; any launcher may set them) win over those of OpenMPI
 * (OMPI_COMM_WORLD_RANK, ...), over those of SLURM (of `srun`: SLURM_PROCID, SLURM_STEP_NUM_TASKS, ...).
 *
 * @returns undefined for a process that was started alone
 * @throws UsageError for numbers that do not fit, and where MASTER_ADDR is needed and missing
 */
export function placeOf(environment: Environment = process.env): Place | undefined {
  const names = [
    { rank: 'RANK', size: 'WORLD_SIZE', localRank: 'LOCAL_RANK', localSize: 'LOCAL_WORLD_SIZE' },
    {
      rank: 'OMPI_COMM_WORLD_RANK',
      size: 'OMPI_COMM_WORLD_SIZE',
      localRank: 'OMPI_COMM_WORLD_LOCAL_RANK',
      localSize: 'OMPI_COMM_WORLD_LOCAL_SIZE',
    },
    // Without srun, a batch script has the other variables of its job, too.
    {
      rank: 'SLURM_PROCID',
      size: 'SLURM_STEP_NUM_TASKS',
      localRank: 'SLURM_LOCALID',
      localSize: 'SLURM_STEP_TASKS_PER_NODE',
    },
  ].find(({ rank, size }) => environment[rank] !== undefined && environment[size] !== undefined);
  if (!names) return undefined;
  const read = (name: string, fallback: number): number => {
    const text = environment[name];
    if (text === undefined) return fallback;
    // SLURM writes 4(x2) for two machines with four each.
    const value = Number(/^\d+/.exec(text)?.[0] ?? Number.NaN);
    if (Number.isSafeInteger(value)) return value;
    throw new UsageError(
      `${name}: expected a whole number, got '${text}'`,
      'it is set by who starts the processes',
    );
  };
  const size = read(names.size, 1);
  const rank = read(names.rank, 0);
  if (size < 1 || rank >= size) {
    throw new UsageError(
      `${names.rank} is ${rank} and ${names.size} is ${size}: expected a rank below the number of processes`,
      'they are set by who starts the processes; unset both to run alone',
    );
  }
  if (size === 1) return undefined;
  const localSize = read(names.localSize, names.rank === 'SLURM_PROCID' ? 1 : size);
  const localRank = read(names.localRank, rank % localSize);
  return { rank, size, localRank, localSize, ...meetingOf(environment, rank, size === localSize) };
}

function meetingOf(
  environment: Environment,
  rank: number,
  oneMachine: boolean,
): Pick<Place, 'meeting' | 'prefix'> {
  const path = environment[MEETING_FILE];
  if (path !== undefined) return { meeting: { path }, prefix: 'tadpole' };
  const job =
    environment['TORCHELASTIC_RUN_ID'] ?? environment['PMIX_NAMESPACE'] ?? environment['SLURM_JOB_ID'] ?? '';
  const step = environment['TORCHELASTIC_RESTART_COUNT'] ?? environment['SLURM_STEP_ID'] ?? '';
  const host = environment['MASTER_ADDR'] ?? (oneMachine ? '127.0.0.1' : undefined);
  if (host === undefined) {
    throw new UsageError(
      'MASTER_ADDR is not set, and the processes are on several machines',
      'set it to the name of the machine of rank 0; with SLURM: export MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)',
    );
  }
  const port = Number(environment['MASTER_PORT'] ?? portOfJob(`${job}/${step}`));
  // torchrun serves the store itself.
  const serve = rank === 0 && environment['TORCHELASTIC_USE_AGENT_STORE'] !== 'True';
  return { meeting: { host, port, serve }, prefix: `tadpole/${job}/${step}` };
}

/** Two jobs of one machine should not want the same port. */
function portOfJob(job: string): number {
  if (job === '/') return DEFAULT_PORT;
  return DEFAULT_PORT + (createHash('sha1').update(job).digest().readUInt16BE(0) % PORTS);
}
