// The device names that users can give.

const ACCELERATOR = /^(auto|cpu|cuda(:\d+)?)$/;

/** What {@link isDeviceName} takes, for messages. */
export const DEVICE_NAMES = 'auto, cpu, cuda or cuda:N';

/** Whether `name` is `auto`, `cpu`, `cuda` or `cuda:N`, whether or not there is such a device here. */
export function isDeviceName(name: string): boolean {
  return ACCELERATOR.test(name);
}
