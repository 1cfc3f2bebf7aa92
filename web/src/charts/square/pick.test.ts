import { describe, expect, it } from 'vitest';
import { nearestPoint, pickBeside } from './pick';

const lines = [
  { x: [0, 50, 100], y: [200, 100, 0] },
  { x: [], y: [] },
  { x: [90, 10], y: [40, 60] },
];

describe('the points of a square chart', () => {
  it('are found where the pointer is near one, on whichever line', () => {
    expect(nearestPoint(lines, 52, 103, 10)).toEqual({ line: 0, point: 1 });
    expect(nearestPoint(lines, 12, 60, 10)).toEqual({ line: 2, point: 1 });
    expect(nearestPoint(lines, 150, 150, 10)).toBeNull();
  });

  it('are walked by the arrows: along a line from left to right, and on to the next line that has any', () => {
    const first = pickBeside(lines, null, 'ArrowRight');

    expect(first).toEqual({ line: 0, point: 0 });
    expect(pickBeside(lines, first, 'ArrowRight')).toEqual({ line: 0, point: 1 });
    expect(pickBeside(lines, first, 'ArrowLeft')).toEqual(first);
    expect(pickBeside(lines, first, 'ArrowDown')).toEqual({ line: 2, point: 1 });
    expect(pickBeside(lines, { line: 2, point: 1 }, 'ArrowRight')).toEqual({ line: 2, point: 0 });
    expect(pickBeside(lines, { line: 2, point: 0 }, 'ArrowUp')).toEqual({ line: 0, point: 2 });
  });

  it('stay where they are at other keys, and where there are none', () => {
    expect(pickBeside(lines, { line: 0, point: 1 }, 'a')).toBeNull();
    expect(pickBeside([{ x: [], y: [] }], null, 'ArrowRight')).toBeNull();
  });
});
