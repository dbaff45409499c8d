// What a command of the command line is, and the flags that it understands.
import type { Argv } from 'yargs';
import yargs from 'yargs';
import type { Completed } from './complete';

/** A command: its flags, and what it does. The number is the exit code. */
export interface Command {
  command: string;
  describe: string;
  flags(parser: Argv): Argv;
  /** Whether it prints its result as JSON when asked. */
  json?: boolean;
  load(): Promise<{ run(args: never, words: readonly string[]): Promise<number> | number }>;
}

/** Adds the flags of a command to a parser. */
export function allFlags({ flags, json = false }: Command, parser: Argv): Argv {
  const own = flags(parser);
  if (!json) return own;
  return own.option('json', {
    type: 'boolean',
    default: false,
    describe: 'print the result as one JSON object, and nothing else on the standard output',
  });
}

export function optionsOf(command: Command): YargsOptions {
  return (allFlags(command, yargs([])) as Argv & { getOptions(): YargsOptions }).getOptions();
}

/** The first word of a command. */
export function nameOf({ command }: Command): string {
  return command.split(' ')[0] as string;
}

function positionalOf({ command }: Command): string[] {
  return [...command.matchAll(/[<[](\w+)/g)].map((match) => match[1] as string);
}

export function flagsOf(command: Command): Record<string, unknown> {
  const { key, alias } = optionsOf(command);
  const positional = positionalOf(command);
  const flags = { ...key, ...alias, verbose: true };
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !positional.includes(name)));
}

export function completedOf(command: Command): Completed {
  const { boolean, choices } = optionsOf(command);
  const names = Object.keys(flagsOf(command)).filter((name) => name.length > 1 && !/[A-Z]/.test(name));
  const flags = names.map((name) => {
    const hasValue = !boolean.includes(name) && name !== 'verbose';
    return [name, hasValue ? (choices[name] ?? null) : undefined];
  });
  return { name: nameOf(command), flags: Object.fromEntries(flags), positional: positionalOf(command) };
}

interface YargsOptions {
  key: Record<string, unknown>;
  alias: Record<string, unknown>;
  boolean: string[];
  choices: Record<string, readonly string[]>;
}
