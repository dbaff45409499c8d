#!/usr/bin/env node
import type { Argv, CommandModule } from 'yargs';
// The command line: which commands there are, and how they end. What a command needs is loaded when it runs.
import yargs from 'yargs';
import { UsageError } from '../errors';
import { nearest } from '../suggest';
import { EXIT, report } from './failure';

/** A command: its flags, and what it does. The number is the exit code. */
export interface Command {
  command: string;
  describe: string;
  flags(parser: Argv): Argv;
  load(): Promise<{ run(args: never): Promise<number> | number }>;
}

const COMMANDS: Command[] = [
  {
    command: 'train [recipe]',
    describe: 'train a recipe on real images',
    flags: (parser) =>
      parser
        .positional('recipe', { type: 'string', describe: 'name of the recipe (see `tadpole recipes`)' })
        .option('data', { type: 'string', requiresArg: true, describe: "folder of the dataset's files" })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'run folder to make (default runs/<recipe>-<number>)',
        })
        .option('steps', { type: 'string', requiresArg: true, describe: 'training steps' })
        .option('batch-size', { type: 'string', requiresArg: true, describe: 'real images a step' })
        .option('lr', { type: 'string', requiresArg: true, describe: 'learning rate of both networks' })
        .option('seed', { type: 'string', requiresArg: true, describe: 'makes a run repeatable (default 0)' })
        .option('device', {
          type: 'string',
          requiresArg: true,
          describe: 'auto, cpu, cuda or cuda:N (default auto)',
        })
        .option('precision', { choices: ['fp32', 'bf16'] as const, describe: 'arithmetic (default fp32)' })
        .option('threads', { type: 'string', requiresArg: true, describe: 'CPU threads' })
        .option('log-every', { type: 'string', requiresArg: true, describe: 'steps between logged lines' })
        .option('sample-every', { type: 'string', requiresArg: true, describe: 'steps between sample grids' })
        .option('checkpoint-every', {
          type: 'string',
          requiresArg: true,
          describe: 'steps between checkpoints',
        })
        .option('set', {
          type: 'string',
          array: true,
          nargs: 1,
          describe: 'any setting of the recipe: --set name=value',
        })
        .option('resume', {
          type: 'string',
          requiresArg: true,
          describe: 'go on with the run in this folder',
        }),
    load: () => import('./train.js'),
  },
  {
    command: 'sample <generator>',
    describe: 'draw images from a saved generator',
    flags: (parser) =>
      parser
        .positional('generator', { type: 'string', describe: 'TorchScript file, from here or from Python' })
        .option('count', { type: 'string', requiresArg: true, describe: 'number of images (default 64)' })
        .option('seed', { type: 'string', requiresArg: true, describe: 'which latents to draw (default 0)' })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'PNG file to write (default grid.png)',
        })
        .option('separate', {
          type: 'string',
          requiresArg: true,
          describe: 'folder for one PNG an image, instead of a grid',
        })
        .option('latent-dim', {
          type: 'string',
          requiresArg: true,
          describe: 'latent size of a generator not made here',
        })
        .option('range', {
          type: 'string',
          requiresArg: true,
          describe: 'values of black and white, as -1,1 or 0,1',
        })
        .option('device', {
          type: 'string',
          requiresArg: true,
          describe: 'auto, cpu, cuda or cuda:N (default cpu)',
        }),
    load: () => import('./sample.js'),
  },
  {
    command: 'recipes [name]',
    describe: 'list the recipes, or print one in full',
    flags: (parser) => parser.positional('name', { type: 'string', describe: 'name of a recipe' }),
    load: () => import('./recipes.js'),
  },
  {
    command: 'inspect <generator>',
    describe: 'print what a saved generator is made of',
    flags: (parser) => parser.positional('generator', { type: 'string', describe: 'TorchScript file' }),
    load: () => import('./inspect.js'),
  },
  {
    command: 'data [dataset]',
    describe: 'list the datasets, or say where the files of one are',
    flags: (parser) =>
      parser
        .positional('dataset', { type: 'string', describe: 'name of a dataset' })
        .option('data', { type: 'string', requiresArg: true, describe: 'folder to look in' }),
    load: () => import('./data.js'),
  },
  {
    command: 'doctor',
    describe: 'report versions, devices and what is wrong',
    flags: (parser) =>
      parser.option('json', { type: 'boolean', default: false, describe: 'print one JSON object' }),
    load: () => import('./doctor.js'),
  },
  {
    command: 'setup',
    describe: 'get libtorch and build the addon',
    flags: (parser) => parser,
    load: () => import('./setup.js'),
  },
];

async function main(words: string[]): Promise<number> {
  const verbose = words.includes('--verbose');
  let code: number = EXIT.done;
  let parser = yargs(words)
    .scriptName('tadpole')
    .usage('$0 <command>\n\nTrains generative adversarial networks on libtorch.')
    .option('verbose', { type: 'boolean', default: false, describe: 'print the stack of an error' })
    .parserConfiguration({ 'duplicate-arguments-array': false, 'parse-positional-numbers': false })
    .strict()
    .demandCommand(1, 'a command is missing')
    .version(require('../../package.json').version)
    .wrap(Math.min(110, process.stdout.columns || 110))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error ?? misuse(message, words);
    });
  for (const { command, describe, flags, load } of COMMANDS) {
    const module: CommandModule = {
      command,
      describe,
      builder: flags,
      handler: async (args) => {
        code = await (await load()).run(args as never);
      },
    };
    parser = parser.command(module);
  }
  try {
    await parser.parseAsync();
    return code;
  } catch (error) {
    return report(error, verbose);
  }
}

/** yargs' own complaint with a suggestion. */
function misuse(message: string, words: string[]): UsageError {
  const command = COMMANDS.find(({ command }) => command.split(' ')[0] === words[0]);
  const help = command ? `see \`tadpole ${words[0]} --help\`` : 'see `tadpole --help`';
  const choice = /^Invalid values:\s+Argument: (\S+), Given: (.+), Choices: (.+)$/s.exec(message);
  if (choice) {
    const [, flag, given, choices] = choice;
    return new UsageError(`--${flag}: expected one of ${choices}, got ${given}`, help);
  }
  if (message.startsWith('Not enough non-option')) {
    return new UsageError(`something is missing: \`tadpole ${command?.command}\``, help);
  }
  const unknown = /^Unknown (?:arguments?|commands?): (.+)$/.exec(message)?.[1]?.split(', ')[0];
  if (unknown === undefined) return new UsageError(message.replace(/\s*\n\s*/g, ' '), help);
  if (!command) {
    const names = COMMANDS.map((known) => known.command.split(' ')[0] as string);
    return new UsageError(
      `there is no command '${unknown}'; did you mean '${nearest(unknown, names)}'?`,
      help,
    );
  }
  const flags = Object.keys(flagsOf(command));
  if (words.some((word) => word === `--${unknown}` || word.startsWith(`--${unknown}=`))) {
    return new UsageError(`there is no flag --${unknown}; did you mean --${nearest(unknown, flags)}?`, help);
  }
  return new UsageError(`'${unknown}' is one word too many for \`tadpole ${words[0]}\``, help);
}

function flagsOf(command: Command): Record<string, unknown> {
  const { key, alias } = (command.flags(yargs([])) as Argv & { getOptions(): YargsOptions }).getOptions();
  const positional = [...command.command.matchAll(/[<[](\w+)/g)].map((match) => match[1]);
  const flags = { ...key, ...alias, verbose: true };
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !positional.includes(name)));
}

interface YargsOptions {
  key: Record<string, unknown>;
  alias: Record<string, unknown>;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
