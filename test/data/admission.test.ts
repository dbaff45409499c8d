// Which pictures are in memory at the same time: in their order, within the limit; a larger one alone.
import { Admission } from '../../dist/data/admission';

let admission: Admission;
let begun: number[];

beforeEach(() => {
  admission = new Admission(100);
  begun = [];
});

const enter = (index: number, pixels: number): void =>
  void admission.enter(index, pixels).then(() => begun.push(index));
/** What has begun, by number, once everything that was allowed had its turn. */
const settled = async (): Promise<number[]> => {
  await new Promise(setImmediate);
  return begun.toSorted((a, b) => a - b);
};

test('pictures are admitted while there is room, and later ones when earlier ones are released', async () => {
  for (const index of [0, 1, 2, 3]) enter(index, 40);
  expect(await settled()).toEqual([0, 1]);
  admission.release(1);
  expect(await settled()).toEqual([0, 1, 2]);
  admission.release(3);
  expect(await settled()).toEqual([0, 1, 2, 3]);
});

test('a small one that comes later never takes the room of one that waits', async () => {
  enter(1, 10);
  expect(await settled()).toEqual([]);
  enter(0, 90);
  expect(await settled()).toEqual([0, 1]);
});

test('one that is larger than all room waits until it is alone, and the next ones wait for it', async () => {
  enter(0, 10);
  enter(1, 1000);
  enter(2, 10);
  expect(await settled()).toEqual([0]);
  admission.release(1);
  expect(await settled()).toEqual([0, 1]);
  admission.release(2);
  expect(await settled()).toEqual([0, 1, 2]);
});

test('one that turns out to be unreadable passes its turn on', async () => {
  enter(1, 10);
  enter(0, 0);
  expect(await settled()).toEqual([0, 1]);
});
