// What tests import as 'tadpole' (test/tadpole.js) is what users import.
import * as parts from 'tadpole';
import * as whole from '../dist';

test('every name of the package is there and means the same', () => {
  const meant = new Map<string, unknown>(Object.entries(parts));
  expect([...meant.keys()].sort()).toEqual(Object.keys(whole).sort());
  for (const [name, value] of Object.entries(whole)) expect(meant.get(name)).toBe(value);
});
