// Batches: their sizes, their order, and who waits for whom.
import { Batcher, type Piece, sizesOf, type Waiting } from '../../dist/serve/batcher';
import { clock } from '../../dist/serve/messages';

const LONG = 1e6;

/** Adds requests at once, and gives the batches that are drawn of them until nothing more comes: [id, images] of each piece. */
async function batches(
  items: (Partial<Waiting> & { count: number })[],
  limits: { batchSize: number; maxWait: number },
  then: (batcher: Batcher<Waiting>) => void = () => {},
): Promise<[number, number][][]> {
  const drawn: [number, number][][] = [];
  const batcher = new Batcher<Waiting>(
    (pieces: Piece<Waiting>[]) => {
      drawn.push(pieces.map(({ item, count }) => [item.id, count]));
    },
    { ...limits, atOnce: 1 },
  );
  for (const [id, item] of items.entries()) batcher.add({ id, alone: false, arrived: clock(), ...item });
  then(batcher);
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  for (const id of items.keys()) batcher.drop(id);
  return drawn;
}

test('sizes are powers of two and the largest', () => {
  expect(sizesOf(64)).toEqual([1, 2, 4, 8, 16, 32, 64]);
  expect(sizesOf(20)).toEqual([1, 2, 4, 8, 16, 20]);
  expect(sizesOf(1)).toEqual([1]);
});

test('a full batch is drawn at once; what is left waits for more', async () => {
  const drawn = await batches([{ count: 3 }, { count: 2 }], { batchSize: 4, maxWait: LONG });
  expect(drawn).toEqual([
    [
      [0, 3],
      [1, 1],
    ],
  ]);
});

test('what has waited long enough is drawn, in batches of the sizes that there are', async () => {
  const arrived = clock() - 2 * LONG;
  const drawn = await batches([{ count: 7, arrived }], { batchSize: 64, maxWait: LONG });
  expect(drawn).toEqual([[[0, 4]], [[0, 2]], [[0, 1]]]);
});

test('a request that is drawn alone shares no batch, and keeps its place', async () => {
  const drawn = await batches([{ count: 1, alone: true }, { count: 2 }, { count: 2 }], {
    batchSize: 4,
    maxWait: LONG,
  });
  expect(drawn).toEqual([
    [[0, 1]],
    [
      [1, 2],
      [2, 2],
    ],
  ]);
});

test('what is dropped is not drawn, also in the middle', async () => {
  const drawn = await batches(
    [{ count: 6 }, { count: 2 }, { count: 2 }],
    { batchSize: 4, maxWait: LONG },
    (batcher) => batcher.drop(0),
  );
  expect(drawn).toEqual([
    [
      [1, 2],
      [2, 2],
    ],
  ]);
});

test('so many batches are drawn at the same time, and the next one when one of them is drawn', async () => {
  const ends: (() => void)[] = [];
  const drawn: [id: number, isBusy: boolean][] = [];
  const draw = ([piece]: Piece<Waiting>[], isBusy: boolean): Promise<void> => {
    drawn.push([piece?.item.id ?? -1, isBusy]);
    return new Promise((resolve) => ends.push(resolve));
  };
  const batcher = new Batcher<Waiting>(draw, { batchSize: 2, maxWait: LONG, atOnce: 2 });
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  };
  for (const id of [0, 1, 2]) batcher.add({ id, count: 2, alone: false, arrived: clock() });
  await turns();
  // The second one knows of the first, and the first of those that wait.
  expect(drawn).toEqual([
    [0, true],
    [1, true],
  ]);
  for (const end of ends) end();
  await turns();
  expect(drawn[2]).toEqual([2, false]);
});
