import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, difference, EYES, mixed, seen } from './colour-vision';
import { GROUP_COLORS, LINE_COLORS, lineDash } from './palette';
import { SCALE } from './scatter/colours';
import { SHAPES } from './scatter/draw';

/** Five times what is just seen side by side: lines and dots are thin, and lie apart. */
const APART = 10;
const MARGIN = 2;

const TOKENS = readFileSync('src/ui/styles/tokens.css', 'utf8');
const SHEET = readFileSync('../src/armillary/report/style.css', 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

function token(name: string, theme: Theme): string {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(TOKENS) ?? [];
  const found = theme === 'light' ? light : dark;
  if (found === undefined) throw new Error(`tokens.css has no --${name}`);
  return found;
}

function tokens(stem: string, count: number, theme: Theme): string[] {
  return Array.from({ length: count }, (_, at) => token(`${stem}-${at + 1}`, theme));
}

/** Each theme of the sheet, the one that is printed last. */
function sheetPalettes(): string[][] {
  return SHEET.split('--c0:').slice(1).map((part) => [...`--c0:${part.slice(0, 400)}`.matchAll(/--c\d: (#\w{6})/g)].map(([, colour]) => colour ?? ''));
}

/** The pair that is told apart worst, by any kind of eye. */
function nearest(colours: readonly string[]): { apart: number; pair: string } {
  let found = { apart: Infinity, pair: '' };
  for (const [eye, matrix] of Object.entries(EYES))
    colours.forEach((one, at) => {
      colours.slice(0, at).forEach((other) => {
        const apart = difference(seen(one, matrix), seen(other, matrix));
        if (apart < found.apart) found = { apart, pair: `${one} and ${other} with ${eye}` };
      });
    });
  return found;
}

/** How light each colour is to an eye. */
function lightness(colours: readonly string[], eye: string): number[] {
  const matrix = EYES[eye];
  return matrix === undefined ? [] : colours.map((colour) => seen(colour, matrix)[0]);
}

describe('the measure of colours', () => {
  it('agrees with the published pairs of CIEDE2000', () => {
    // Sharma, Wu and Dalal, table 1: pairs 1, 16, 17, 18, 25 and 34, which take every turn of the formula.
    expect(difference([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(difference([50, 2.49, -0.001], [50, -2.49, 0.0011])).toBeCloseTo(7.2195, 4);
    expect(difference([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
    expect(difference([50, 2.5, 0], [61, -5, 29])).toBeCloseTo(22.8977, 4);
    expect(difference([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
    expect(difference([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
  });

  it('knows that red and green are what is mixed up, and blue and yellow what is not', () => {
    expect(nearest(['#7a8a1f', '#b5702a']).pair).toMatch(/protanopia|deuteranopia/);
    expect(nearest(['#0000ff', '#ffff00']).apart).toBeGreaterThan(40);
    expect(seen('#ffffff', EYES.protanopia ?? [[0, 0, 0], [0, 0, 0], [0, 0, 0]])[0]).toBeCloseTo(100, 1);
  });

  it('mixes as a browser does', () => {
    expect(mixed('#2a4ccb', 1, '#ffffff')).toBe('#2a4ccb');
    // What Chromium gives for color-mix(in oklab, #ff0000 50%, #0000ff).
    expect(mixed('#ff0000', 0.5, '#0000ff')).toBe('#8c53a2');
  });
});

describe.each(THEMES)('charts in the %s theme, by eyes that lack a kind of cone', (theme) => {
  const paper = token('surface', theme);

  it('have lines that are told apart by colour, and by dashes too', () => {
    const lines = tokens('chart', LINE_COLORS, theme);

    expect(nearest(lines)).toSatisfy(({ apart }) => apart >= APART);
    expect(new Set(lines.map((_, place) => lineDash(place))).size).toBe(LINE_COLORS);
    for (const colour of lines) expect(contrast(colour, paper)).toBeGreaterThan(3);
  });

  it('have groups of points that are told apart by colour, and by shape too', () => {
    const groups = tokens('group', GROUP_COLORS, theme);

    expect(nearest([...groups, token('line-strong', theme)])).toSatisfy(({ apart }) => apart >= APART);
    expect(new Set(SHAPES).size).toBe(GROUP_COLORS);
    for (const colour of groups) expect(contrast(colour, paper)).toBeGreaterThan(3);
  });

  it('have an edge around points of pale colours that is seen on the paper', () => {
    expect(contrast(token('ink-soft', theme), paper)).toBeGreaterThan(4.5);
  });

  it('have heat maps whose two sides never look alike, and grow with what they show', () => {
    const [up, down, sunken] = [token('chart-1', theme), token('chart-2', theme), token('sunken', theme)];
    const shares = [0.25, 0.5, 0.75, 1];

    for (const share of shares) expect(nearest([mixed(up, 0.96 * share, sunken), mixed(down, 0.96 * share, sunken)]).apart).toBeGreaterThan(share * 25);
    for (const side of [up, down])
      for (const matrix of Object.values(EYES)) {
        const away = shares.map((share) => difference(seen(mixed(side, 0.96 * share, sunken), matrix), seen(sunken, matrix)));
        expect(away).toEqual([...away].sort((one, other) => one - other));
        expect(away[0]).toBeGreaterThan(MARGIN);
      }
  });

  it('have right and wrong cells of a confusion matrix that differ', () => {
    expect(nearest([token('accent', theme), token('chart-2', theme), token('sunken', theme)]).apart).toBeGreaterThan(30);
  });

  it('have low, middle and high values that differ where dots are coloured by them', () => {
    const [low, high] = [token('chart-1', theme), token('chart-2', theme)];

    expect(nearest([low, mixed(high, 0.5, low), high]).apart).toBeGreaterThan(15);
  });

  it('have the best lines of parallel coordinates stand out from the rest', () => {
    expect(nearest([token('accent', theme), token('line-strong', theme)]).apart).toBeGreaterThan(APART);
  });
});

describe('what needs no theme', () => {
  it('has a scale that grows lighter without a turn, by every eye', () => {
    for (const eye of Object.keys(EYES)) {
      const light = lightness(SCALE, eye);
      expect(light).toEqual([...light].sort((one, other) => one - other));
    }
    expect(nearest(SCALE).apart).toBeGreaterThan(2 * MARGIN);
  });

  it('has classes of generated tables that are told apart by colour', () => {
    const palette = readFileSync('../src/armillary/learning/palette.py', 'utf8');
    const classes = (/CLASS_COLOURS = \(([^)]*)\)/.exec(palette)?.[1] ?? '').match(/#\w{6}/g) ?? [];

    // The first three are promised to older clients, so they may be pale: an edge shows where they are.
    expect(classes.slice(0, 3)).toEqual(['#F4A460', '#4682B4', '#90EE90']);
    // Its sand and its green look alike to some, and differ by the shape of their points.
    expect(SHAPES[0]).not.toBe(SHAPES[2]);
    for (const one of [0, 2]) expect(nearest(classes.filter((_, at) => at !== one))).toSatisfy(({ apart }) => apart >= APART);
    expect(classes).toHaveLength(10);
  });

  it('has sheets whose curves are told apart by colour, and by dashes too', () => {
    const palettes = sheetPalettes();

    expect(palettes.map(({ length }) => length)).toEqual([8, 8, 8]);
    for (const palette of palettes) expect(nearest(palette)).toSatisfy(({ apart }) => apart >= APART);
    const dashes = [...SHEET.matchAll(/\.curve\.c\d \{ stroke-dasharray: ([\d ]+); \}/g)].map(([, dash]) => dash);
    expect(new Set(dashes).size).toBe(7);
  });
});
