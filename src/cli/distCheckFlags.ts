// The flags of `tadpole dist-check`.
import type { Argv } from 'yargs';

/** The flags as they are typed. */
export interface DistCheckArguments {
  hosts?: string[];
  rank?: string;
  port?: string;
  nproc?: string;
  timeout?: string;
  device?: string;
}

/** Adds the flags to a parser. */
export function distCheckFlags(parser: Argv): Argv {
  return parser
    .positional('hosts', {
      type: 'string',
      array: true,
      describe: 'names or addresses of the machines; run the same command on each of them',
    })
    .option('rank', {
      type: 'string',
      requiresArg: true,
      describe: 'place of this machine among the hosts, from 0 (default: found by its name and addresses)',
    })
    .option('port', {
      type: 'string',
      requiresArg: true,
      describe: 'port of the first host where they meet (default 29500)',
    })
    .option('nproc', {
      type: 'string',
      requiresArg: true,
      describe: 'processes on this machine, instead of hosts',
    })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      describe: 'seconds to wait for the others (default 60)',
    })
    .option('device', {
      type: 'string',
      requiresArg: true,
      describe: 'where the tensors are: cpu, cuda or cuda:N (default cpu)',
    })
    .example('$0 dist-check --nproc 2', 'two processes of this machine')
    .example('$0 dist-check node1 node2', 'two machines; run it on both');
}
