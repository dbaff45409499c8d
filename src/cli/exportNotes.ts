// What a model card says of the run that a generator comes from: its data, and the metrics of its step.
import type { CardNotes } from '../export';
import { RunFolder, readConfig, readEvents } from '../run';

const METRICS = ['fid', 'kid', 'precision', 'recall', 'density', 'coverage'];

/**
 * @param run the folder of the run
 * @param step the step of the generator; the metrics are those of an evaluation at this step, and of no other
 */
export function notesOfRun(run: string, step: number | undefined): Omit<CardNotes, 'license'> {
  const folder = RunFolder.open(run);
  const { data, settings } = readConfig(folder.config);
  const records = readEvents(folder.events).filter((record) => record.step === step);
  const values = records.flatMap((record) =>
    METRICS.flatMap((name) => (typeof record[name] === 'number' ? [[name, record[name]] as const] : [])),
  );
  const { evaluateCount, evaluateFeatures } = settings;
  return {
    datasets: [data.dataset],
    metrics: Object.fromEntries(values),
    measured: `Measured by \`tadpole train --evaluate-every\`, with evaluateCount ${evaluateCount} and evaluateFeatures ${evaluateFeatures}.`,
  };
}
