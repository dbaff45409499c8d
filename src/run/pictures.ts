// The pictures that a training run leaves in its folder: reals, sample grids, the tutorial's own files, the loss plot.
import fs from 'node:fs';
import type { Dataset } from '../data';
import { type BatchImages, seededLatents, type Trainer } from '../gan';
import { makeGrid, saveGrid, saveImage, saveLossPlot, sideBySide, writePng } from '../images';
import { writeAtomically } from '../io';
import { type Tensor, torch } from '../torch';
import { readEvents } from './events';
import type { RunFolder } from './folder';
import { realsFor } from './reals';
import type { Picture, Recipe, Schedule } from './recipe';
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
    const count = Math.min(this.rows * this.columns, dataset.images.shape[0] as number);
    const images = dataset.images.narrow(0, 0, count);
    this.reals = torch.keep(torch.scope(() => realsFor(recipe, { images, labels: null }).images));
  }

  /** `reals.png`: real images in the layout of the sample grids. */
  saveReals(): void {
    saveGrid(this.folder.reals, this.reals, this.layout);
  }

  /** The grid of a step, from the same latents every time, and its copy under the tutorial's name. Returns the grid's file. */
  saveSample(step: number): string {
    const file = this.folder.sample(step);
    this.saveSamples(file, this.layout);
    const copy = this.recipe.output.tutorialFile?.(step);
    if (copy) writeAtomically(this.folder.file(copy), (temporary) => fs.copyFileSync(file, temporary));
    return file;
  }

  /** The pictures of a step's own batch that the tutorial shows. */
  saveBatch(step: number, batch: BatchImages): void {
    const { range } = this.layout;
    const reals = batch.reals.images;
    const fakes = batch.fakes?.images;
    for (const { file, show } of this.recipe.output.batchPictures?.(step) ?? []) {
      const target = this.folder.file(file);
      torch.scope(() => {
        if (show === 'firstReal') saveImage(target, reals.select(0, 0), { range });
        else if (!fakes) return;
        else if (show === 'firstFake') saveImage(target, fakes.select(0, 0), { range });
        else writePng(target, sideBySide(makeGrid(fakes, { range }), makeGrid(reals, { range })));
      });
    }
  }

  /** The last samples beside reals, and the pictures that the recipe makes once. Returns their files. */
  saveFinals(): string[] {
    torch.scope(() => {
      const samples = makeGrid(this.sample(this.rows * this.columns), this.layout);
      writePng(this.folder.comparison, sideBySide(samples, makeGrid(this.reals, this.layout)));
    });
    const finals = this.recipe.output.finals ?? [];
    for (const { file, ...layout } of finals) this.saveSamples(this.folder.file(file), layout);
    return [this.folder.comparison, ...finals.map(({ file }) => this.folder.file(file))];
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

  private saveSamples(file: string, layout: Omit<Picture, 'file'>): void {
    const samples = (): Tensor => this.sample(layout.rows * layout.columns);
    torch.scope(() => saveGrid(file, samples(), { ...this.layout, ...layout }));
  }

  private sample(count: number): Tensor {
    const { trainer, seed } = this;
    return trainer.generate(
      seededLatents(trainer.latent, count, streamSeed(seed, 'samples'), trainer.device),
    );
  }
}
