// The page of one generator: pictures of seeds, moved by sliders, of a class, on a walk, saved as PNG.
import type { Product } from './engine';
import code from './engine/gemm.wat';
import { type PackedGenerator, PageGenerator } from './generator';
import { latentOf } from './random';
import './page.css';

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

function bytesFrom(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

const about = JSON.parse(element('generator').textContent ?? '') as PackedGenerator;
const weights = bytesFrom(element('weights').textContent ?? '').buffer;
const product = new WebAssembly.Instance(new WebAssembly.Module(bytesFrom(code)))
  .exports as unknown as Product;
const generator = new PageGenerator(about, weights, product);

const seed = element<HTMLInputElement>('seed');
const count = element<HTMLInputElement>('count');
const choice = element<HTMLSelectElement>('class');
const walk = element<HTMLButtonElement>('walk');
const canvas = element<HTMLCanvasElement>('pictures');
const status = element('status');
const sliders: HTMLInputElement[] = [];

// Sliders beyond these would fill screens; longer turns would hold the page up.
const MOST_SLIDERS = 64;
const PER_TURN = 8;
const TURN_MS = 40;
const WALK_SECONDS = 2;

/** Names the drawing that is wanted; one that was overtaken ends. */
let wanted = 0;

function whole(input: HTMLInputElement): number {
  const value = Math.trunc(Number(input.value));
  return Number.isFinite(value)
    ? Math.min(Math.max(value, Number(input.min)), Number(input.max))
    : Number(input.min);
}

/** The latents of the seeds from the first on; `progress` of the way from each to the one of the next walk's step. */
function latents(progress: number): Float32Array[] {
  const [first, pictures] = [whole(seed), whole(count)];
  const at = (number: number): Float32Array => latentOf(number, generator.latentSize, about.distribution);
  const shifts = sliders.map(({ value }) => Number(value));
  return Array.from({ length: pictures }, (_, index) => {
    const from = at(first + index);
    const to = progress === 0 ? from : at(first + index + pictures);
    return from.map((value, i) => mix(value, to[i] as number, progress) + (shifts[i] ?? 0));
  });
}

/** Normal latents keep their variance on the way; uniform ones go straight. */
function mix(from: number, to: number, progress: number): number {
  if (progress === 0) return from;
  if (about.distribution === 'uniform') return from + (to - from) * progress;
  const angle = (progress * Math.PI) / 2;
  return from * Math.cos(angle) + to * Math.sin(angle);
}

/** Draws all pictures, a few at a time, so that the page stays answering. */
async function draw(progress = 0): Promise<void> {
  wanted += 1;
  const own = wanted;
  const started = performance.now();
  let turn = started;
  const all = latents(progress);
  const [, height, width] = about.imageShape;
  const columns = Math.ceil(Math.sqrt(all.length));
  canvas.width = columns * width;
  canvas.height = Math.ceil(all.length / columns) * height;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  const grid = context.createImageData(canvas.width, canvas.height);
  for (let from = 0; from < all.length; from += PER_TURN) {
    const part = all.slice(from, from + PER_TURN);
    const classes = part.map((_, index) => classOf(from + index));
    const pixels = generator.pixels(generator.images(part, classes));
    for (let row = 0; row < part.length * height; row += 1) {
      const place = from + Math.floor(row / height);
      const line = Math.floor(place / columns) * height + (row % height);
      const start = (line * columns + (place % columns)) * width;
      grid.data.set(pixels.subarray(row * width * 4, (row + 1) * width * 4), start * 4);
    }
    if (performance.now() - turn < TURN_MS) continue;
    context.putImageData(grid, 0, 0);
    await new Promise((resolve) => setTimeout(resolve));
    if (own !== wanted) return;
    turn = performance.now();
  }
  context.putImageData(grid, 0, 0);
  status.textContent = `${all.length} pictures in ${Math.round(performance.now() - started)} ms`;
  document.body.dataset['drawn'] = String(own);
}

function classOf(index: number): number {
  return choice.value === '' ? index % Math.max(1, about.classes.length) : Number(choice.value);
}

async function walkOn(): Promise<void> {
  let started = performance.now();
  while (walk.getAttribute('aria-pressed') === 'true') {
    const progress = (performance.now() - started) / 1000 / WALK_SECONDS;
    if (progress >= 1) {
      seed.value = String(whole(seed) + whole(count));
      started = performance.now();
    }
    await draw(progress >= 1 ? 0 : progress);
    await new Promise(requestAnimationFrame);
  }
}

function setUp(): void {
  element('title').textContent = about.title;
  document.title = about.title;
  about.classes.forEach((name, index) => {
    choice.append(new Option(name, String(index)));
  });
  choice.prepend(new Option('all in turn', '', true, true));
  element('class-field').hidden = about.classes.length === 0;
  for (let i = 0; i < Math.min(MOST_SLIDERS, generator.latentSize); i += 1) {
    const input = Object.assign(document.createElement('input'), {
      type: 'range',
      min: '-3',
      max: '3',
      step: '0.05',
      value: '0',
    });
    const label = document.createElement('label');
    label.append(`z${i + 1}`, input);
    element('sliders').append(label);
    sliders.push(input);
  }
  const redraw = (): void => void draw();
  element('controls').addEventListener('submit', (event) => event.preventDefault());
  element('controls').addEventListener('input', redraw);
  element('sliders').addEventListener('input', redraw);
  element('reset').addEventListener('click', () => {
    for (const slider of sliders) slider.value = '0';
    redraw();
  });
  element('next').addEventListener('click', () => {
    seed.value = String(whole(seed) + whole(count));
    redraw();
  });
  walk.addEventListener('click', () => {
    const on = walk.getAttribute('aria-pressed') !== 'true';
    walk.setAttribute('aria-pressed', String(on));
    if (on) void walkOn();
  });
  element('save').addEventListener('click', () => {
    canvas.toBlob((blob) => {
      if (blob === null) return;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = `seed-${whole(seed)}.png`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  });
  redraw();
}

setUp();
