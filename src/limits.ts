// Limits on values of any origin: flags, settings, programs.

/** The maximum number of pictures in a sample grid: larger ones are of no use and take gigabytes. */
export const MOST_CELLS = 10_000;
