// The warning that tensors accumulate, while there is memory left.
import { machineMemory } from '../addon';

/** As a fraction of the machine's memory; few programs hold more than this on purpose, and one warning does them no harm. */
const SHARE = 0.5;

let warned = false;

/**
 * Warns, once, when tensors hold `bytes` of more than half of the machine's memory: by then a loop may be making tensors faster
 * than anything frees them. The warning is emitted at once, since such a loop never yields to the event loop.
 */
export function warnOfPileUp(bytes: number, memory = machineMemory): void {
  if (warned || bytes < SHARE * memory) return;
  warned = true;
  const gigabytes = (value: number): string => `${(value / 2 ** 30).toFixed(1)} GiB`;
  const warning = new Error(
    `tensors hold ${gigabytes(bytes)} of this machine's ${gigabytes(memory)}; if a loop makes them, free them in it: ` +
      'torch.scope(() => { ... }) frees at its end what was made inside, x.dispose() one tensor',
  );
  process.emit(
    'warning',
    Object.assign(warning, { name: 'TadpoleWarning', code: 'TADPOLE_TENSORS_PILE_UP' }),
  );
}
