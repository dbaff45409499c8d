// A network's output in inference mode.
import type { Module } from '../nn';
import { checkMethods } from '../options';
import { type Tensor, torch } from '../torch';

/** Runs a network in inference mode, without a graph, and leaves it in the mode it was in: what Keras' `predict` returns. */
export function predict(network: Module, ...inputs: Tensor[]): Tensor {
  checkMethods('predict: network', network, ['forward', 'eval', 'train'], 'an nn.Module');
  return inferring(network, () => torch.noGrad(() => network.forward(...inputs)));
}

/** Runs `use` while the network is in inference mode. */
export function inferring<T>(network: Module, use: (network: Module) => T): T {
  const { training } = network;
  network.eval();
  try {
    return use(network);
  } finally {
    network.train(training);
  }
}
