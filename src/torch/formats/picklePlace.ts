// The place of a value in a pickle's data, for errors about it.
import { PickleGlobal } from './pickleValue';

/** Dict keys and list positions, from the outside in. */
export type Place = readonly (string | number)[];

/** ` at model.weight`, for the end of an error; nothing for the root. */
export function placeText(place: Place): string {
  return place.length === 0 ? '' : ` at ${place.join('.')}`;
}

/** Where the value under construction will be, as the pickle machine's stack with its marks tells. */
export function placeIn(stack: readonly unknown[], mark: symbol): Place {
  const place: (string | number)[] = [];
  let at = 0;
  for (;;) {
    const container = stack[at];
    // Several entries come behind a mark, a single one without.
    const first = stack[at + 1] === mark ? at + 2 : at + 1;
    const end = stack.indexOf(mark, first);
    const count = (end < 0 ? stack.length : end) - first;
    if (container instanceof Map) {
      const position = first + Math.floor((count - 1) / 2) * 2;
      const key = stack[position];
      if (typeof key !== 'string' && typeof key !== 'number') return place;
      place.push(key);
      at = position + 1;
    } else if (Array.isArray(container)) {
      const items = stack.slice(first, first + count).filter((item) => !(item instanceof PickleGlobal));
      const isOpen = items.at(-1) instanceof Map && end >= 0;
      place.push(container.length + items.length - (isOpen ? 1 : 0));
      if (!isOpen) return place;
      at = first + count - 1;
    } else {
      return place;
    }
  }
}
