#!/usr/bin/env node
// The command line: its commands and exit codes. Each command loads its modules when it runs.

// First: yargs asks for the folder when it is loaded.
import './workingFolder';

import type { CommandModule } from 'yargs';
import yargs from 'yargs';
import { allFlags, type Command, completedOf } from './command';
import { complete } from './complete';
import { COMPLETE } from './completion';
import { distCheckFlags } from './distCheckFlags';
import { evaluateFlags } from './evaluateFlags';
import { exportFlags } from './exportFlags';
import { EXIT, report } from './failure';
import { GENERATOR } from './generatorFlags';
import { checkSwitches, misuse, requireValues } from './misuse';
import { sampleFlags } from './sampleFlags';
import { serveFlags } from './serveFlags';
import { trainFlags } from './trainFlags';
import { valueFlags } from './valueFlags';

const COMMANDS: Command[] = [
  {
    command: 'train [recipe]',
    describe: 'train a recipe on real images',
    json: true,
    flags: trainFlags,
    load: () => import('./train.js'),
  },
  {
    command: 'sample <generator>',
    describe: 'draw images from a saved generator',
    json: true,
    flags: sampleFlags,
    load: () => import('./sample.js'),
  },
  {
    command: 'evaluate <generator>',
    describe: 'measure how good a generator is',
    json: true,
    flags: evaluateFlags,
    load: () => import('./evaluate.js'),
  },
  {
    command: 'view [runs..]',
    describe: 'show runs in a browser: curves, pictures, latents',
    json: true,
    flags: (parser) => {
      valueFlags(parser, {
        port: 'port on 127.0.0.1 (default the first free one from 4400; 0 for any)',
        save: 'HTML file to write instead, with curves and pictures, to share',
      });
      return parser
        .positional('runs', {
          type: 'string',
          array: true,
          describe: 'run folders, folders of run folders, or generator files (default runs)',
        })
        .example('$0 view', 'every run in runs/, also those that start later')
        .example('$0 view runs/digits-001 --save report.html', 'one file to send to somebody');
    },
    load: () => import('./view.js'),
  },
  {
    command: 'serve <generator>',
    describe: 'answer requests for images over HTTP',
    json: true,
    flags: serveFlags,
    load: () => import('./serve.js'),
  },
  {
    command: 'runs [runs..]',
    describe: 'list runs with their state, progress and best metric',
    json: true,
    flags: (parser) =>
      parser.positional('runs', {
        type: 'string',
        array: true,
        describe: 'run folders, or folders of run folders (default runs)',
      }),
    load: () => import('./runs.js'),
  },
  {
    command: 'export <generator>',
    describe: 'write a generator in forms that other programs read',
    json: true,
    flags: exportFlags,
    load: () => import('./export.js'),
  },
  {
    command: 'recipes [name]',
    describe: 'list the recipes, or print one in full',
    json: true,
    flags: (parser) =>
      parser.positional('name', { type: 'string', describe: 'name of a recipe, or the file of your own' }),
    load: () => import('./recipes.js'),
  },
  {
    command: 'inspect <generator>',
    describe: 'print the layers and the latent space of a saved generator',
    json: true,
    flags: (parser) => parser.positional('generator', GENERATOR),
    load: () => import('./inspect.js'),
  },
  {
    command: 'data [dataset]',
    describe: 'list the datasets, download one, or export one class',
    json: true,
    flags: (parser) => {
      valueFlags(parser, {
        data: 'folder or file to read, or folder to download to (default data/<dataset>)',
        class: 'export-bin: the class to write (default frog)',
        out: 'export-bin: the file to write (default x_channels_first_8_5.bin)',
      });
      return parser
        .positional('dataset', {
          type: 'string',
          describe: 'name of a dataset, or export-bin to write one class of CIFAR-10 as a raw file',
        })
        .example('$0 data', 'lists the datasets')
        .example('$0 data cifar10', 'prints where CIFAR-10 is, or downloads it into data/cifar10')
        .example('$0 data export-bin --class frog', 'writes its frogs as 32-bit floats, 3 x 32 x 32 each');
    },
    load: () => import('./data.js'),
  },
  {
    command: 'doctor',
    describe: 'report versions, devices and problems',
    json: true,
    flags: (parser) => parser,
    load: () => import('./doctor.js'),
  },
  {
    command: 'dist-check [hosts..]',
    describe: 'measure how fast processes or machines talk with each other',
    json: true,
    flags: distCheckFlags,
    load: () => import('./distCheck.js'),
  },
  {
    command: 'setup',
    describe: 'download libtorch and build the addon',
    json: true,
    flags: (parser) => parser,
    load: () => import('./setup.js'),
  },
  {
    command: 'completion [shell]',
    describe: 'print what a shell needs to complete commands, flags, recipes and runs',
    flags: (parser) =>
      parser
        .positional('shell', { type: 'string', describe: 'bash, zsh or fish (default that of $SHELL)' })
        .example('source <($0 completion bash)', 'in ~/.bashrc'),
    load: () => import('./completion.js'),
  },
];

/** The last value of a repeated flag counts; only `--set`, runs and hosts can be given several times. */
function lastOfRepeated(args: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(args)) {
    if (Array.isArray(value) && !['_', 'set', 'runs', 'hosts'].includes(name)) args[name] = value.at(-1);
  }
}

/**
 * Runs the command in `words`, such as `['train', 'digits']`. It prints to the standard outputs and removes its listeners, so that
 * a process can run several commands, one after another.
 *
 * @returns the exit code; what goes wrong has been printed
 */
export async function runCommand(words: string[]): Promise<number> {
  if (words[0] === COMPLETE) {
    for (const word of complete(words.slice(1), COMMANDS.map(completedOf))) console.log(word);
    return EXIT.done;
  }
  const verbose = words.includes('--verbose');
  let code: number = EXIT.done;
  let parser = yargs(words)
    .scriptName('tadpole')
    // Whatever the user's language: misuse() reads what yargs says.
    .locale('en')
    .usage('$0 <command>\n\nTrains generative adversarial networks on libtorch.')
    .option('verbose', { type: 'boolean', default: false, describe: 'print the stack trace of an error' })
    .parserConfiguration({ 'parse-positional-numbers': false })
    .middleware(lastOfRepeated, true)
    .strict()
    .demandCommand(1, 'a command is missing')
    .version(require('../../package.json').version)
    .describe({ help: 'show this help', version: 'print the version' })
    .wrap(Math.min(110, process.stdout.columns || 110))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      // A YError is yargs' own complaint, too.
      throw error && error.name !== 'YError' ? error : misuse(error?.message ?? message, words, COMMANDS);
    });
  for (const each of COMMANDS) {
    const module: CommandModule = {
      command: each.command,
      describe: each.describe,
      builder: (parser) => allFlags(each, parser),
      handler: async (args) => {
        requireValues(args, words);
        code = await (await each.load()).run(args as never, words);
      },
    };
    parser = parser.command(module);
  }
  try {
    checkSwitches(words, COMMANDS);
    await parser.parseAsync();
    return code;
  } catch (error) {
    return report(error, verbose);
  }
}

if (require.main === module) {
  let lost = false;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that ends early (`tadpole recipes digits | head`) is not an error.
    if (code === 'EPIPE' || lost) return;
    lost = true;
    process.stderr.write(
      `error: the standard output cannot be written (${code})\nhint: free some space, or print to another place\n`,
    );
    process.exitCode = EXIT.failed;
  });
  process.stderr.on('error', () => {});
  runCommand(process.argv.slice(2)).then((code) => {
    process.exitCode = lost && code === EXIT.done ? EXIT.failed : code;
  });
}
