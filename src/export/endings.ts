// The names that exported files can have: other programs tell what a file is by its ending.
import path from 'node:path';
import { UsageError } from '../errors';

const ENDINGS = { onnx: ['ONNX files', '.onnx'], html: ['pages', '.html', '.htm'] } as const;

/** @throws UsageError unless the name of a file that holds such a form has the right ending, in any case of letters */
export function checkEnding(form: keyof typeof ENDINGS, file: string): void {
  const [what, ...endings] = ENDINGS[form];
  const { name, ext } = path.parse(file);
  if (endings.some((ending) => ending === ext.toLowerCase())) return;
  throw new UsageError(
    `the names of ${what} end in ${endings.join(' or ')}, got '${file}'`,
    `for example --${form} ${name || 'generator'}${endings[0]}`,
  );
}
