import { describe, expect, it } from 'vitest';
import { colourBy, MOST_GROUPS, REST, SCALE, scaleColour } from './colours';
import { fit, nearest, neighbour, pan, toScreen, withSight, zoom } from './view';

const size = { width: 232, height: 132 };
const square = { x: [0, 10, 10, 0], y: [0, 0, 10, 10] };

describe('the view of points', () => {
  it('shows every point inside the margin', () => {
    const view = fit(square, size, false);

    expect(square.x.map((x, place) => toScreen(view, size, x, square.y[place] ?? 0))).toEqual([
      [16, 116],
      [216, 116],
      [216, 16],
      [16, 16],
    ]);
  });

  it('keeps a unit as long upwards as sideways where that matters', () => {
    const view = fit(square, size, true);

    expect(view.scaleX).toBe(view.scaleY);
    expect(view.scaleX).toBe(10);
  });

  it('stands still under the pointer while it looks closer', () => {
    const view = fit(square, size, true);
    const closer = zoom(view, size, 2, 60, 40);

    const valueX = view.middleX + (60 - size.width / 2) / view.scaleX;
    const valueY = view.middleY - (40 - size.height / 2) / view.scaleY;
    expect(toScreen(closer, size, valueX, valueY).map(Math.round)).toEqual([60, 40]);
    expect(closer.scaleX).toBe(2 * view.scaleX);
  });

  it('moves with the pointer', () => {
    const view = fit(square, size, true);
    const before = toScreen(view, size, 3, 4);

    expect(toScreen(pan(view, 7, -5), size, 3, 4)).toEqual([before[0] + 7, before[1] - 5]);
  });

  it('follows what is chosen out of sight', () => {
    const close = zoom(fit(square, size, true), size, 10);

    expect(withSight(close, size, 5, 5)).toBe(close);
    expect(toScreen(withSight(close, size, 10, 10), size, 10, 10)).toEqual([116, 66]);
  });

  it('is whole for one point, for none and for equal ones', () => {
    for (const points of [{ x: [], y: [] }, { x: [3], y: [4] }, { x: [3, 3], y: [4, 4] }]) {
      expect(Object.values(fit(points, size, true)).every(Number.isFinite)).toBe(true);
    }
  });
});

describe('finding points', () => {
  const view = fit(square, size, false);

  it('takes the nearest one, if it is near', () => {
    expect(nearest(square, view, size, 210, 20)).toBe(2);
    expect(nearest(square, view, size, 116, 66)).toBeNull();
  });

  it('goes from one to the next by keys', () => {
    expect(neighbour(square, view, 0, 'right')).toBe(1);
    expect(neighbour(square, view, 1, 'up')).toBe(2);
    expect(neighbour(square, view, 2, 'left')).toBe(3);
    expect(neighbour(square, view, 3, 'down')).toBe(0);
    expect(neighbour(square, view, 0, 'left')).toBeNull();
  });
});

describe('colouring', () => {
  it('lays numbers along a scale and keeps missing ones apart', () => {
    expect(colourBy('size', [2, null, 6, 4], true)).toEqual({
      kind: 'scale',
      title: 'size',
      low: 2,
      high: 6,
      shares: [0, null, 1, 0.5],
    });
    expect([scaleColour(0), scaleColour(1)]).toEqual([SCALE[0], SCALE.at(-1)]);
  });

  it('groups everything else, the most frequent first, and the rest together', () => {
    expect(colourBy('kind', ['b', 'a', 'b', null, true], false)).toEqual({
      kind: 'groups',
      title: 'kind',
      names: ['b', 'a', 'true'],
      groups: [0, 1, 0, REST, 2],
    });
    const many = Array.from({ length: 50 }, (_, place) => `v${place}`);
    const found = colourBy('many', many, false);
    expect(found.kind === 'groups' && found.names).toHaveLength(MOST_GROUPS);
    expect(found.kind === 'groups' && found.groups.filter((group) => group === REST)).toHaveLength(50 - MOST_GROUPS);
  });

  it('knows no scale where there is no number', () => {
    expect(colourBy('size', [null, null], true).kind).toBe('groups');
  });
});
