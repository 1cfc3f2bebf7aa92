import { describe, expect, it } from 'vitest';
import { actOf } from './grid-keys';
import { alone, movedBy, rectangleOf, type Selection } from './selection';

const BOUNDS = { rows: { first: 100, end: 200 }, columns: 5, pageRows: 20 };

function press(selection: Selection, key: string, { shift = false, ctrl = false } = {}) {
  return movedBy(selection, { key, shiftKey: shift, ctrlKey: ctrl, metaKey: false }, BOUNDS)?.active;
}

describe('moving through the cells', () => {
  const at = alone({ row: 150, column: 2 });

  it.each([
    ['ArrowUp', {}, { row: 149, column: 2 }],
    ['ArrowRight', {}, { row: 150, column: 3 }],
    ['ArrowDown', { ctrl: true }, { row: 199, column: 2 }],
    ['ArrowLeft', { ctrl: true }, { row: 150, column: 0 }],
    ['PageDown', {}, { row: 170, column: 2 }],
    ['PageUp', {}, { row: 130, column: 2 }],
    ['Home', {}, { row: 150, column: 0 }],
    ['End', {}, { row: 150, column: 4 }],
    ['Home', { ctrl: true }, { row: 100, column: 0 }],
    ['End', { ctrl: true }, { row: 199, column: 4 }],
  ])('%s %j', (key, with_, active) => {
    expect(press(at, key, with_)).toEqual(active);
  });

  it('stays within the rows of the page', () => {
    expect(press(alone({ row: 100, column: 0 }), 'ArrowUp')).toEqual({ row: 100, column: 0 });
    expect(press(alone({ row: 195, column: 4 }), 'PageDown')).toEqual({ row: 199, column: 4 });
  });

  it('leaves other keys alone', () => {
    expect(press(at, 'x')).toBeUndefined();
  });

  it('chooses a rectangle with shift, from where it began', () => {
    const key = { shiftKey: true, ctrlKey: false, metaKey: false };
    const one = movedBy(at, { ...key, key: 'ArrowUp' }, BOUNDS) ?? at;
    const two = movedBy(one, { ...key, key: 'ArrowRight' }, BOUNDS) ?? at;

    expect(rectangleOf(two)).toEqual({ top: 149, bottom: 150, left: 2, right: 3 });
  });
});

describe('keys of the grid', () => {
  const key = { shiftKey: false, ctrlKey: false, metaKey: false };
  const at = alone({ row: 150, column: 2 });

  it('begin at the first cell', () => {
    expect(actOf({ ...key, key: 'ArrowDown' }, null, BOUNDS)).toEqual({
      kind: 'select',
      selection: alone({ row: 100, column: 0 }),
    });
  });

  it('choose everything, copy, open and offer', () => {
    const all = actOf({ ...key, key: 'a', ctrlKey: true }, at, BOUNDS);

    expect(all?.kind === 'select' && rectangleOf(all.selection)).toEqual({ top: 100, bottom: 199, left: 0, right: 4 });
    expect(actOf({ ...key, key: 'c', ctrlKey: true }, at, BOUNDS)).toEqual({ kind: 'copy' });
    expect(actOf({ ...key, key: 'Enter' }, at, BOUNDS)).toEqual({ kind: 'open' });
    expect(actOf({ ...key, key: 'Escape' }, at, BOUNDS)).toEqual({ kind: 'close' });
    expect(actOf({ ...key, key: 'F10', shiftKey: true }, at, BOUNDS)).toEqual({ kind: 'menu' });
  });

  it('mean nothing where there are no cells', () => {
    expect(actOf({ ...key, key: 'ArrowDown' }, null, { ...BOUNDS, rows: { first: 0, end: 0 } })).toBeNull();
  });
});
