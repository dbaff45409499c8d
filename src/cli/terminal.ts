// Whether a stream goes to a terminal that can redraw a line.

interface Output {
  isTTY?: boolean;
}

/**
 * False where escape codes would be printed verbatim: in files and pipes, on terminals of type `dumb` (as in editors) or of
 * unknown type, and in the logs of CI.
 */
export function canRedraw(
  { isTTY = false }: Output,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const { TERM = platform === 'win32' ? 'windows' : 'dumb', CI = '' } = environment;
  return isTTY && TERM !== 'dumb' && TERM !== '' && (CI === '' || CI === 'false' || CI === '0');
}
