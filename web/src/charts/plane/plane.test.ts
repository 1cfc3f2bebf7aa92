import { describe, expect, it } from 'vitest';
import { SvgPen } from '../export/svg-pen';
import { drawPlane, prepare } from './draw-plane';
import { bandOf, BANDS, countWrong, edgesOf, reachOf, runsOf, spanOf, STRENGTHS, type Plane } from './plane';

const CLASSES: Plane = {
  x: { name: 'a', low: 0, high: 2 },
  y: { name: 'b', low: 0, high: 2 },
  resolution: 3,
  // The lowest row first: a wall between the first column and the others.
  said: [0, 1, 1, 0, 1, 1, null, 1, 1],
  sure: [1, 1, 1, 0.5, 0.5, 0.6, null, 0.99, 0.9],
  classes: ['up', 'down'],
  points: { x: [0, 1, 2], y: [0, 1, 2], truth: [0, 0, null], said: [0, 1, 1] },
};
const NUMBERS: Plane = {
  ...CLASSES,
  said: [0, 5, 10, 0, 5, 10, 0, 5, 10],
  sure: null,
  classes: null,
  points: { x: [1], y: [1], truth: [20], said: [5] },
};
const INK = {
  groups: ['#111111', '#222222'],
  rest: '#999999',
  plain: '#0000ff',
  chosen: '#ff0000',
  grid: '#cccccc',
  words: '#555555',
  paper: '#ffffff',
};

describe('the ground', () => {
  it('joins neighbouring cells that look the same and leaves out those of which nothing is said', () => {
    expect(runsOf(CLASSES)).toEqual([
      { row: 0, from: 0, to: 1, value: 0, strength: STRENGTHS - 1 },
      { row: 0, from: 1, to: 3, value: 1, strength: STRENGTHS - 1 },
      { row: 1, from: 0, to: 1, value: 0, strength: 0 },
      { row: 1, from: 1, to: 3, value: 1, strength: 0 },
      { row: 2, from: 1, to: 3, value: 1, strength: STRENGTHS - 1 },
    ]);
  });

  it('has a line wherever one class ends', () => {
    expect(edgesOf(CLASSES)).toEqual([
      [1, 0, 1, 1],
      [1, 1, 1, 2],
      [0, 2, 1, 2],
      [1, 2, 1, 3],
    ]);
    expect(edgesOf(NUMBERS)).toEqual([]);
  });

  it('shows numbers and points on one scale', () => {
    expect(spanOf(NUMBERS)).toEqual([0, 20]);
    expect(bandOf(20, 0, 20)).toBe(BANDS - 1);
    expect(bandOf(3, 3, 3)).toBe(0);
    expect(new Set(runsOf(NUMBERS).map(({ value }) => value))).toEqual(new Set([0, 3, 6]));
  });
});

describe('the points', () => {
  it('say what is to be seen, and where there are none the corners do', () => {
    const none = { x: [], y: [], truth: [], said: [] };

    expect(reachOf(CLASSES)).toBe(CLASSES.points);
    expect(reachOf({ ...CLASSES, points: none })).toEqual({ x: [CLASSES.x.low, CLASSES.x.high], y: [CLASSES.y.low, CLASSES.y.high] });
  });

  it('are wrong where the class is known and another is said', () => {
    expect(countWrong(CLASSES)).toBe(1);
    expect(countWrong(NUMBERS)).toBe(0);
  });
});

describe('the drawing', () => {
  const drawn = (plane: Plane) => {
    const pen = new SvgPen();
    const view = { middleX: 1, middleY: 1, scaleX: 100, scaleY: 100 };
    drawPlane(pen, { prepared: prepare(plane), view, size: { width: 300, height: 300 }, ink: INK, chosen: null });
    return pen.toString();
  };

  it('puts wrong points into a ring, and no others', () => {
    const svg = drawn(CLASSES);

    expect(svg.match(/stroke="#ff0000"/g)).toHaveLength(1);
    // The middle of the picture is the point at (1, 1).
    expect(svg).toMatch(/M1(4[0-9])(\.\d+)? 150a/);
  });

  it('puts a cell around its value', () => {
    // The first cell, at (0, 0), is 100 pixels wide around the pixel (50, 250).
    expect(drawn(CLASSES)).toContain('<rect x="0" y="200" width="100" height="100" fill="#111111"');
  });
});
