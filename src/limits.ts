// Limits that hold wherever a value comes from: a flag, a setting, a program.

/** The most pictures of a sample grid: a picture of more is of no use and takes gigabytes. */
export const MOST_CELLS = 10_000;
