// What two configurations do not share.

/** Names, and both values, of what differs; nested names have dots. */
export function differences(one: unknown, other: unknown): [name: string, one: string, other: string][] {
  const [before, after] = [flatten(one), flatten(other)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => [name, before.get(name) ?? 'none', after.get(name) ?? 'none']);
}

function flatten(value: unknown, place = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[place, String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, item]) => [
      ...flatten(item, place === '' ? key : `${place}.${key}`),
    ]),
  );
}
