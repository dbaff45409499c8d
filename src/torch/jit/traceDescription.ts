// The description of a module for the tracer: its tree of submodules, with the tensors of each.
import type { ModuleDescription } from '../addon';
import type { Tensor } from '../tensor';
import type { Traceable } from './trace';
import { checkFieldName, typeName } from './traceNames';

/**
 * The module's tree, from its dotted names; a name without a module of its own (an array of layers) gets an empty one.
 *
 * @throws UsageError for a field whose name a file cannot hold
 */
export function describeModule(module: Traceable): ModuleDescription {
  const root = node(module);
  for (const [path, child] of module.namedModules?.() ?? []) {
    if (path !== '') Object.assign(at(root, path), { type: typeName(child), training: child.training });
  }
  const parameters = new Set<Tensor>();
  for (const [, tensor] of module.namedParameters()) parameters.add(tensor);
  const state = module.stateDict();
  for (const [path, tensor] of Object.entries(state)) {
    const { parameters: own, buffers } = owner(root, path);
    (parameters.has(tensor) ? own : buffers).push([lastName(path), tensor]);
  }
  for (const [path, tensor] of module.namedBuffers()) {
    if (!Object.hasOwn(state, path)) owner(root, path).constants.push([lastName(path), tensor]);
  }
  return root;
}

function node(module: { readonly training: boolean }): ModuleDescription {
  return {
    type: typeName(module),
    training: module.training,
    parameters: [],
    buffers: [],
    constants: [],
    children: [],
  };
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The module that holds the tensor at `path`. */
function owner(root: ModuleDescription, path: string): ModuleDescription {
  const folder = path.slice(0, Math.max(path.lastIndexOf('.'), 0));
  checkFieldName(lastName(path), folder);
  return at(root, folder);
}

function at(root: ModuleDescription, path: string): ModuleDescription {
  let current = root;
  let above = '';
  for (const name of path === '' ? [] : path.split('.')) {
    checkFieldName(name, above);
    let child = current.children.find(([known]) => known === name)?.[1];
    if (child === undefined) {
      child = { ...node(root), type: 'Container', training: root.training };
      current.children.push([name, child]);
    }
    current = child;
    above = above === '' ? name : `${above}.${name}`;
  }
  return current;
}
