// The flags of `tadpole dist-check`.
import type { Argv } from 'yargs';
import { valueFlags } from './valueFlags';

/** The flags as they are typed. */
export interface DistCheckArguments {
  hosts?: string[];
  rank?: string;
  port?: string;
  nproc?: string;
  timeout?: string;
  device?: string;
  json: boolean;
}

/** Adds the flags to a parser. */
export function distCheckFlags(parser: Argv): Argv {
  valueFlags(parser, {
    rank: 'place of this machine among the hosts, from 0 (default: found by its name and addresses)',
    port: 'port of the first host where they meet (default 29500)',
    nproc: 'processes on this machine, instead of hosts',
    timeout: 'seconds to wait for the others (default 60)',
    device: 'where the tensors are: cpu, cuda or cuda:N (default cpu)',
  });
  return parser
    .positional('hosts', {
      type: 'string',
      array: true,
      describe: 'names or addresses of the machines; run the same command on each of them',
    })
    .example('$0 dist-check --nproc 2', 'two processes of this machine')
    .example('$0 dist-check node1 node2', 'two machines; run it on both');
}
