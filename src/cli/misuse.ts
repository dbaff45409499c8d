// Words that are no command, flag or value, refused with the ones that were meant.
import { UsageError } from '../errors';
import { didYouMean } from '../suggest';
import { type Command, flagsOf, nameOf, optionsOf } from './command';

/** @throws UsageError for a flag with an empty value, which a shell makes of an unset variable */
export function requireValues(args: Record<string, unknown>, words: readonly string[]): void {
  const empty = Object.keys(args).find((name) => args[name] === '');
  if (empty !== undefined) {
    const name = words.some((word) => word === `--${empty}` || word.startsWith(`--${empty}=`))
      ? `--${empty}`
      : empty;
    throw new UsageError(`${name}: expected a value, got nothing`, 'give one, or leave it out');
  }
}

/** The first word that is no flag, and the command of this name. */
function commandIn(
  words: readonly string[],
  commands: readonly Command[],
): { first: string | undefined; command: Command | undefined } {
  const first = words.find((word) => !word.startsWith('-'));
  return { first, command: commands.find((command) => nameOf(command) === first) };
}

/** @throws UsageError for a switch with a value, which yargs takes for no */
export function checkSwitches(words: readonly string[], commands: readonly Command[]): void {
  const { command } = commandIn(words, commands);
  if (command === undefined) return;
  const switches = new Set([...optionsOf(command).boolean, 'verbose']);
  for (const word of words.slice(0, words.includes('--') ? words.indexOf('--') : undefined)) {
    const [, name = '', value = ''] = /^--(?:no-)?([\w-]+)=(.*)$/s.exec(word) ?? [];
    if (!switches.has(name) || value === 'true' || value === 'false') continue;
    throw new UsageError(`--${name}: expected no value, got '${value}'`, `write --${name} alone`);
  }
}

/** yargs' own complaint with a suggestion. */
export function misuse(message: string, words: readonly string[], commands: readonly Command[]): UsageError {
  const { first, command } = commandIn(words, commands);
  const help = command ? `see \`tadpole ${first} --help\`` : 'see `tadpole --help`';
  const choice = /^Invalid values:\s+Argument: (\S+), Given: (.+), Choices: (.+)$/s.exec(message);
  if (choice) {
    const [, flag, given, choices] = choice;
    return new UsageError(`--${flag}: expected one of ${choices}, got ${given}`, help);
  }
  if (message.startsWith('Not enough non-option')) {
    return new UsageError(`something is missing: \`tadpole ${command?.command}\``, help);
  }
  const withoutValue = /^Not enough arguments following: (\S+)$/.exec(message)?.[1];
  if (withoutValue !== undefined)
    return new UsageError(`--${withoutValue}: expected a value, got none`, help);
  const unknown = /^Unknown (?:arguments?|commands?): (.+)$/.exec(message)?.[1]?.split(', ')[0];
  if (unknown === undefined) return new UsageError(message.replace(/\s*\n\s*/g, ' '), help);
  if (!command) {
    const names = commands.map(nameOf);
    return new UsageError(`there is no command '${unknown}'${didYouMean(unknown, names)}`, help);
  }
  const flags = Object.keys(flagsOf(command));
  if (words.some((word) => word === `--${unknown}` || word.startsWith(`--${unknown}=`))) {
    const meant = didYouMean(unknown, flags, (flag) => `--${flag}`);
    return new UsageError(`there is no flag --${unknown}${meant}`, help);
  }
  if (words.some((word) => /^-[^-]/.test(word) && word.includes(unknown))) {
    return new UsageError(`there is no flag -${unknown}`, help);
  }
  return new UsageError(`'${unknown}' is one word too many for \`tadpole ${first}\``, help);
}
