// Names of classes, which come from folders and are typed by users.

/**
 * The position of a name among those of classes; -1 where it is not there. An accented letter may be written as one character or
 * as a letter and an accent: keyboards and file systems differ. Spaces around a name do not count.
 */
export function positionOfClass(names: readonly string[], name: string): number {
  const exact = names.indexOf(name);
  return exact >= 0 ? exact : names.findIndex((known) => plain(known) === plain(name));
}

const plain = (name: string): string => name.normalize().trim();
