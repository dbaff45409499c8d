// One latent over time: the same cell cut from every grid of a run, as a strip to look at and to save.
import { useEffect, useRef, useState } from 'preact/hooks';
import { animate } from './apng';
import { type Box, boxOf } from './cells';
import { layoutOf } from './grid';
import { drawSharp, load, pngOf, save } from './pictures';
import { gridName } from './source';
import { at, chosen, cursor, gridAt, placeOf, type ShownRun, source, speed } from './state';

/** A cell at a step. */
interface Frame {
  step: number;
  image: HTMLImageElement;
  box: Box;
}

const GAP = 4;
const TEXT = 14;

export function Strip({ run, cell }: { run: ShownRun; cell: number }) {
  const [frames, setFrames] = useState<Frame[]>([]);
  const [busy, setBusy] = useState('');
  useEffect(() => {
    let isWanted = true;
    void framesOf(run, cell).then((found) => isWanted && setFrames(found));
    return () => {
      isWanted = false;
    };
  }, [run.id, run.grids, cell]);
  const shown = gridAt(run, at.value)?.step;
  const name = `${run.id}-cell-${cell}`;
  const saving = (what: string, make: () => Promise<void>) => async () => {
    setBusy(what);
    await make().finally(() => setBusy(''));
  };
  const savePicture = saving('picture', async () => save(`${name}.png`, whole(await pngOf(sheetOf(frames)))));
  const saveFilm = saving('film', async () => {
    const pictures: Uint8Array[] = [];
    for (const frame of frames) pictures.push(await pngOf(enlarged(frame)));
    save(`${name}.apng.png`, animate(pictures, speed.value));
  });
  return (
    <section class="strip card" aria-label={`One latent over time: cell ${cell + 1} of ${run.id}`}>
      <header>
        <h2>
          Cell {cell + 1} of {run.id} over time
        </h2>
        <button type="button" disabled={busy !== '' || frames.length === 0} onClick={savePicture}>
          {busy === 'picture' ? 'Saving…' : 'Save as PNG'}
        </button>
        <button type="button" disabled={busy !== '' || frames.length === 0} onClick={saveFilm}>
          {busy === 'film' ? 'Saving…' : 'Save as animated PNG'}
        </button>
        <button
          type="button"
          aria-label="Close the strip"
          onClick={() => {
            chosen.value = undefined;
          }}
        >
          ✕
        </button>
      </header>
      <ol class="frames">
        {frames.map((frame) => (
          <li key={frame.step}>
            <button
              type="button"
              class={frame.step === shown ? 'current' : ''}
              aria-label={`Step ${frame.step}`}
              aria-current={frame.step === shown ? 'true' : undefined}
              onClick={() => {
                cursor.value = placeOf(run, frame.step);
              }}
            >
              <FrameView frame={frame} />
              <span>{frame.step}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function FrameView({ frame }: { frame: Frame }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) drawSharp(canvas.current, frame.image, 2, frame.box);
  }, [frame]);
  return <canvas ref={canvas} />;
}

/** The frames of a cell, in the order of the steps; pictures that cannot be read are left out. */
async function framesOf(run: ShownRun, cell: number): Promise<Frame[]> {
  const loading = run.grids.map(async ({ step, version }) => {
    const name = gridName(step);
    const image = await load(source.picture(run, name, version)).catch(() => undefined);
    return image && { step, image };
  });
  const pictures = (await Promise.all(loading)).filter((picture) => picture !== undefined);
  const last = pictures.at(-1);
  const known = last && layoutOf(run, last.image);
  return pictures.flatMap(({ step, image }) => {
    const cells = layoutOf(run, image, known);
    return cell < cells.rows * cells.columns ? [{ step, image, box: boxOf(cells, cell) }] : [];
  });
}

function enlarged({ image, box }: Frame): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  drawSharp(canvas, image, Math.max(1, Math.round(224 / box.width)), box);
  return canvas;
}

/** All frames in rows, each above its step. */
function sheetOf(frames: readonly Frame[]): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const widest = Math.max(...frames.map(({ box }) => box.width));
  const tallest = Math.max(...frames.map(({ box }) => box.height));
  const factor = Math.max(1, Math.round(56 / widest));
  const [width, height] = [widest * factor + GAP, tallest * factor + TEXT + GAP];
  const columns = Math.min(
    frames.length,
    Math.max(1, Math.ceil(Math.sqrt((frames.length * 3 * height) / width))),
  );
  canvas.width = columns * width + GAP;
  canvas.height = Math.ceil(frames.length / columns) * height + GAP;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.fillStyle = '#1f2933';
  context.font = '10px sans-serif';
  context.textAlign = 'center';
  for (const [index, { image, box, step }] of frames.entries()) {
    const [x, y] = [GAP + (index % columns) * width, GAP + Math.floor(index / columns) * height];
    const [w, h] = [box.width * factor, box.height * factor];
    context.drawImage(image, box.x, box.y, box.width, box.height, x, y, w, h);
    context.fillText(String(step), x + w / 2, y + h + TEXT - 3, w);
  }
  return canvas;
}

function whole(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
