// Light and dark: as the system prefers, until the user chooses.
import { effect, signal } from '@preact/signals';

type Theme = 'system' | 'light' | 'dark';

const KEY = 'tadpole-theme';
const preferred = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(preferred.matches);
preferred.addEventListener('change', ({ matches }) => {
  systemIsDark.value = matches;
});

export const theme = signal<Theme>(remembered());

/** Whether the page is dark at this moment. */
export function isDark(): boolean {
  return theme.value === 'system' ? systemIsDark.value : theme.value === 'dark';
}

/** Colours of curves that are too dark on a dark ground, and what stands for them there. */
const ON_DARK: Readonly<Record<string, string>> = {
  '#0072b2': '#4ba6e3',
  '#d55e00': '#ff8c42',
  '#009e73': '#35c79b',
  '#b8860b': '#e0b13a',
  '#8a6bbf': '#b39ae0',
  '#7f7f7f': '#b0b0b0',
};

/** A colour of a curve as the ground wants it. */
export function onGround(color: string): string {
  return isDark() ? (ON_DARK[color] ?? color) : color;
}

effect(() => {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light';
});

function remembered(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export function ThemeSwitch() {
  const choose = (next: Theme): void => {
    theme.value = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A page from a file may not remember.
    }
  };
  return (
    <label class="field">
      <span>Theme</span>
      <select value={theme.value} onChange={({ currentTarget }) => choose(currentTarget.value as Theme)}>
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
