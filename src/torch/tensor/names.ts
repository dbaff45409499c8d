// Conversion between PyTorch's snake_case names and JavaScript's camelCase ones.

/** `conv_transpose2d` to `convTranspose2d`; leading and trailing underscores stay. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[a-zA-Z0-9])_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
