// Whether a stream goes to a terminal on which a line can be drawn again.

interface Output {
  isTTY?: boolean;
}

/**
 * False where escape codes would be printed as they are: in files and pipes, on terminals that call themselves dumb (as those
 * of editors do) or do not say what they are, and in the logs of CI.
 */
export function canRedraw(
  { isTTY = false }: Output,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const { TERM = platform === 'win32' ? 'windows' : 'dumb', CI = '' } = environment;
  return isTTY && TERM !== 'dumb' && TERM !== '' && (CI === '' || CI === 'false' || CI === '0');
}
