// Events of a run as the page reads them: columns of numbers, findings, and places on an axis of images.
import { lowerBound, nearestIndex, nearestNumber, RunRecord } from '../../../src/view/page/record';
import { losses } from '../runs';

function recordOf(...lines: (object | string)[]): RunRecord {
  const record = new RunRecord();
  for (const line of lines) record.add(typeof line === 'string' ? line : JSON.stringify(line));
  return record;
}

test('every number of a logged step is a column; what a step lacks is NaN there', () => {
  const record = recordOf(
    { step: 1, images: 4, seconds: 1, dLoss: 2 },
    { step: 2, images: 8, seconds: 2, dLoss: 3, fid: 70 },
  );
  expect(record.steps).toEqual([1, 2]);
  expect(record.columns.get('dLoss')?.values).toEqual([2, 3]);
  expect(record.columns.get('fid')?.values).toEqual([Number.NaN, 70]);
});

test('positions of a step are no columns', () => {
  const record = recordOf({ step: 100, images: 10, seconds: 2, imagesPerSecond: 5, memory: 70 });
  expect([...record.columns.keys()]).toEqual(['imagesPerSecond', 'memory']);
  expect(record.images).toEqual([10]);
});

test('null is a number that was not finite', () => {
  const record = recordOf({ step: 1, dLoss: 1 }, { step: 2, dLoss: null });
  expect(record.columns.get('dLoss')).toEqual({ values: [1, Number.NaN], notFinite: [1] });
});

test('findings are no steps', () => {
  const record = recordOf({
    step: 100,
    event: 'collapse',
    message: 'alike',
    remedy: 'another seed',
    measured: 0.01,
  });
  expect(record.steps).toEqual([]);
  expect(record.findings).toEqual([
    { step: 100, event: 'collapse', message: 'alike', remedy: 'another seed', trouble: '' },
  ]);
});

test('damaged lines are left out', () => {
  expect(recordOf('{"step":1,"dL', '7', 'null', '{"dLoss":1}', '\0\0{"step":2,"dLoss":1}').steps).toEqual([
    2,
  ]);
});

test('a step has its place among images, also between two that were logged', () => {
  const record = recordOf(...losses([100, 200]));
  expect(record.imagesAt(200)).toBe(6400);
  expect(record.imagesAt(150)).toBe(4800);
  expect(record.imagesAt(0)).toBe(0);
  expect(recordOf().imagesAt(5)).toBeNaN();
});

test('places in rising values', () => {
  expect([0, 1, 2, 9].map((value) => lowerBound([1, 2, 2, 3], value))).toEqual([0, 0, 1, 4]);
  expect([-5, 1.4, 1.6, 9].map((value) => nearestIndex([1, 2, 3], value))).toEqual([0, 0, 1, 2]);
  expect(nearestIndex([], 1)).toBe(-1);
});

test('a column that is written seldom is read where it was written last or next', () => {
  expect([0, 2, 4].map((row) => nearestNumber([Number.NaN, 1, Number.NaN, Number.NaN, 2], row))).toEqual([
    1, 1, 4,
  ]);
  expect(nearestNumber([Number.NaN], 0)).toBe(-1);
});

test('metrics of an evaluation are values of the newest logged step, and no findings', () => {
  const record = recordOf(
    { step: 1, images: 8, seconds: 1, dLoss: 1, gLoss: 1 },
    { step: 2, images: 16, seconds: 2, dLoss: 1, gLoss: 1 },
    { step: 2, event: 'evaluation', fid: 3, recall: 0.5 },
  );
  expect(record.columns.get('fid')?.values).toEqual([Number.NaN, 3]);
  expect(record.columns.get('recall')?.values).toEqual([Number.NaN, 0.5]);
  expect(record.findings).toEqual([]);
});
