// Flags that take a value.
import type { Argv } from 'yargs';

/** Adds a flag for each name, with its description. Values are text, which the commands check themselves. */
export function valueFlags(parser: Argv, texts: Readonly<Record<string, string>>): void {
  for (const [name, describe] of Object.entries(texts)) {
    // Not requiresArg: only nargs takes a value that begins with a minus, such as -1,1.
    parser.option(name, { type: 'string', nargs: 1, describe });
  }
}
