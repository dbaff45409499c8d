// The weights of FID's Inception network: from a file that the user has, or from the cache, or downloaded into it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RegistryEntry } from '../data';
import { type DownloadListener, download } from '../data';
import { TadpoleError } from '../errors';
import { cacheFolder } from '../io';
import { type Device, type StateDict, Tensor, torch } from '../torch';
import { type FeatureNetwork, networkOf } from './featureNetwork';
import { INCEPTION_SIZE, Inception } from './inception';
import type { ResizeFilter } from './networkInput';

/** TensorFlow's weights, converted for PyTorch and published by the project pytorch-fid. */
const PUBLISHED: Pick<RegistryEntry, 'name' | 'source' | 'files'> = {
  name: 'inception',
  source: 'https://github.com/mseitzer/pytorch-fid',
  files: [
    {
      name: 'pt_inception-2015-12-05-6726825d.pth',
      download: {
        url: 'https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth',
        bytes: 95_628_359,
        sha256: '6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2',
      },
    },
  ],
};

/** How the network is opened. */
export interface InceptionOptions {
  /** A state dict: `.pth`, `.pt` or `.safetensors`. Default: the published file, from the cache or the network. */
  file?: string;
  /** Images of another size are resized to 299 x 299; default `antialias`. */
  resize?: ResizeFilter;
  /** Default `cpu`. */
  device?: Device;
}

/**
 * The network that published FID numbers are taken with.
 *
 * @param listener told of a download
 * @throws TadpoleError without a network (it says which file to put where), or when the file holds other weights
 */
export async function inceptionFeatures(
  { file, resize = 'antialias', device = 'cpu' }: InceptionOptions = {},
  listener: DownloadListener = {},
): Promise<FeatureNetwork> {
  const weights = file ?? (await publishedWeights(listener));
  const module = new Inception();
  try {
    torch.scope(() => fill(module, weights));
    return networkOf(module, {
      name: 'inception',
      size: INCEPTION_SIZE,
      input: { shape: [3, 299, 299], range: [-1, 1], resize },
      classes: [],
      device,
    });
  } catch (error) {
    module.dispose();
    throw error;
  }
}

async function publishedWeights(listener: DownloadListener): Promise<string> {
  const folder = cacheFolder('inception');
  const known = path.join(folder, PUBLISHED.files[0]?.name as string);
  if (existsSync(known)) return known;
  const [file] = await download(PUBLISHED, folder, listener);
  return file as string;
}

/** Whether a state dict may be that of this network. */
export function isInception(weights: Readonly<Record<string, unknown>>): boolean {
  return 'Conv2d_1a_3x3.conv.weight' in weights && 'Mixed_7c.branch_pool.conv.weight' in weights;
}

function fill(module: Inception, file: string): void {
  const loaded: unknown = torch.load(file);
  const weights = loaded as StateDict;
  if (typeof loaded !== 'object' || loaded === null || !isInception(weights)) {
    throw new TadpoleError(
      `${file} does not hold the weights of FID's Inception network`,
      `give ${PUBLISHED.files[0]?.name} of ${PUBLISHED.source}, or leave the file out to download it`,
    );
  }
  // Files of older versions of PyTorch do not count batches, and nothing needs the count.
  const counts = Object.entries(module.stateDict()).filter(([name]) => name.endsWith('num_batches_tracked'));
  const tensors = Object.entries(weights).filter(([name, value]) => {
    return value instanceof Tensor && !name.startsWith('AuxLogits.');
  });
  try {
    module.loadStateDict(Object.fromEntries([...counts, ...tensors]) as Record<string, Tensor>);
  } catch (error) {
    throw new TadpoleError(
      `${file} does not hold the weights of FID's Inception network: ${(error as Error).message.split('\n')[1]?.trim()}`,
      `give ${PUBLISHED.files[0]?.name} of ${PUBLISHED.source}`,
      { cause: error },
    );
  }
}
