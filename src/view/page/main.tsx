// The page of `tadpole view`.
import 'uplot/dist/uPlot.min.css';
import './page.css';
import { render } from 'preact';
import { Compare } from './compare';
import { KEYS, listenForKeys } from './keys';
import { Lab } from './lab';
import { RunList } from './runList';
import { begin, connected, overview, problem, runs, show, source, type View, view } from './state';
import { ThemeSwitch } from './theme';
import { Training } from './training';
import { Transport } from './transport';

const TABS: readonly (readonly [View, string])[] = [
  ['training', 'Training'],
  ['compare', 'Compare'],
  ['lab', 'Latent lab'],
];

function Page() {
  const onlyLab = overview.value?.onlyLab ?? false;
  return (
    <>
      <header class="top">
        <h1>Tadpole</h1>
        <nav aria-label="Views">
          {TABS.filter(([name]) => (name === 'lab' ? source.live : !onlyLab)).map(([name, label]) => (
            <button
              key={name}
              type="button"
              aria-current={view.value === name ? 'page' : undefined}
              onClick={() => show(name)}
            >
              {label}
            </button>
          ))}
        </nav>
        <ThemeSwitch />
      </header>
      <RunList />
      {!connected.value && (
        <p class="card warning" role="status">
          The server has gone. Start it again with <code>npx tadpole view</code>; this page goes on by itself.
        </p>
      )}
      {problem.value !== '' && (
        <p class="card warning" role="alert">
          {problem.value}
        </p>
      )}
      <Content />
      {!onlyLab && <Keys />}
      {view.value !== 'lab' && runs.value.size > 0 && <Transport />}
    </>
  );
}

function Keys() {
  return (
    <footer>
      <details>
        <summary>Keys</summary>
        <dl>
          {KEYS.map(([keys, meaning]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </footer>
  );
}

function Content() {
  if (!overview.value) return <main class="card">Reading the runs…</main>;
  if (view.value === 'lab') return <Lab />;
  if (runs.value.size === 0)
    return <main class="card">There is no run yet. One that starts here appears by itself.</main>;
  return view.value === 'compare' ? <Compare /> : <Training />;
}

listenForKeys();
void begin();
render(<Page />, document.getElementById('page') as HTMLElement);
