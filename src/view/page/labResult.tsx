// What the latent lab has drawn: the picture, the command that draws the same, and the real images nearest to one in it.
import { Command } from './copy';
import * as lab from './labState';
import { save } from './pictures';

export function Result() {
  const picture = lab.picture.value;
  if (!picture) return <section class="card">{lab.busy.value ? 'Drawing…' : ''}</section>;
  const address = `data:image/png;base64,${picture.png}`;
  const bytes = (): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(picture.png), (letter) => letter.charCodeAt(0));
  const isWalk = picture.command.includes('--animate');
  return (
    <section class="card result" aria-label="What is drawn" aria-busy={lab.busy.value}>
      {isWalk ? (
        <img class="walk" src={address} alt="A walk through the latent space" />
      ) : (
        <Cells address={address} />
      )}
      <p class="faint">The same on the command line:</p>
      <Command text={picture.command} label="draw the same" />
      <button type="button" onClick={() => save(isWalk ? 'walk.png' : 'grid.png', bytes())}>
        {isWalk ? 'Save as animated PNG' : 'Save as PNG'}
      </button>
      <Neighbours />
    </section>
  );
}

/** The picture with a button over each image, which finds the nearest real ones. */
function Cells({ address }: { address: string }) {
  const picture = lab.picture.value;
  if (!picture) return null;
  const { rows, columns } = picture;
  return (
    <div class="cells">
      <img src={address} alt={`${rows} by ${columns} generated images`} />
      <div
        class="over"
        style={{ gridTemplateColumns: `repeat(${columns}, 1fr)`, gridTemplateRows: `repeat(${rows}, 1fr)` }}
      >
        {Array.from({ length: rows * columns }, (_, index) => (
          <button
            key={index}
            type="button"
            aria-label={`Nearest real images of image ${index + 1}`}
            aria-pressed={lab.clicked.value === index ? 'true' : undefined}
            disabled={!lab.choice.value?.ofRun}
            onClick={() => void lab.findNeighbours(index)}
          />
        ))}
      </div>
    </div>
  );
}

function Neighbours() {
  const found = lab.neighbours.value;
  const index = lab.clicked.value;
  if (index === undefined) {
    return lab.choice.value?.ofRun ? (
      <p class="faint">Click an image to see the real ones that are nearest to it.</p>
    ) : null;
  }
  return (
    <section aria-label="Nearest real images" aria-live="polite">
      <h2>Nearest real images of image {index + 1}</h2>
      {found ? (
        <>
          <img
            class="walk"
            src={`data:image/png;base64,${found.png}`}
            alt={`The ${found.columns} nearest real images, nearest first`}
          />
          <p class="faint">
            Among {found.among.toLocaleString('en')}, by pixel distance:{' '}
            {found.distances.map((distance) => distance.toFixed(2)).join(', ')}
          </p>
        </>
      ) : (
        <p>{lab.busy.value ? 'Looking…' : ''}</p>
      )}
    </section>
  );
}
