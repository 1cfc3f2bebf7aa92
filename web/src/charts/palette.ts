import { useEffect, useState } from 'react';

export const LINE_COLORS = 6;

/** Told apart by every kind of eye; the n-th group has the n-th of them. */
export const GROUP_COLORS = 7;

export function groupColour(place: number): string {
  return `var(--group-${(place % GROUP_COLORS) + 1})`;
}

export interface Palette {
  lines: string[];
  ink: string;
  grid: string;
}

/** The colour token of the n-th line. */
export function lineColor(place: number): string {
  return `var(--chart-${(place % LINE_COLORS) + 1})`;
}

const DASHES = ['none', '7 3', '2 3', '9 3 2 3', '4 2', '1 2'];

/** How the n-th line is broken, so that it is known without its colour. */
export function lineDash(place: number): string {
  return DASHES[place % DASHES.length] ?? 'none';
}

/** A canvas knows no tokens: asks the browser what they come to in the present theme. */
export function readPalette(inside: HTMLElement): Palette {
  return {
    lines: Array.from({ length: LINE_COLORS }, (_, place) => readColor(inside, lineColor(place))),
    ink: readColor(inside, 'var(--ink-faint)'),
    grid: readColor(inside, 'var(--line)'),
  };
}

/** The same for charts of points. */
export function readInk(inside: HTMLElement) {
  return {
    groups: Array.from({ length: GROUP_COLORS }, (_, place) => readColor(inside, groupColour(place))),
    rest: readColor(inside, 'var(--line-strong)'),
    plain: readColor(inside, 'var(--accent)'),
    chosen: readColor(inside, 'var(--ink)'),
    grid: readColor(inside, 'var(--line)'),
    words: readColor(inside, 'var(--ink-soft)'),
    paper: readColor(inside, 'var(--sunken)'),
  };
}

function readColor(inside: HTMLElement, token: string): string {
  // A new element each time: one that changes its colour may be asked in the middle of a transition.
  const probe = document.createElement('span');
  probe.style.color = token;
  inside.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

/** A number that rises with every change of theme, so that canvases are drawn again. */
export function useThemeCount(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const changed = () => setCount((before) => before + 1);
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', changed);
    window.addEventListener('themechange', changed);
    return () => {
      system.removeEventListener('change', changed);
      window.removeEventListener('themechange', changed);
    };
  }, []);
  return count;
}
