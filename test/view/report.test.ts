// `tadpole view --save`: one file that holds what the page shows.
import fs from 'node:fs';
import path from 'node:path';
import { Library } from '../../dist/view/library';
import type { Report } from '../../dist/view/protocol';
import { saveReport } from '../../dist/view/report';
import { makeFolder, makeRun } from './runs';

let folder: string;
beforeAll(() => {
  folder = makeFolder();
  makeRun(folder, 'one', {
    events: [{ step: 1, event: 'collapse', message: '</script><script>alert(1)</script>', remedy: '' }],
  });
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

test('holds the page, the events and the pictures, and asks nobody for anything', () => {
  const file = path.join(folder, 'report.html');
  expect(saveReport(new Library([path.join(folder, 'one')]), file)).toEqual({
    bytes: fs.statSync(file).size,
    grids: 3,
    all: 3,
  });
  const html = fs.readFileSync(file, 'utf8');
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<(script|link|img)[^>]*(src|href)="(?!data:)/);
  const [, data = ''] = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(html) ?? [];
  const report = JSON.parse(data) as Report;
  expect(report.runs.map(({ id }) => id)).toEqual(['one']);
  expect(report.content['one']?.events).toContain('</script><script>alert(1)</script>');
  expect(Object.keys(report.content['one']?.pictures ?? {})).toEqual([
    'samples/step-000100.png',
    'samples/step-000200.png',
    'samples/step-000300.png',
  ]);
});

test('a place that cannot be written is named', () => {
  const library = new Library([path.join(folder, 'one')]);
  expect(() => saveReport(library, path.join(folder, 'nowhere', 'report.html'))).toThrow(/nowhere/);
});
