// An exponential moving average of a network's weights, which samples better than the network itself.
import { UsageError } from '../errors';
import type { Module } from '../nn';
import { checkMethods, describeValue } from '../options';
import { overload, type Tensor, torch } from '../torch';
import { type Moment, type Scheduled, valueAt } from './schedule';

/**
 * Keeps `average = decay * average + (1 - decay) * weights`; buffers (running statistics) are copied as they are.
 *
 * Yazici et al., "The unusual effectiveness of averaging in GAN training", 2018.
 */
export class WeightAverage {
  private readonly pairs: { averages: Tensor[]; weights: Tensor[] };
  private readonly buffers: [Tensor, Tensor][];
  private readonly lerp = overload('_foreach_lerp_', 'Scalar');

  /**
   * @param network a network of the same architecture as `source`, which receives the average
   * @param source the network that is trained
   * @param decay in [0, 1): the fraction of the old average that one step keeps, also as a function of the images shown
   * @throws UsageError for another decay, or for the source itself as the network
   */
  constructor(
    readonly network: Module,
    source: Module,
    readonly decay: Scheduled,
  ) {
    for (const [name, given] of Object.entries({ 'average.network': network, source }))
      checkMethods(name, given, ['loadStateDict', 'parameters', 'buffers'], 'an nn.Module');
    if (typeof decay !== 'number' && typeof decay !== 'function') {
      throw new UsageError(
        `average.decay: expected a number or a function of the images shown, got ${describeValue(decay)}`,
        'for example 0.999',
      );
    }
    if (typeof decay === 'number' && !(decay >= 0 && decay < 1)) {
      throw new UsageError(
        `average.decay: expected a number of at least 0 and below 1, got ${decay}`,
        'for example 0.999',
      );
    }
    if (source.parameters().some((parameter) => network.parameters().includes(parameter))) {
      throw new UsageError(
        'average.network: expected a network of its own, got one that shares parameters with the generator',
        'make a second network of the same architecture',
      );
    }
    network.loadStateDict(source.stateDict());
    network.eval().requiresGrad_(false);
    this.pairs = { averages: network.parameters(), weights: source.parameters() };
    const sources = source.buffers();
    this.buffers = network.buffers().map((buffer, index) => [buffer, sources[index] as Tensor]);
  }

  /** Updates the average with the source's weights. */
  update(moment: Moment): void {
    torch.noGrad(() => {
      const decay = valueAt(this.decay, moment, 'average.decay');
      this.lerp(this.pairs.averages, this.pairs.weights, 1 - decay);
      for (const [average, buffer] of this.buffers) average.copy_(buffer);
    });
  }
}
