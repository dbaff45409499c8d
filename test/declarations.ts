// The package's declarations, checked by `tsc -p test`: internals are hidden, and their names are free in subclasses.
import { data, gan, images, metrics, nn, optim, run, settings, type Tensor, torch } from 'tadpole';
import * as exporting from 'tadpole/export';
import * as recipes from 'tadpole/recipes';

/** What other parts of Tadpole use, and users do not see. */
export const hidden = [
  // @ts-expect-error
  () => run.streamSeed,
  // @ts-expect-error
  () => run.Tolerance,
  // @ts-expect-error
  () => run.dataOfRun,
  // @ts-expect-error
  () => gan.StateRegistry,
  // @ts-expect-error
  () => images.BilinearResize,
  // @ts-expect-error
  () => metrics.networkOf,
  // @ts-expect-error
  () => data.RAW_FILE,
  // @ts-expect-error
  () => recipes.openSubject,
  // @ts-expect-error
  () => exporting.checkEnding,
  // @ts-expect-error
  () => settings.resolveSettings,
];

/** Objects that only Tadpole makes. */
export const made = [
  // @ts-expect-error
  () => new torch.Tensor(Symbol('key')),
  // @ts-expect-error
  () => new torch.jit.ScriptModule(() => {}, {}),
];

/** A module may have methods of any name. */
export class Net extends nn.Module {
  walk(): number {
    return this.register('walk') + this.tensors();
  }
  register(name: string): number {
    return name.length;
  }
  tensors(): number {
    return this.parameters().length;
  }
  forward(x: Tensor): Tensor {
    return x;
  }
}

/** So may a schedule. */
export class Constant extends optim.lrScheduler.LRScheduler {
  set(): number {
    return this.next(1);
  }
  protected override next(lr: number): number {
    return lr;
  }
}
