// Images between classes: the graph of a class-conditional generator, with weights of the classes in the place of labels.
import { UsageError } from '../errors';
import { checkList, checkWhole, describeNumber } from '../options';
import { torch } from '../torch';

type Graph = torch.jit.Graph;
type GraphNode = torch.jit.GraphNode;
type GraphExpression = torch.jit.GraphExpression;

/**
 * A graph that takes weights of all classes, float [batch, classes], where the given one takes labels, int64 [batch]: an embedding
 * of a label becomes the weighted mean of the embeddings of all classes, the one-hot code of a label the weights themselves. With all
 * weight on one class, its values are those of that class.
 *
 * @param graph of a generator, with inputs (latents, labels)
 * @throws UsageError when the generator does something else with labels
 */
export function withClassWeights(graph: Graph): Graph {
  const [, labels = ''] = graph.inputs;
  const isLabels = (from: GraphExpression | undefined): boolean =>
    from !== undefined && 'value' in from && from.value === labels;
  const nodes = graph.nodes.map((node): GraphNode => {
    const { operator, arguments: given } = node;
    if (!Object.values(given).some(isLabels)) return node;
    if (operator === 'aten::embedding' && isLabels(given['indices'])) {
      const { indices, weight } = given as Record<'indices' | 'weight', GraphExpression>;
      return { ...node, operator: 'aten::matmul', overload: '', arguments: { self: indices, other: weight } };
    }
    if (operator === 'aten::one_hot' && isLabels(given['self'])) {
      const { self } = given as Record<'self', GraphExpression>;
      return { ...node, operator: 'aten::alias', overload: '', arguments: { self } };
    }
    throw new UsageError(
      `the generator has no images between classes: it uses the class in ${operator}`,
      'ask for one class at a time with --class',
    );
  });
  return { ...graph, nodes };
}

/**
 * The weights of the classes on a path through some of them: from one to the next in even steps, as `interpolateLatents` leads
 * through latents.
 *
 * @param stops numbers of classes, two or more
 * @param classes how many there are
 * @param between frames between consecutive stops
 * @param closed whether the path leads back to its beginning
 * @returns float32 [frames, classes]; each row sums to 1
 * @throws UsageError for fewer than two stops, or one that is no class
 */
export function classPath(
  stops: readonly number[],
  classes: number,
  between: number,
  closed: boolean,
): torch.Tensor {
  checkWhole('classPath', 'classes', classes, 1);
  checkWhole('classPath', 'between', between, 0);
  checkList('classPath', 'stops', stops);
  const isClass = (stop: number): boolean => Number.isInteger(stop) && stop >= 0 && stop < classes;
  if (stops.length < 2 || !stops.every(isClass)) {
    throw new UsageError(
      `stops: expected two or more numbers of classes from 0 to ${classes - 1}, got ${describeNumber(stops)}`,
    );
  }
  const legs = closed ? stops.length : stops.length - 1;
  const steps = between + 1;
  const frames = legs * steps + (closed ? 0 : 1);
  const weights = new Float32Array(frames * classes);
  const add = (frame: number, stop: number, weight: number): void => {
    const at = frame * classes + (stops[stop % stops.length] as number);
    weights[at] = (weights[at] as number) + weight;
  };
  for (let frame = 0; frame < frames; frame++) {
    const leg = Math.floor(frame / steps);
    const time = (frame % steps) / steps;
    add(frame, leg, 1 - time);
    if (time > 0) add(frame, leg + 1, time);
  }
  return torch.tensor(weights, { shape: [frames, classes] });
}
