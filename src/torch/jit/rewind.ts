// Running a module without lasting effects: buffers and default generators are restored.

import type { Tensor } from '../tensor';
import { defaultGenerator, type Generator, noGrad } from '../tensor';

/** A snapshot of everything that a call of a module can change. */
export class Rewind {
  private readonly generators: { generator: Generator; state: Tensor }[];
  private readonly buffers: { buffer: Tensor; value: Tensor }[];

  /**
   * @param buffers the tensors that the module changes by itself
   * @param devices the devices that it draws random numbers on, beside the CPU
   */
  constructor(buffers: readonly Tensor[], devices: Iterable<string>) {
    this.generators = [...new Set(['cpu', ...devices])].map((device) => {
      const generator = defaultGenerator(device);
      return { generator, state: generator.getState() };
    });
    this.buffers = noGrad(() => buffers.map((buffer) => ({ buffer, value: buffer.detach().clone() })));
  }

  /** Restores everything. */
  apply(): void {
    for (const { generator, state } of this.generators) generator.setState(state);
    noGrad(() => {
      for (const { buffer, value } of this.buffers) buffer.copy_(value);
    });
  }
}
