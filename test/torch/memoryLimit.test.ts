// Main memory of the process: reported, limited, and returned when little is left.
import { torch } from 'tadpole';
import { MEBIBYTE, run } from './alone';

describe('torch.memory', () => {
  test('tells what is in use, kept, and the peak, of blocks of 64 KiB and more', () => {
    const [made, freed, later, reset, small] = run<{ inUse: number; kept: number; peak: number }[]>(`
      const before = torch.memory();
      const told = () => {
        const { inUse, kept, peak } = torch.memory();
        return { inUse: inUse - before.inUse, kept, peak: peak - before.inUse };
      };
      torch.emptyCache();
      torch.resetPeakMemoryStats();
      const tensors = [bytes(8 * MEBIBYTE, 0), bytes(4 * MEBIBYTE, 0)];
      const answers = [told()];
      for (const tensor of tensors) tensor.dispose();
      answers.push(told());
      bytes(4 * MEBIBYTE, 0).dispose();
      answers.push(told());
      torch.resetPeakMemoryStats();
      answers.push(told());
      const small = bytes(65535, 0);
      answers.push(told());
      answer(answers);
    `);
    expect(made).toEqual({ inUse: 12 * MEBIBYTE, kept: 0, peak: 12 * MEBIBYTE });
    expect(freed).toEqual({ inUse: 0, kept: 12 * MEBIBYTE, peak: 12 * MEBIBYTE });
    expect(later).toEqual(freed);
    expect(reset).toEqual({ inUse: 0, kept: 12 * MEBIBYTE, peak: 0 });
    expect(small).toEqual(reset);
  });

  test('counts nothing where nothing is kept', () => {
    const memory = run<Record<string, number>>('bytes(MEBIBYTE, 0); answer(torch.memory());', {
      TADPOLE_NO_MEMORY_CACHING: '1',
    });
    expect(memory).toMatchObject({ tensors: 1, inUse: 0, kept: 0, peak: 0, limit: null });
  });
});

describe('torch.setMemoryLimit', () => {
  test('refuses what would pass it, after what is kept was given back', () => {
    const [limits, kept, refused, peak, lifted] = run<[number[], number, string, number, string]>(`
      const limits = [torch.memory().limit];
      torch.emptyCache();
      torch.setMemoryLimit(64 * MEBIBYTE);
      limits.push(torch.memory().limit);
      bytes(40 * MEBIBYTE, 0).dispose();
      const half = bytes(32 * MEBIBYTE, 0);
      const { kept } = torch.memory();
      const outcome = (mebibytes) => {
        try {
          bytes(mebibytes * MEBIBYTE, 0).dispose();
          return 'has it';
        } catch (error) {
          return error.message;
        }
      };
      const refused = outcome(40);
      const { peak } = torch.memory();
      torch.setMemoryLimit(Infinity);
      answer([limits, kept, refused, peak, outcome(40)]);
    `);
    expect(limits).toEqual([null, 64 * MEBIBYTE]);
    // The block of 40 MiB could not stay beside the 32 in use.
    expect(kept).toBe(0);
    expect(refused).toMatch(
      /out of memory: 41943040 bytes .* beside the 33554432 in use, would pass the limit of 67108864 bytes; .*torch\.setMemoryLimit/,
    );
    expect(peak).toBeLessThanOrEqual(64 * MEBIBYTE);
    expect(lifted).toBe('has it');
  });

  test('what is in use already stays', () => {
    const [whole, refused] = run<[boolean, boolean]>(`
      const ones = bytes(16 * MEBIBYTE, 1);
      torch.setMemoryLimit(MEBIBYTE);
      let refused = false;
      try {
        bytes(512 * 1024, 0);
      } catch {
        refused = true;
      }
      torch.setMemoryLimit(Infinity);
      answer([ones.eq(1).all().item(), refused]);
    `);
    expect(whole).toBe(true);
    expect(refused).toBe(true);
  });

  test.each<[unknown, RegExp]>([
    [-1, /whole number of at least 0, or Infinity for no limit, got -1/],
    [1.5, /got 1\.5/],
    [Number.NaN, /'bytes' must be a number/],
    ['1 GB', /'bytes' must be a number, got .*1 GB/],
  ])('takes no %p', (bytes, message) => {
    expect(() => torch.setMemoryLimit(bytes as number)).toThrow(message);
  });

  test('says so where there is nothing to limit', () => {
    const message = run<string>('try { torch.setMemoryLimit(1); } catch (error) { answer(error.message); }', {
      TADPOLE_NO_MEMORY_CACHING: '1',
    });
    expect(message).toMatch(/cannot be limited: TADPOLE_NO_MEMORY_CACHING is set/);
  });
});

// Elsewhere the system does not say how much memory is left.
(process.platform === 'linux' ? test : test.skip)('nothing is kept while little memory is left', () => {
  const [before, kept, after] = run<[number, number, number]>(`
    const addon = { exports: {} };
    process.dlopen(addon, ADDON);
    const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    const keeps = () => {
      bytes(4 * MEBIBYTE, 0).dispose();
      return torch.memory().kept;
    };
    torch.emptyCache();
    const before = keeps();
    // Of so large a machine, hardly anything is left.
    addon.exports.setMachineMemory(2 ** 52);
    while (torch.memory().kept > 0) pause();
    const kept = keeps();
    // Of one of 16 MiB, more than all.
    addon.exports.setMachineMemory(16 * MEBIBYTE);
    while (keeps() === 0) pause();
    answer([before, kept, torch.memory().kept]);
  `);
  expect(before).toBe(4 * MEBIBYTE);
  expect(kept).toBe(0);
  expect(after).toBe(4 * MEBIBYTE);
});
