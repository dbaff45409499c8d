// What the server's thread and the thread of the network say to each other.
import type { LatentSpec, LoadGeneratorOptions } from '../gan';
import type { ValueRange } from '../images';

/** In what form images are given: those of `/v1/images`, or an output tensor of the Open Inference Protocol as JSON. */
export type Format = 'png' | 'json' | 'npy' | 'safetensors' | 'tensor';

/** The latents of a request: of one seed, of several, or `count` given ones, one after the other. */
export type LatentSource =
  | { seed: number; count: number }
  | { seeds: readonly number[] }
  | { values: Float32Array; count: number };

/** A request for images. */
export interface Order {
  latents: LatentSource;
  truncation?: number;
  /** Names or numbers, repeated where there are fewer than images; default: all in turn. */
  classes?: readonly (string | number)[];
  /** The network draws nothing else in the same call, so that the images do not depend on other requests in any bit. */
  alone: boolean;
  format: Format;
}

/** An order on its way. */
export interface SentOrder extends Order {
  id: number;
  /** Milliseconds since the epoch. */
  arrived: number;
}

/** What the thread of the network is started with. */
export interface ThreadData {
  /** As `openGenerator` takes it. */
  generator: string;
  options: LoadGeneratorOptions;
  batchSize: number;
  maxWait: number;
}

/** What is known of a generator that is open. */
export interface Facts {
  /** The file or the checkpoint that it was opened from. */
  file: string;
  recipe?: string;
  /** Steps that it was trained for, where it says. */
  step?: number;
  latent: LatentSpec;
  /** Channels, height and width of an image. */
  imageShape: readonly number[];
  valueRange: ValueRange;
  /** Names; empty for a generator without classes. */
  classes: readonly string[];
}

export interface Failure {
  error: string;
  hint: string;
  /** Whether the request is at fault. */
  misused: boolean;
}

export type ToNetwork =
  | { kind: 'draw'; order: SentOrder }
  | { kind: 'drop'; id: number }
  /** Nothing more will come. */
  | { kind: 'end' };

export type FromNetwork =
  | { kind: 'open'; facts: Facts }
  | { kind: 'closed'; failure: Failure }
  | { kind: 'failed'; id: number; failure: Failure }
  /** A call of the network, and the orders that are complete with it. */
  | { kind: 'batch'; images: number; seconds: number; done: Done[] };

/** A complete order. */
export interface Done {
  id: number;
  body: Uint8Array<ArrayBuffer>;
}

/** The number of images of a request. */
export function countOf(latents: LatentSource): number {
  return 'seeds' in latents ? latents.seeds.length : latents.count;
}

/** Milliseconds since the epoch, rising evenly: the same in every thread. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}
