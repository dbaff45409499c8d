// How a run says what went wrong without ending: a sentence, and where there is one a remedy.

/** Takes a warning. */
export type Warn = (problem: string, hint?: string) => void;

/** Writes warnings to the standard error output, as the command line does. */
export const warnOnConsole: Warn = (problem, hint) => {
  console.warn(`warning: ${problem}${hint === undefined ? '' : `\nhint: ${hint}`}`);
};
