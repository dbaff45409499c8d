// `tadpole evaluate`: measures how good a generator is, and reports how that was measured.
import fs from 'node:fs';
import path from 'node:path';
import type { Dataset } from '../data';
import { type Group, join, leave, ownDevice, requireSameValues, setOwnThreads } from '../dist';
import { UsageError } from '../errors';
import { writePng } from '../images';
import { makeFolder, writeAtomically } from '../io';
import {
  checkFeaturesWord,
  checkMetricNames,
  compare,
  type Evaluation,
  evaluate,
  type FeatureNetwork,
  type ImageSource,
  type MetricName,
  nearestPicture,
  openFeatures,
  openTogether,
  requireEnoughForClassifier,
  sourceOf,
} from '../metrics';
import { openSubject, type Subject } from '../recipes';
import { torch } from '../torch';
import { warnOnConsole } from '../warn';
import { readEvaluation, requireSamePlan } from './against';
import { downloadProgress } from './downloading';
import { DEFAULT_COUNT, type EvaluateArguments, evaluatePlan, RESULT_FILE } from './evaluateFlags';
import { comparisonLines, protocolLines, valueLines } from './evaluateReport';
import { EXIT } from './failure';
import { deviceFlag, threadsFlag } from './options';
import { printJson } from './output';
import { readingDisplay } from './reading';
import { type StageDisplay, stageDisplay } from './stages';

/** What to evaluate, how, and the result that this one is to be compared with. */
type Plan = ReturnType<typeof planFor>;

/** Evaluates; prints the numbers, or one JSON object (`--json`), and writes both and a picture into a folder (`--out`). */
export async function run(args: EvaluateArguments, words: readonly string[] = []): Promise<number> {
  const plan = planFor(args);
  if (plan.metrics) checkMetricNames('--metrics', plan.metrics);
  if (args.features !== undefined) checkFeaturesWord('--features', args.features);
  const { processCount, runProcesses, tellOfLoss, withoutProcesses } = await import('./processes.js');
  if (args.nproc !== undefined) {
    return await runProcesses(withoutProcesses(words), await processCount(args.nproc));
  }
  const group = await join();
  try {
    return await evaluateIn(group, args, plan);
  } catch (error) {
    tellOfLoss(error);
    throw error;
  } finally {
    await leave();
  }
}

function planFor(args: EvaluateArguments) {
  const { against } = args;
  return { ...evaluatePlan(args), against: against === undefined ? undefined : readEvaluation(against) };
}

/** Evaluates with the other processes of a group. The first one alone prints and writes. */
async function evaluateIn(group: Group, args: EvaluateArguments, plan: Plan): Promise<number> {
  setOwnThreads(threadsFlag(args.threads));
  const asked = deviceFlag(args.device) ?? 'auto';
  const device = ownDevice(torch.resolveDevice(asked), asked);
  const isFirst = group.rank === 0;
  // First, so that nothing is computed that cannot be written.
  if (args.out !== undefined && isFirst) makeFolder(args.out);
  const display = isFirst ? stageDisplay() : SILENT;
  let subject: Subject | undefined;
  let network: FeatureNetwork | undefined;
  try {
    subject = await openSubject(args.generator, {
      device,
      data: args.data,
      count: plan.count,
      mostSamples: DEFAULT_COUNT,
      size: plan.size,
      seed: plan.seed,
      truncation: plan.truncation,
      ...plan.generator,
      ...(isFirst ? { progress: readingDisplay() } : {}),
    });
    const compared = {
      samples: subject.samples,
      reals: subject.reals,
      heldOut: subject.heldOut,
      metrics: plan.metrics as MetricName[] | undefined,
      realCount: plan.reals,
      control: args.control === 'classes' ? otherClasses(subject) : undefined,
      seed: plan.seed,
    };
    if (plan.against) requireSamePlan(compared, plan.against);
    const sized = (size: number): void => requireEnoughForClassifier(compared, size);
    const opened = await openTogether(() =>
      featuresFor(subject as Subject, args, plan, { device, display, sized }),
    );
    network = opened.network;
    if (network === undefined) throw opened.failure;
    requireSameValues('their feature networks', { hash: network.hash });
    const result = await evaluate({
      network,
      ...compared,
      sampleClasses: subject.sampleClasses,
      against: plan.against,
      warn: isFirst ? warnOnConsole : () => {},
      progress: display.to,
      shared: true,
    });
    display.stop();
    if (isFirst) report(subject, result, args, plan);
    return EXIT.done;
  } finally {
    display.stop();
    network?.dispose();
    subject?.dispose();
  }
}

const SILENT: StageDisplay = { to: () => {}, say: () => {}, stop: () => {} };

async function featuresFor(
  { samples, labelled }: Subject,
  { features, resize }: EvaluateArguments,
  { shape, valueRange }: Plan,
  { device, display, sized }: { device: string; display: StageDisplay; sized: (size: number) => void },
): Promise<FeatureNetwork> {
  const imageShape = torch.scope(() => samples.part(0, 1).shape.slice(1)) as [number, number, number];
  return openFeatures(features, {
    imageShape,
    labelled,
    shape,
    range: valueRange,
    resize,
    device,
    sized,
    log: display.say,
    progress: (done, total) => display.to('training the classifier: image', done, total),
    ...(display === SILENT ? {} : { download: { log: display.say, progress: await downloadProgress() } }),
  });
}

/** @throws UsageError when the real images are not some classes of a larger data set */
function otherClasses({ reals, labelled }: Subject): ImageSource {
  const { images, labels } = labelled ?? reals;
  const own = new Set(classesOf(reals));
  const others = classesOf(labelled ?? reals).flatMap((name, position) => (own.has(name) ? [] : [position]));
  if (others.length > 0) return sourceOf(images, labels, Int32Array.from(others));
  throw new UsageError(
    '--control classes: the data set has no images of classes other than those that were trained on',
    'take --control noise',
  );
}

/** The name of the class of each image; none where the data has no classes. */
function classesOf({ labels, classes }: Pick<Dataset, 'labels' | 'classes'>): string[] {
  if (labels === null) return [];
  return Array.from(labels.toTypedArray() as BigInt64Array, (label) => classes[Number(label)] as string);
}

function report(subject: Subject, result: Evaluation, args: EvaluateArguments, plan: Plan): void {
  const written = args.out === undefined ? [] : write(args.out, subject, result);
  const compared = plan.against && compare(result, plan.against);
  if (args.json) {
    printJson({ subject: subject.name, ...result, ...(compared ? { compared } : {}) });
    return;
  }
  console.log([subject.name, ...protocolLines(result), '', ...valueLines(result.values)].join('\n'));
  if (compared) console.log(comparisonLines(compared, args.against as string).join('\n'));
  for (const file of written) console.log(`\n${file}`);
}

/** Writes the result, and the picture of the nearest training images where they were looked for. Returns the files. */
function write(folder: string, subject: Subject, result: Evaluation): string[] {
  const file = path.join(folder, RESULT_FILE);
  const text = `${JSON.stringify({ subject: subject.name, ...result }, null, 2)}\n`;
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, text));
  const pairs = result.values.memorisation?.nearest ?? [];
  if (pairs.length === 0) return [file];
  const picture = path.join(folder, 'nearest.png');
  writePng(picture, nearestPicture(subject.samples, subject.reals, pairs));
  return [file, picture];
}
