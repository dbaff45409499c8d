// The flags of `tadpole serve`, and what they mean.
import type { Argv } from 'yargs';
import type { ServeOptions, ServerOptions } from '../serve';
import { GENERATOR, type GeneratorArguments, generatorFlags, generatorOptions } from './generatorFlags';
import { deviceFlag, wholeFlag } from './options';
import { valueFlags } from './valueFlags';

/** The flags as they are typed. */
export interface ServeArguments extends GeneratorArguments {
  host?: string;
  port?: string;
  public: boolean;
  name?: string;
  batchSize?: string;
  maxWait?: string;
  maxQueue?: string;
  maxCount?: string;
  maxBody?: string;
  deadline?: string;
  device?: string;
  json: boolean;
}

const EXAMPLES = `Examples:
  tadpole serve runs/digits-001                        for programs on this machine
  curl http://127.0.0.1:4500/v1/images/7.png -o 7.png
  curl http://127.0.0.1:4500/v1/images -d '{"seed": 1, "count": 16}' -o grid.png
  tadpole serve generator.pt --host 0.0.0.0 --public   for everybody who reaches this machine`;

/** Adds the flags to a parser. */
export function serveFlags(parser: Argv): Argv {
  const reached = {
    host: 'address to listen on (default 127.0.0.1: this machine only)',
    port: 'port (default the first free one from 4500; 0 for any)',
    name: 'name of the model in the Open Inference Protocol (default the recipe, or the file)',
  };
  const limits = {
    'batch-size': 'images per call of the network, at most (default 64)',
    'max-wait': 'milliseconds that images wait for others to fill a batch (default 5)',
    'max-queue': 'images that may wait; requests beyond are refused (default 4096)',
    'max-count': 'images per request, at most (default 256)',
    'max-body': 'bytes of a request, at most (default 4194304)',
    deadline: 'milliseconds after which a request is given up (default 30000)',
  };
  valueFlags(parser, { ...reached, ...limits });
  parser
    .positional('generator', GENERATOR)
    .option('public', {
      type: 'boolean',
      default: false,
      describe: 'answer requests under any host name, and from web pages of other sites',
    })
    .option('device', { type: 'string', nargs: 1, describe: 'auto, cpu, cuda or cuda:N (default cpu)' })
    .group([...Object.keys(reached), 'public'], 'Who reaches it:')
    .group(Object.keys(limits), 'Limits:');
  return generatorFlags(parser, ['device']).epilogue(EXAMPLES);
}

/** @throws UsageError for a bad value */
export function servePlan(args: ServeArguments): { serve: ServeOptions; server: ServerOptions } {
  const maxCount = wholeFlag('max-count', args.maxCount, 1);
  return {
    serve: {
      name: args.name,
      batchSize: wholeFlag('batch-size', args.batchSize, 1, 4096),
      maxWait: wholeFlag('max-wait', args.maxWait, 0, 60_000),
      maxQueue: wholeFlag('max-queue', args.maxQueue, maxCount ?? 256),
      maxCount,
      maxBody: wholeFlag('max-body', args.maxBody, 1),
      deadline: wholeFlag('deadline', args.deadline, 1),
      ...generatorOptions(args),
      device: deviceFlag(args.device),
    },
    server: {
      host: args.host,
      port: wholeFlag('port', args.port, 0, 65_535),
      isPublic: args.public,
    },
  };
}
