// Unknown options of datasets and loaders, and values that are not data, are refused by name.
import { data, torch } from 'tadpole';

const dataset = { images: torch.zeros([4, 1, 2, 2], { dtype: 'uint8' }) };
const settings = { batchSize: 2, range: [0, 1] as const };

test.each<[attempt: () => unknown, message: string]>([
  [
    () => data.load('mnist', { splt: 'test' } as never),
    "data.load: unknown option 'splt'; did you mean 'split'?",
  ],
  [() => new data.Loader(dataset, { ...settings, ordr: 'shuffled' } as never), "did you mean 'order'?"],
  [
    () => new data.Loader(undefined as never, settings),
    "argument 'dataset.images' must be a Tensor, got undefined",
  ],
  [() => new data.Loader({ images: [1] } as never, settings), 'must be a Tensor, got an array of 1'],
])('%#', (attempt, message) => {
  expect(attempt).toThrow(TypeError);
  expect(attempt).toThrow(message);
});
