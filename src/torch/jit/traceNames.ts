// Names that a TorchScript file can hold: it is a program in a dialect of Python, which has reserved words.
import { UsageError } from '../../errors';

/** Keywords of TorchScript. */
const RESERVED = new Set(
  (
    'None True False NoneType Ellipsis and as assert break class continue def del elif else for from global if import ' +
    'in is not or pass raise return while with'
  ).split(' '),
);

/** What every module has under these names, in the file or once Python opened it. */
const TAKEN = new Set(
  'torch training forward __annotations__ __parameters__ __buffers__ _c _modules _parameters _buffers'.split(
    ' ',
  ),
);

/**
 * Checks that a file can hold a field of this name.
 *
 * @param path the dotted name of the module that has the field; '' for the outermost one
 * @throws UsageError naming the field
 */
export function checkFieldName(name: string, path: string): void {
  const problem = problemOf(name);
  if (problem === null) return;
  const where = path === '' ? 'the module' : `'${path}'`;
  throw new UsageError(
    `trace: a field of ${where} is named ${JSON.stringify(name)} in the state dict, ${problem}`,
    'rename the field; its name becomes part of the TorchScript file',
  );
}

function problemOf(name: string): string | null {
  if (name === '') return 'which is not a name';
  if (RESERVED.has(name)) return 'which is a reserved word of TorchScript';
  if (TAKEN.has(name)) return 'which TorchScript modules use for something else';
  if (!/^[\x20-\x7e]+$/.test(name) || /["\\]/.test(name))
    return 'which has characters that TorchScript does not allow';
  return null;
}

/** Whether a variable can have this name. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !RESERVED.has(name) && name !== 'self';
}

/** The name of the module's class, made one that the file can hold. */
export function typeName(module: object): string {
  const name = module.constructor.name.replace(/\W/g, '_');
  return /^[A-Za-z]/.test(name) && !RESERVED.has(name) ? name : `Module${name}`;
}
