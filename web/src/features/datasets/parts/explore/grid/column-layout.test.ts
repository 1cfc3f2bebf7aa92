import { describe, expect, it } from 'vitest';
import { ColumnLayout } from './column-layout';

describe('the layout of columns', () => {
  const layout = new ColumnLayout([50, 100, 100, 100, 100], 1);

  it('keeps pinned columns apart from those that move', () => {
    expect(layout.lefts).toEqual([0, 0, 100, 200, 300]);
    expect([layout.pinnedWidth, layout.scrolledWidth]).toEqual([50, 400]);
  });

  it('knows the columns in sight', () => {
    expect(layout.columnsAt(0, 150, 0)).toEqual({ first: 1, end: 3 });
    expect(layout.columnsAt(150, 150, 1)).toEqual({ first: 1, end: 5 });
    expect(layout.columnAt(299)).toBe(3);
    expect(layout.columnAt(1e9)).toBe(4);
  });

  it('brings a column into sight beside the pinned ones', () => {
    expect(layout.reveal(0, 200, 150)).toBe(200);
    expect(layout.reveal(1, 200, 150)).toBe(0);
    expect(layout.reveal(4, 0, 150)).toBe(250);
    expect(layout.reveal(2, 50, 200)).toBe(50);
  });

  it('finds its way among ten thousand columns', () => {
    const wide = new ColumnLayout(Array.from({ length: 10_000 }, () => 112), 0);

    expect(wide.columnsAt(wide.scrolledWidth - 500, 500, 0)).toEqual({ first: 9995, end: 10_000 });
  });

  it('has room where everything is pinned', () => {
    const pinned = new ColumnLayout([50, 60], 2);

    expect([pinned.pinnedWidth, pinned.scrolledWidth]).toEqual([110, 0]);
    expect(pinned.columnsAt(0, 100, 1)).toEqual({ first: 2, end: 2 });
    expect(pinned.pinnedAt(55)).toBe(1);
  });
});
