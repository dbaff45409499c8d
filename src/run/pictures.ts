// The pictures that a training run leaves in its folder: reals, sample grids, the recipe's own, the loss plot.
import type { Dataset } from '../data';
import { type BatchImages, seededLatents, type Trainer } from '../gan';
import { makeGrid, saveGrid, saveLossPlot, sideBySide, writePng } from '../images';
import { type Tensor, torch } from '../torch';
import { evaluationsIn } from './evaluating';
import { readEvents } from './events';
import type { RunFolder } from './folder';
import { realsFor } from './reals';
import type { Recipe, RunPlace, Schedule } from './recipe';
import { streamSeed } from './seeds';

/** Draws the pictures of one run. */
export class RunPictures {
  private readonly rows: number;
  private readonly columns: number;
  /** The data's first images as the networks see them. */
  private readonly reals: Tensor;

  constructor(
    private readonly recipe: Recipe,
    private readonly trainer: Trainer,
    private readonly folder: RunFolder,
    dataset: Dataset,
    settings: Schedule,
    private readonly seed: number,
  ) {
    this.rows = settings.gridRows;
    this.columns = settings.gridColumns;
    const count = Math.min(this.rows * this.columns, dataset.images.size(0));
    const images = dataset.images.narrow(0, 0, count);
    this.reals = torch.keep(torch.scope(() => realsFor(recipe, { images, labels: null }).images));
  }

  /** `reals.png`: real images in the layout of the sample grids. */
  saveReals(): void {
    saveGrid(this.folder.reals, this.reals, this.layout);
  }

  /** The grid of a step, always from the same latents. Returns its file. */
  saveSample(step: number): string {
    const file = this.folder.newSample(step);
    torch.scope(() => saveGrid(file, this.sample(this.rows * this.columns), this.layout));
    this.recipe.output.sampled?.(file, this.placeAt(step));
    return file;
  }

  /** What the recipe shows of a step's own batch. */
  saveBatch(step: number, images: BatchImages): void {
    torch.scope(() => this.recipe.output.batch?.(images, this.placeAt(step)));
  }

  /** The last samples beside reals, and the pictures that the recipe makes once. Returns their files. */
  saveFinals(step: number): string[] {
    const samples = (count: number): Tensor => this.sample(count);
    torch.scope(() => {
      const grid = makeGrid(samples(this.rows * this.columns), this.layout);
      writePng(this.folder.comparison, sideBySide(grid, makeGrid(this.reals, this.layout)));
    });
    const own = torch.scope(() => this.recipe.output.finished?.(samples, this.placeAt(step)) ?? []);
    return [this.folder.comparison, ...own];
  }

  /** The loss curves of everything that was logged so far. */
  saveLossPlot(): void {
    const isNumber = (value: unknown): boolean => typeof value === 'number';
    const records = readEvents(this.folder.events).filter(
      ({ dLoss, gLoss }) => isNumber(dLoss) && isNumber(gLoss),
    );
    if (records.length === 0) return;
    const column = (name: string): number[] => records.map((record) => Number(record[name]));
    saveLossPlot(this.folder.losses, {
      title: `Losses of ${this.recipe.name}`,
      steps: column('step'),
      series: { Generator: column('gLoss'), Discriminator: column('dLoss') },
    });
  }

  dispose(): void {
    this.reals.dispose();
  }

  private get layout() {
    return { rows: this.rows, columns: this.columns, range: this.trainer.image.range };
  }

  /** The metrics of all evaluations so far, FID and KID as parts of their largest values. */
  saveMetricsPlot(): void {
    const records = evaluationsIn(readEvents(this.folder.events));
    const series = Object.fromEntries(
      ['fid', 'kid', 'precision', 'recall', 'density', 'coverage'].flatMap((name) => {
        const values = records.map((record) => Number(record[name] ?? Number.NaN));
        if (!values.some(Number.isFinite)) return [];
        const largest = Math.max(...values.filter(Number.isFinite));
        const isDistance = name === 'fid' || name === 'kid';
        const label = isDistance ? `${name} / ${largest.toPrecision(3)}` : name;
        return [[label, isDistance && largest > 0 ? values.map((value) => value / largest) : values]];
      }),
    );
    saveLossPlot(this.folder.metrics, {
      title: `Metrics of ${this.recipe.name}`,
      yLabel: 'Value',
      steps: records.map(({ step }) => step),
      series,
    });
  }

  private placeAt(step: number): RunPlace {
    return { step, range: this.layout.range, file: (name) => this.folder.file(name) };
  }

  private sample(count: number): Tensor {
    const { trainer, seed, columns } = this;
    const latents = seededLatents(trainer.latent, count, streamSeed(seed, 'samples'), trainer.device);
    const { length } = trainer.classes;
    // A class in every row.
    const classes = Array.from({ length: count }, (_, index) => Math.floor(index / columns) % length);
    return trainer.generate(latents, length > 0 ? { classes } : {});
  }
}
