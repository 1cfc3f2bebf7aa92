import { describe, expect, it } from 'vitest';
import { RowScale, TALLEST_PX } from './row-scale';

const ROW = 28;

describe('rows that fit a browser', () => {
  const scale = new RowScale(1000, ROW, 600);

  it('are scrolled as they are', () => {
    expect(scale.isScaled).toBe(false);
    expect(scale.toScroll(500)).toBe(500);
    expect(scale.follow(0, 0, 777)).toBe(777);
  });

  it('are drawn where the window touches them, and some beyond', () => {
    expect(scale.rowsAt(0, 2)).toEqual({ first: 0, end: 24 });
    expect(scale.rowsAt(10 * ROW + 1, 0)).toEqual({ first: 10, end: 32 });
    expect(scale.rowsAt(scale.lastOffset, 5).end).toBe(1000);
  });

  it('come into sight with the least movement', () => {
    expect(scale.reveal(5, 0)).toBe(0);
    expect(scale.reveal(5, 300)).toBe(140);
    expect(scale.reveal(30, 0)).toBe(31 * ROW - 600);
  });
});

describe('ten million rows', () => {
  const rows = 10_000_000;
  const scale = new RowScale(rows, ROW, 600);

  it('fit into what a browser can keep', () => {
    expect(scale.height).toBe(TALLEST_PX);
    expect(scale.isScaled).toBe(true);
  });

  it('have their last row at the end of the bar', () => {
    const end = scale.toOffset(TALLEST_PX - 600);

    expect(scale.rowsAt(end, 0).end).toBe(rows);
    expect(scale.follow(0, 0, TALLEST_PX)).toBe(scale.lastOffset);
  });

  it('stand where the bar says, both ways', () => {
    const row = 9_999_998;
    const offset = scale.clamp(row * ROW);

    expect(scale.toOffset(scale.toScroll(offset))).toBeCloseTo(offset, 0);
    expect(scale.toOffset(scale.toScroll(123_456_789))).toBeCloseTo(123_456_789, 0);
  });

  it('move by pixels under a finger, and by far under a dragged bar', () => {
    expect(scale.follow(1_000_000, 5000, 5040)).toBe(1_000_040);
    expect(scale.follow(1_000_000, 5000, 4_000_000)).toBeCloseTo(scale.toOffset(4_000_000), 0);
  });
});

it('shows nothing of a table without rows', () => {
  const scale = new RowScale(0, ROW, 600);

  expect(scale.rowsAt(0, 3)).toEqual({ first: 0, end: 0 });
  expect(scale.lastOffset).toBe(0);
});
