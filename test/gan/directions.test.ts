// Directions of a latent space, and planes in it.
import { gan, nn, torch } from 'tadpole';

/** A sampler whose images are a fixed linear map of the latents. */
class Linear extends gan.ImageSampler {
  readonly device = 'cpu';
  readonly classes: readonly string[] = [];
  readonly network: nn.Linear;

  constructor(
    weight: number[][],
    readonly latent: gan.LatentSpec,
  ) {
    super();
    this.network = new nn.Linear(weight[0]?.length ?? 0, weight.length, { bias: false });
    torch.noGrad(() => this.network.weight.copy_(torch.tensor(weight)));
  }

  protected override infer(latents: torch.Tensor): torch.Tensor {
    return this.network.forward(latents);
  }
}

const normal = { shape: [3], distribution: 'normal' } as const;
// Latent value 1 changes images most, then value 2, then value 0.
const sampler = new Linear(
  [
    [1, 0, 0],
    [0, -5, 0],
    [0, 0, 2],
  ],
  normal,
);

test('of a first layer are the eigenvectors of A^T A', () => {
  const { vectors, shares, origin } = gan.principalDirections(sampler, {
    parameters: sampler.network.parameters(),
  });
  expect(origin).toBe('first layer');
  expect(shares).toEqual([25 / 30, 4 / 30, 1 / 30].map((share) => expect.closeTo(share, 6)));
  expect(vectors.round().tolist()).toEqual([
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]);
});

test('without one to be found they are those of images, by least squares', () => {
  const { vectors, origin } = gan.principalDirections(sampler, { count: 2 });
  expect(origin).toBe('images');
  expect(vectors.shape).toEqual([2, 3]);
  expect(Number(vectors.at(0, 1).item())).toBeGreaterThan(0.99);
  expect(Number(vectors.at(1, 2).item())).toBeGreaterThan(0.99);
});

test('latents move in standard deviations, and uniform ones stay within their bounds', () => {
  const directions = { vectors: torch.tensor([[0, 1, 0]]) };
  const latents = torch.zeros([2, 3]);
  expect(gan.moveAlong(normal, latents, directions, new Map([[0, 2]])).tolist()).toEqual([
    [0, 2, 0],
    [0, 2, 0],
  ]);
  const uniform = { shape: [3], distribution: 'uniform' } as const;
  expect(
    gan
      .moveAlong(uniform, latents, directions, new Map([[0, 9]]))
      .at(0)
      .tolist(),
  ).toEqual([0, 1, 0]);
  expect(() => gan.moveAlong(normal, latents, directions, new Map([[1, 2]]))).toThrow(/no direction 2/);
});

describe('a plane', () => {
  const corners = torch.tensor([
    [3, 0, 0],
    [0, 3, 0],
    [0, 0, 3],
  ]);

  test('has the three latents in its corners, as they are', () => {
    const plane = gan.latentPlane(normal, corners, 4);
    expect(plane.shape).toEqual([16, 3]);
    for (const [place, corner] of [0, 3, 12].entries()) {
      expect(plane.at(corner).tolist()).toEqual(corners.at(place).tolist());
    }
  });

  test('of normal latents keeps their lengths, of uniform ones stays within the cube', () => {
    const lengths = gan.latentPlane(normal, corners, 3).square().sum([1]).sqrt().tolist() as number[];
    for (const length of lengths) expect(length).toBeCloseTo(3, 5);
    const cube = gan.latentPlane({ shape: [3], distribution: 'uniform' }, corners.div(3), 5);
    expect(Number(cube.abs().max().item())).toBeLessThanOrEqual(1);
  });

  test('takes three latents', () => {
    expect(() => gan.latentPlane(normal, corners.narrow(0, 0, 2), 3)).toThrow(/three latents, got 2/);
    expect(() => gan.latentPlane(normal, corners, 1)).toThrow(/side/);
  });
});
