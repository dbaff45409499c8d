// A generator as an ONNX model: latents, and the numbers of classes, in; images out.
import { TadpoleError } from '../../errors';
import { type SavedGenerator, seededLatents } from '../../gan';
import type { Tensor, torch } from '../../torch';
import { Probe } from '../probe';
import { GraphBuilder } from './builder';
import { Call } from './call';
import type { OnnxModel } from './model';
import { converters } from './operators';

/** The names of the model's inputs and output. */
export const NAMES = { latents: 'latents', labels: 'labels', images: 'images' } as const;

/**
 * The ONNX model of a generator; call it inside of `torch.scope`.
 *
 * Its inputs are `latents` (float32, N x the shape of a latent) and, with classes, `labels` (int64, N); its output is `images`
 * (float32, N x C x H x W, in the generator's range of values). N is free.
 *
 * @throws TadpoleError that names an operator, and the module that calls it, when it is not exported; see {@link Probe.of}
 */
export function convertToOnnx(generator: SavedGenerator): OnnxModel {
  return new Conversion(generator, Probe.of(generator)).model();
}

class Conversion {
  private readonly builder = new GraphBuilder(NAMES.latents);
  private readonly values = new Map<string, string | readonly string[]>();
  private readonly tensors = new Map<Tensor, string>();

  constructor(
    private readonly generator: SavedGenerator,
    private readonly probe: Probe,
  ) {}

  model(): OnnxModel {
    const { builder, generator, probe } = this;
    const { latent, classes, calling, valueRange, card } = generator;
    const [latents = '', labels] = probe.graph.inputs;
    for (const name of Object.values(NAMES)) builder.unique(name);
    this.values.set(latents, builder.cast(NAMES.latents, 'float32', calling.dtype));
    if (labels !== undefined) this.values.set(labels, NAMES.labels);
    for (const node of probe.nodes) this.convert(node);
    const shape = this.finish();
    return {
      name: card?.recipe ?? 'generator',
      nodes: builder.nodes,
      constants: builder.constants,
      inputs: [
        { name: NAMES.latents, dtype: 'float32', shape: ['N', ...latent.shape] },
        ...(classes.length > 0 ? [{ name: NAMES.labels, dtype: 'int64', shape: ['N'] } as const] : []),
      ],
      outputs: [{ name: NAMES.images, dtype: 'float32', shape: ['N', ...shape] }],
      metadata: {
        latentShape: JSON.stringify(latent.shape),
        distribution: latent.distribution,
        valueRange: JSON.stringify(valueRange),
        ...(classes.length > 0 ? { classes: JSON.stringify(classes) } : {}),
        ...(card?.recipe === undefined ? {} : { recipe: card.recipe }),
        ...(card?.step === undefined ? {} : { step: String(card.step) }),
      },
    };
  }

  private convert(node: torch.jit.GraphNode): void {
    const { operator, arguments: given, outputs } = node;
    if (/^prim::(List|Tuple)Unpack$/.test(operator)) {
      const parts = [this.nameOf(Object.values(given)[0] as torch.jit.GraphExpression)].flat();
      outputs.forEach((name, index) => {
        this.values.set(name, parts[index] as string);
      });
      return;
    }
    // Sizes and lists of them are known: what uses them asks the probe.
    const gives = outputs.map((value) => this.probe.facts({ value }) ?? this.probe.parts({ value }));
    if (gives.every((facts) => facts === undefined || (Array.isArray(facts) && facts.length === 0))) return;
    const converter = converters[operator.replace(/^aten::/, '')];
    if (converter === undefined) {
      throw new TadpoleError(
        `${this.probe.placeOf(node)} calls ${operator}, which is not exported to ONNX`,
        'write the generator with another operator, or export it with --safetensors',
      );
    }
    const results = converter(new Call(node, this.probe, (from) => this.nameOf(from)), this.builder);
    if (outputs.length === 1) this.values.set(outputs[0] as string, results);
    else for (const [index, name] of outputs.entries()) this.values.set(name, results[index] as string);
  }

  /** The name of a value; a tensor that follows from no input becomes a constant when it is first used. */
  private nameOf(from: torch.jit.GraphExpression): string | readonly string[] {
    const constant = this.probe.constant(from);
    if (constant !== undefined) {
      let name = this.tensors.get(constant);
      if (name === undefined) {
        name = this.builder.tensor('tensor' in from ? from.tensor : 'computed', constant);
        this.tensors.set(constant, name);
      }
      return name;
    }
    const name = 'value' in from ? this.values.get(from.value) : undefined;
    if (name !== undefined) return name;
    throw new TadpoleError(
      'the generator computes with the number of images itself, which is not exported to ONNX',
      'write it so that only shapes follow from the number of images',
    );
  }

  /** Brings what the graph gives into the layout and dtype of images, as sampling does. @returns the shape of one image */
  private finish(): readonly number[] {
    const { builder, generator, probe } = this;
    const [output] = probe.graph.outputs;
    const facts = output && probe.facts(output);
    if (output === undefined || facts === undefined) {
      throw new TadpoleError(
        'the generator gives no tensor of images',
        'save a module that returns the images only',
      );
    }
    const shape = generator.generate(seededLatents(generator.latent, 1, 0)).shape.slice(1);
    const given = facts.shape.slice(1).map(Number);
    let images = builder.cast(this.nameOf(output) as string, facts.dtype, 'float32');
    if (given.length === 3 && given.join() !== shape.join()) {
      images = builder.add('Transpose', [images], { perm: [0, 3, 1, 2] });
    } else if (given.join() !== shape.join()) {
      images = builder.add('Reshape', [images, builder.numbers([-1, ...shape])]);
    }
    builder.nodes.push({
      name: builder.unique('Identity'),
      type: 'Identity',
      inputs: [images],
      outputs: [NAMES.images],
      attributes: {},
    });
    return shape;
  }
}
