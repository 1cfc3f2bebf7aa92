import { describe, expect, it } from 'vitest';
import { SvgPen } from '../export/svg-pen';
import { colourBy, MOST_GROUPS, REST, SCALE, scaleColour, type Colouring } from './colours';
import { draw } from './draw';
import { countFar, fit, nearest, neighbour, pan, toScreen, withSight, zoom } from './view';

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

  it('leaves a few points far away outside where only what is central is wanted', () => {
    const near = Array.from({ length: 400 }, (_, place) => place / 100);
    const points = { x: [...near, 900], y: [...near, 2] };

    const view = fit(points, size, false, 16, true);

    expect(view.middleX).toBeCloseTo(2, 0);
    expect(countFar(points)).toBe(1);
    expect(countFar(square)).toBe(0);
    expect(fit(square, size, false, 16, true)).toEqual(fit(square, size, false));
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

describe('drawing', () => {
  const size = { width: 100, height: 100 };
  const corners = { x: [0, 1, 1], y: [0, 0, 1] };
  const ink = { groups: ['#111111'], rest: '#222222', plain: '#333333', chosen: '#444444', grid: '#555555', words: '#666666', paper: '#ffffff' };

  function drawn(colouring: Colouring): string {
    const pen = new SvgPen();
    draw(pen, { ...corners, colouring, view: fit(corners, size, false), size, ink, chosen: null, axes: null });
    return pen.toString();
  }

  it('gives points of given classes an edge and a shape, since their colours may be pale', () => {
    const found = drawn({ kind: 'given', colours: ['#90EE90', '#90EE90', '#F4A460'], groups: [0, 0, 1] });

    expect(found.match(/fill="#(90ee90|f4a460)"/gi)).toHaveLength(2);
    expect(found.match(/stroke="#666666"/g)).toHaveLength(2);
  });

  it('leaves what has colours of its own as it is', () => {
    expect(drawn({ kind: 'given', colours: ['#440154', '#440154', '#FDE725'] })).not.toContain('stroke');
    expect(drawn({ kind: 'groups', title: 'kind', names: ['a'], groups: [0, 0, 0] })).not.toContain('stroke');
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
