// The model card beside the weights: what Hugging Face's hub shows of a model, in Markdown with a head of YAML.
import type { Description } from './describe';
import { FILES } from './rebuild';

/** What the card says beside the description. */
export interface CardNotes {
  /** An identifier of the hub's list of licences, such as `mit`; another text becomes the name of a licence. Default `unknown`. */
  license?: string;
  /** Names of the data that the generator was trained on. */
  datasets?: readonly string[];
  /** Results of an evaluation by the names of the metrics. */
  metrics?: Readonly<Record<string, number>>;
  /** How the metrics were measured, as a sentence. */
  measured?: string;
}

/** The text of the card (huggingface.co/docs/hub/model-cards). */
export function modelCard(description: Description, notes: CardNotes): string {
  const { recipe, step, latentShape, distribution, imageShape, valueRange, classes, layers } = description;
  const { license = 'unknown', datasets = [], metrics = {}, measured } = notes;
  const names = Object.keys(metrics);
  const list = (key: string, items: readonly string[]): string[] =>
    items.length > 0 ? [`${key}:`, ...items.map((item) => `- ${quoted(item)}`)] : [];
  const head = [
    '---',
    ...licenceLines(license),
    'pipeline_tag: unconditional-image-generation',
    'library_name: tadpole',
    ...list('tags', ['gan', 'image-generation']),
    ...list('datasets', datasets),
    ...list('metrics', names),
    '---',
  ];
  const trained = step === undefined ? '' : `, trained for ${step.toLocaleString('en')} steps`;
  const body = [
    `# ${recipe ?? 'Generator'}`,
    '',
    `A generator of images of ${imageShape.join(' x ')} (channels, height, width)${trained}.`,
    '',
    `![Pictures of the generator](${FILES.pictures})`,
    '',
    '## Use',
    '',
    `- In: latents, N x ${latentShape.join(' x ')}, ${distribution === 'normal' ? 'drawn from N(0, 1)' : 'drawn from U(-1, 1)'}${classes ? `; and the numbers of classes, N: ${classes.join(', ')}` : ''}.`,
    `- Out: images with values from ${valueRange.join(' to ')}.`,
    `- \`${FILES.weights}\` holds the weights, \`${FILES.description}\` the ${layers.length} operators that they go through, in order.`,
    '',
    '```',
    'npx tadpole sample <this folder> --count 64',
    '```',
    ...(names.length > 0
      ? [
          '',
          '## Evaluation',
          '',
          ...(measured === undefined ? [] : [measured, '']),
          '| metric | value |',
          '|---|---|',
          ...names.map((name) => `| ${name} | ${Number(metrics[name]?.toPrecision(4))} |`),
        ]
      : []),
  ];
  return `${[...head, '', ...body].join('\n')}\n`;
}

/** The hub takes identifiers in small letters, such as `mit`, or `other` with a name made of them. */
function licenceLines(license: string): string[] {
  const small = license.toLowerCase();
  if (/^[a-z0-9][a-z0-9.+-]*$/.test(small)) return [`license: ${quoted(small)}`];
  const name = small.replaceAll(/[^a-z0-9.]+/g, '-').replaceAll(/^-|-$/g, '');
  return ['license: other', `license_name: ${quoted(name || 'unnamed')}`];
}

// What YAML reads as truth values, as nothing, or (an exponent, a date) as numbers.
const NOT_TEXT = /^(true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

/** A text as a scalar of YAML. */
function quoted(text: string): string {
  return /^[a-z][\w.-]*$/i.test(text) && !NOT_TEXT.test(text) ? text : JSON.stringify(text);
}
