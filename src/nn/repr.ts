// Printing modules the way PyTorch's repr does.

/** A floating setting as Python prints it: 0.2, 1.0, 1e-05. */
export function float(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return value.toFixed(1);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-4 && magnitude < 1e16) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A flag as Python prints it. */
export function flag(value: boolean): string {
  return value ? 'True' : 'False';
}

/** A pair (or longer list) as Python prints a tuple. */
export function tuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(', ')})`;
}

/** `Name(settings)` on one line, or the children indented below it. */
export function printTree(name: string, settings: string, children: [name: string, child: object][]): string {
  if (children.length === 0) return `${name}(${settings})`;
  const lines = children.map(
    ([childName, child]) => `(${childName}): ${String(child).replaceAll('\n', '\n  ')}`,
  );
  const body = [...(settings ? [settings] : []), ...lines];
  return `${name}(\n  ${body.join('\n  ')}\n)`;
}
