// A generator from its description and its weights: no TorchScript is read, and no code but libtorch's operators runs.
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { TadpoleError } from '../../errors';
import { type LoadGeneratorOptions, SavedGenerator, seededLatents } from '../../gan';
import * as nn from '../../nn';
import { checkOptions } from '../../options';
import { DESCRIPTION } from '../../places';
import { type DType, type Tensor, torch } from '../../torch';
import { DESCRIPTION_VERSION, type Description, isDescribable, numberOf } from './describe';

/** The names of the files in the folder. */
export const FILES = {
  description: DESCRIPTION,
  weights: 'generator.safetensors',
  card: 'README.md',
  pictures: 'samples.png',
} as const;

const expression: z.ZodType<torch.jit.GraphExpression> = z.lazy(() =>
  z.union([
    z.strictObject({ value: z.string() }),
    z.strictObject({ tensor: z.string() }),
    z.strictObject({ constant: constant }),
    z.strictObject({ list: z.array(expression) }),
  ]),
);
const constant: z.ZodType<torch.jit.GraphConstant> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string().transform(numberOf), z.array(constant)]),
);
const size = z.number().int().positive();

const schema: z.ZodType<Description> = z.object({
  format: z.literal('tadpole-generator'),
  version: z.literal(DESCRIPTION_VERSION),
  latentShape: z.array(size).min(1),
  distribution: z.enum(['normal', 'uniform']),
  latentDtype: z.enum(['float32', 'float16', 'float64', 'bfloat16']),
  valueRange: z.array(z.number()).length(2),
  imageShape: z.array(size),
  classes: z.array(z.string()).optional(),
  recipe: z.string().optional(),
  step: z.number().int().nonnegative().optional(),
  inputs: z.array(z.string()).min(1).max(2),
  layers: z.array(
    z.object({
      operator: z.string(),
      overload: z.string(),
      arguments: z.record(z.string(), expression),
      outputs: z.array(z.string()),
    }),
  ),
  output: expression,
});

/**
 * Opens a generator that {@link saveSafetensors} wrote.
 *
 * @throws TadpoleError when a file is missing or damaged, or names an operator that no generator needs: one that writes into
 *   its arguments or reads files
 */
export function openDescribed(
  folder: string,
  options: Pick<LoadGeneratorOptions, 'device'> = {},
): SavedGenerator {
  checkOptions('openDescribed', options, ['device']);
  const { device = 'cpu' } = options;
  const file = path.join(folder, FILES.description);
  const description = readDescription(file);
  const script = torch.scope(() => {
    const network = new DescribedNetwork(
      description,
      torch.load(path.join(folder, FILES.weights)) as Record<string, Tensor>,
    );
    network.to(device);
    const latents = seededLatents(
      { shape: description.latentShape, distribution: description.distribution },
      2,
      0,
      device,
    );
    const labels = description.classes ? [torch.zeros([2], { dtype: 'int64', device })] : [];
    try {
      return torch.jit.trace(network.eval(), [latents, ...labels]);
    } catch (error) {
      throw new TadpoleError(
        `${file} describes no generator that can run: ${(error as Error).message}`,
        HINT,
        {
          cause: error,
        },
      );
    }
  });
  const { latentShape, distribution, valueRange, imageShape, classes, recipe, step } = description;
  return SavedGenerator.from(script, folder, { device }, () => ({
    latentShape,
    distribution,
    valueRange: valueRange as [number, number],
    imageShape,
    ...(classes ? { classes } : {}),
    ...(recipe === undefined ? {} : { recipe }),
    ...(step === undefined ? {} : { step }),
  }));
}

const HINT = 'export the generator again with `tadpole export --safetensors`';

function readDescription(file: string): Description {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TadpoleError(`${file} cannot be read: ${(error as Error).message}`, HINT, { cause: error });
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new TadpoleError(`${file} is damaged: ${issue?.path.join('.')}: ${issue?.message}`, HINT);
  }
  const description = result.data;
  for (const { operator, overload } of description.layers) checkOperator(file, operator, overload);
  return description;
}

/** @throws TadpoleError for an operator that does more than compute its results */
function checkOperator(file: string, operator: string, overload: string): void {
  if (isDescribable(operator, overload)) return;
  throw new TadpoleError(`${file} calls ${operator}, which is not allowed in a description`, HINT);
}

type Fields = Record<string, unknown>;

/** A module that only holds weights and other modules. */
class Holder extends nn.Module {
  child(name: string): Holder {
    const fields = this as unknown as Fields;
    fields[name] ??= new Holder();
    return fields[name] as Holder;
  }

  tensorAt(name: string): Tensor {
    return name
      .split('.')
      .reduce((place, part) => place[part] as Fields, this as unknown as Fields) as unknown as Tensor;
  }

  forward(): never {
    throw new Error('this module only holds weights');
  }
}

/** The network that a description tells of; its weights are named as in the file. */
class DescribedNetwork extends nn.Module {
  private readonly layers: Description['layers'];
  private readonly inputs: readonly string[];
  private readonly latentDtype: DType;
  private readonly output: torch.jit.GraphExpression;
  private readonly names: readonly string[];
  /** Every weight, in modules of the names that it had. */
  readonly weights = new Holder();

  constructor({ inputs, layers, output, latentDtype }: Description, weights: Record<string, Tensor>) {
    super();
    this.inputs = inputs;
    this.latentDtype = latentDtype;
    this.layers = layers;
    this.output = output;
    this.names = Object.keys(weights);
    for (const [name, tensor] of Object.entries(weights)) {
      const parts = name.split('.');
      const field = parts.pop() as string;
      const owner = parts.reduce((holder, part) => holder.child(part), this.weights);
      // As parameters they are found by what looks for the largest weights; statistics take no gradients.
      if (tensor.isFloatingPoint()) owner.registerParameter(field, tensor);
      else owner.registerBuffer(field, tensor);
    }
    for (const parameter of this.parameters()) parameter.requiresGrad = false;
  }

  forward(latents: Tensor, ...labels: Tensor[]): Tensor {
    const tensors = Object.fromEntries(this.names.map((name) => [name, this.weights.tensorAt(name)]));
    const nodes = this.layers.map((layer) => ({ ...layer, module: '' }));
    const graph = { inputs: this.inputs, nodes, outputs: [this.output], tensors };
    return torch.jit.evaluateGraph(graph, [latents.to(this.latentDtype), ...labels]).outputs[0] as Tensor;
  }
}
