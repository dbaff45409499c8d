// How a module's fields become named parameters, buffers and children.
import { isPlainObject } from '../options';
import { torch } from '../torch';
import { roleOf } from './fields';
import { isModule, withoutGuard } from './guard';

// Networks have few field names, and each step walks them.
const stateNames = new Map<string, string>();

/** The state dict's spelling of a field: `runningMean` becomes `running_mean`, `toRGB` becomes `to_rgb`. */
export function stateName(field: string): string {
  const known = stateNames.get(field);
  if (known !== undefined) return known;
  const name = field
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
  stateNames.set(field, name);
  return name;
}

/**
 * The parameters, buffers and modules among the fields of a module, in definition order. Arrays, Sets, Maps and plain
 * objects in the fields are searched, however deep: what they hold is named `field.0`, `field.1`, ... or `field.key`.
 *
 * @throws TypeError naming the field where a key cannot be part of a name, where a plain tensor lies beside parameters,
 * or where a getter makes a new tensor each time.
 */
export function* namedFields(module: object): Generator<[name: string, value: unknown]> {
  const owner = module.constructor.name;
  for (const [field, value] of Object.entries(withoutGuard(module))) {
    if (typeof value !== 'object' || value === null) continue;
    checkStable(module, field, value, `${owner}: field '${field}'`);
    yield* unfold(stateName(field), value, owner, new Set());
  }
}

function* unfold(
  name: string,
  value: object,
  owner: string,
  around: Set<object>,
): Generator<[name: string, value: unknown]> {
  if (roleOf(value) !== undefined || isModule(value)) yield [name, value];
  const entries = entriesOf(value);
  if (entries === undefined || around.has(value)) return;
  around.add(value);
  const holdsParameters = entries.some(([, item]) => roleOf(item) === 'parameter');
  for (const [key, item] of entries) {
    const path = `${name}.${String(key)}`;
    if (holdsParameters && item instanceof torch.Tensor && roleOf(item) === undefined) {
      throw new TypeError(
        `${owner}: '${path}' is a plain tensor beside parameters; mark it with nn.Parameter or nn.Buffer`,
      );
    }
    if (typeof item !== 'object' || item === null) continue;
    checkStable(value, key, item, `${owner}: '${path}'`);
    for (const found of unfold(path, item, owner, around)) {
      checkKey(key, `${owner}: '${name}'`);
      yield found;
    }
  }
  around.delete(value);
}

/** What a list, a Map or a plain object holds; undefined for anything else. */
function entriesOf(value: object): (readonly [key: unknown, item: unknown])[] | undefined {
  if (Array.isArray(value)) return [...value.entries()];
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...[...value].entries()];
  if (!isPlainObject(value)) return undefined;
  return Reflect.ownKeys(value).map((key) => [key, (value as Record<PropertyKey, unknown>)[key]]);
}

function checkKey(key: unknown, place: string): void {
  const isName = typeof key === 'string' ? key !== '' && !key.includes('.') : Number.isInteger(key);
  if (isName) return;
  const printed = typeof key === 'string' ? `'${key}'` : String(key);
  throw new TypeError(
    `${place} keeps parameters or modules under the key ${printed}; a key must be a string without dots, or a whole number`,
  );
}

function checkStable(holder: object, key: unknown, value: unknown, place: string): void {
  if (roleOf(value) === undefined && !isModule(value)) return;
  const again: unknown =
    Object.getOwnPropertyDescriptor(holder, key as PropertyKey)?.get?.call(holder) ?? value;
  if (again === value) return;
  throw new TypeError(
    `${place} is a getter that makes something new each time; keep what it gives in a field`,
  );
}
