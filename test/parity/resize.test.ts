// Resized images equal OpenCV's byte for byte, and its rule computed by hand.
import { images, torch } from 'tadpole';
import { expectClose, Fixture, type TensorRef } from './fixtures';

beforeEach(() => torch.manualSeed(0));

interface ResizeCase {
  name: string;
  images: TensorRef;
  resized: TensorRef;
}

const fixture = new Fixture<ResizeCase, { opencv: string }>('resize');

describe(`images.resizeBilinear equals cv2.resize of OpenCV ${fixture.head.opencv}`, () => {
  test.each(fixture.cases.map((each) => [each.name, each] as const))('%s', (name, each) => {
    const expected = fixture.tensor(each.resized);
    const [height, width] = expected.shape.slice(2) as [number, number];
    expectClose(images.resizeBilinear(fixture.tensor(each.images), height, width), expected, name);
  });
});

/** One image of one channel, resized, row by row. */
function resized(rows: number[][], height: number, width: number): number[][] {
  return torch.scope(() => {
    const bytes = torch.tensor(Uint8Array.from(rows.flat()), {
      shape: [1, 1, rows.length, rows[0]?.length ?? 0],
    });
    const flat = Array.from(images.resizeBilinear(bytes, height, width).toTypedArray() as Uint8Array);
    return Array.from({ length: height }, (_, row) => flat.slice(row * width, (row + 1) * width));
  });
}

describe("OpenCV's rule by hand", () => {
  test('new pixels lie between the centres of old ones: at -1/4, 1/4, 3/4, 5/4 when a row doubles', () => {
    // 0, then 3/4 * 0 + 1/4 * 100, then 1/4 * 0 + 3/4 * 100, then 100; the outermost pixels go on beyond the border.
    expect(resized([[0, 100]], 1, 4)).toEqual([[0, 25, 75, 100]]);
    expect(resized([[0], [100]], 4, 1)).toEqual([[0], [25], [75], [100]]);
  });

  test('no anti-aliasing: a third of the size is every third pixel', () => {
    expect(resized([[10, 200, 30, 40, 50, 60, 70, 80, 255]], 1, 3)).toEqual([[200, 50, 80]]);
  });

  test('half the size is the mean of four pixels, halves rounded up', () => {
    expect(
      resized(
        [
          [1, 2, 0, 0],
          [3, 4, 0, 1],
        ],
        1,
        2,
      ),
    ).toEqual([[3, 0]]);
  });

  test('weights are rounded to 1/2048', () => {
    // Five pixels from three lie at -1/5, 2/5, 1, 8/5, 11/5; a weight of 2/5 is 819/2048, and 255 * 819 / 2048 = 101.97.
    expect(resized([[0, 255, 0]], 1, 5)).toEqual([[0, 102, 255, 102, 0]]);
  });

  test('between rows each part is rounded down to a quarter before they are added, which can cost one', () => {
    // Five rows from two, the second at 1/10: weights 1843/2048 and 205/2048. h = (1 * 2048) >> 4 = 128 and
    // (7 * 2048) >> 4 = 896; 128 * 1843 >> 16 = 3 (3.60 quarters), 896 * 205 >> 16 = 2 (2.80);
    // (3 + 2 + 2) >> 2 = 1, where 1.6 was meant. Across a row nothing is lost: (1 * 1843 + 7 * 205) >> 4 = 204;
    // 204 * 2048 >> 16 = 6; (6 + 0 + 2) >> 2 = 2.
    expect(resized([[1], [7]], 5, 1)).toEqual([[1], [1], [4], [6], [7]]);
    expect(resized([[1, 7]], 1, 5)).toEqual([[1, 2, 4, 6, 7]]);
  });
});

describe('resizing', () => {
  test('handles every image and channel of a batch for itself', () => {
    const batch = torch.randint(256, [3, 2, 5, 4], { dtype: 'uint8' });
    const together = images.resizeBilinear(batch, 7, 9);
    expect(together.shape).toEqual([3, 2, 7, 9]);
    for (const [n, c] of [
      [0, 0],
      [1, 1],
      [2, 0],
    ] as const) {
      const alone = images.resizeBilinear(batch.narrow(0, n, 1).narrow(1, c, 1), 7, 9);
      expectClose(together.narrow(0, n, 1).narrow(1, c, 1), alone, `image ${n}, channel ${c}`);
    }
  });

  test('leaves no tensor behind but its result', () => {
    const batch = torch.zeros([2, 1, 4, 4], { dtype: 'uint8' });
    const before = torch.memory().tensors;
    images.resizeBilinear(batch, 8, 8).dispose();
    expect(torch.memory().tensors).toBe(before);
  });

  test.each([
    [
      torch.zeros([2, 1, 4, 4]),
      8,
      8,
      'bytes: expected a uint8 tensor N x C x 4 x 4, got float32 [2, 1, 4, 4]',
    ],
    [
      torch.zeros([4, 4], { dtype: 'uint8' }),
      8,
      8,
      'bytes: expected a uint8 tensor N x C x H x W, got uint8 [4, 4]',
    ],
    [
      torch.zeros([1, 1, 4, 4], { dtype: 'uint8' }),
      0,
      8,
      'to: expected height and width, whole numbers of at least 1, got [0, 8]',
    ],
    [
      torch.zeros([1, 1, 4, 4], { dtype: 'uint8' }),
      8,
      2.5,
      'to: expected height and width, whole numbers of at least 1, got [8, 2.5]',
    ],
  ])('refuses what it cannot do: %#', (bytes, height, width, message) => {
    expect(() => images.resizeBilinear(bytes, height, width)).toThrow(message);
  });
});
