// Warnings of problems that do not end a run: a sentence and, if there is one, a remedy.

/** Receives a warning. */
export type Warn = (problem: string, hint?: string) => void;

/** Writes warnings to the standard error output, as the command line does. */
export const warnOnConsole: Warn = (problem, hint) => {
  console.warn(`warning: ${problem}${hint === undefined ? '' : `\nhint: ${hint}`}`);
};
