// The place of a process among others, as launchers tell it.
import { dist } from 'tadpole';

const rest = { localRank: 1, localSize: 2 };

test('a process alone has no place', () => {
  expect(dist.placeOf({})).toBeUndefined();
  expect(dist.placeOf({ RANK: '0', WORLD_SIZE: '1' })).toBeUndefined();
  // A batch script outside of srun.
  expect(dist.placeOf({ SLURM_PROCID: '0', SLURM_NTASKS: '4' })).toBeUndefined();
});

test('torchrun serves the store itself', () => {
  const environment = {
    RANK: '3',
    WORLD_SIZE: '4',
    LOCAL_RANK: '1',
    LOCAL_WORLD_SIZE: '2',
    MASTER_ADDR: 'first',
    MASTER_PORT: '1234',
    TORCHELASTIC_RUN_ID: 'job',
    TORCHELASTIC_RESTART_COUNT: '2',
  };
  const place = { rank: 3, size: 4, ...rest, prefix: 'tadpole/job/2' };
  const meeting = { host: 'first', port: 1234 };
  expect(dist.placeOf(environment)).toEqual({ ...place, meeting: { ...meeting, serve: false } });
  const first = { ...environment, RANK: '0', LOCAL_RANK: '1' };
  const served = { ...place, rank: 0, meeting: { ...meeting, serve: true } };
  expect(dist.placeOf(first)).toEqual(served);
  const agent = { ...first, TORCHELASTIC_USE_AGENT_STORE: 'True' };
  expect(dist.placeOf(agent)?.meeting).toEqual({ ...meeting, serve: false });
});

test('mpirun on one machine needs no address, and two jobs have ports of their own', () => {
  const environment = {
    OMPI_COMM_WORLD_RANK: '1',
    OMPI_COMM_WORLD_SIZE: '2',
    OMPI_COMM_WORLD_LOCAL_RANK: '1',
    OMPI_COMM_WORLD_LOCAL_SIZE: '2',
  };
  const port = (namespace: string): unknown =>
    dist.placeOf({ ...environment, PMIX_NAMESPACE: namespace })?.meeting;
  expect(dist.placeOf(environment)).toMatchObject({
    rank: 1,
    size: 2,
    ...rest,
    meeting: { host: '127.0.0.1', port: 29500, serve: false },
  });
  expect(port('one')).not.toEqual(port('two'));
});

test('srun on several machines needs the address of the first', () => {
  const environment = {
    SLURM_PROCID: '2',
    SLURM_STEP_NUM_TASKS: '4',
    SLURM_LOCALID: '0',
    SLURM_STEP_TASKS_PER_NODE: '2(x2)',
    SLURM_JOB_ID: '77',
    SLURM_STEP_ID: '0',
  };
  expect(() => dist.placeOf(environment)).toThrow('MASTER_ADDR is not set');
  expect(dist.placeOf({ ...environment, MASTER_ADDR: 'node1' })).toMatchObject({
    rank: 2,
    size: 4,
    localRank: 0,
    localSize: 2,
    prefix: 'tadpole/77/0',
    meeting: { host: 'node1', serve: false },
  });
});

test('numbers that cannot be are refused by the name of their variable', () => {
  expect(() => dist.placeOf({ RANK: 'first', WORLD_SIZE: '2' })).toThrow(
    "RANK: expected a whole number, got 'first'",
  );
  expect(() => dist.placeOf({ RANK: '2', WORLD_SIZE: '2' })).toThrow('RANK is 2 and WORLD_SIZE is 2');
});
