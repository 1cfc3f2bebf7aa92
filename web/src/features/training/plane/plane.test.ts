import { describe, expect, it } from 'vitest';
import type { PlaneAnswer } from '../../../api/plane-answers';
import { readLivePicture } from './live-picture';
import { planeOf } from './plane-of';
import { judgedOf, labelOf, titleOf } from './plane-words';

const LIVE = {
  step: 35,
  unit: 'epoch',
  task: 'classification',
  metrics: { val_loss: 0.5 },
  classes: [0, 1],
  x: { name: 'a', low: -1, high: 1 },
  y: { name: 'b', low: 0, high: 10 },
  resolution: 2,
  span: null,
  z: 'ABB.',
  sure: '_gA.',
  points: { x: 'AA__', y: 'AA__', truth: 'AB', said: 'AA', held: 'AB' },
};

const ANSWER: PlaneAnswer = {
  points: { x: [0, 4], y: [1, 2], true_labels: ['up', 'down'], predicted_labels: ['up', 'up'], parts: ['training', 'test'] },
  decision_boundary: {
    x: [
      [-1, 5],
      [-1, 5],
    ],
    y: [
      [0, 0],
      [3, 3],
    ],
    z: [
      [0, 1],
      [null, 0],
    ],
    confidence: [
      [0.9, 0.8],
      [null, 0.7],
    ],
  },
  accuracy: 0.5,
  rmse: null,
  r2: null,
  task: 'classification',
  target: 'label',
  targets: [],
  classes: ['up', 'down'],
  columns: { x: 'a', y: 'b' },
  usable: ['a', 'b'],
  held: [],
  part: 'all',
  parts_known: true,
  rows: { total: 2, drawn: 2, left_out: 0 },
  notes: [],
};

describe('a live picture', () => {
  it('is read from its symbols', () => {
    const picture = readLivePicture(LIVE);

    expect(picture).toMatchObject({ step: 35, unit: 'epoch', task: 'classification' });
    expect(picture?.plane.said).toEqual([0, 1, 1, null]);
    expect(picture?.plane.sure).toEqual([1, 32 / 63, 0, null]);
    expect(picture?.plane.classes).toEqual(['0', '1']);
    expect(picture?.plane.points).toEqual({ x: [-1, 1], y: [0, 10], truth: [0, 1], said: [0, 0] });
  });

  it('of numbers lies between its ends', () => {
    const shares = 'AA__gA..';
    const plane = readLivePicture({ ...LIVE, classes: null, span: [100, 300], z: shares, sure: null })?.plane;

    expect(plane?.classes).toBeNull();
    expect(plane?.said.slice(0, 2)).toEqual([100, 300]);
    expect(plane?.said[2]).toBeCloseTo(200, 0);
    expect(plane?.said[3]).toBeNull();
  });

  it.each([undefined, null, 'picture', {}, { ...LIVE, z: 7 }, { ...LIVE, x: { name: 'a' } }, { ...LIVE, points: [] }])(
    'that is none is not drawn: %j',
    (value) => {
      expect(readLivePicture(value)).toBeNull();
    },
  );
});

describe('the picture of a finished model', () => {
  it('has its labels as places among the classes', () => {
    const plane = planeOf(ANSWER);

    expect(plane).toMatchObject({ x: { name: 'a', low: -1, high: 5 }, y: { name: 'b', low: 0, high: 3 }, resolution: 2 });
    expect(plane.said).toEqual([0, 1, null, 0]);
    expect(plane.points).toEqual({ x: [0, 4], y: [1, 2], truth: [0, 1], said: [0, 0] });
  });

  it('is told in words', () => {
    expect(labelOf(planeOf(ANSWER), titleOf('classification'))).toBe(
      'Decision boundary over a and b: 2 points, 1 of them said to be another class',
    );
    expect(judgedOf(ANSWER)).toMatch(/^50.* of 2 rows are said right\.$/);
    expect(judgedOf({ ...ANSWER, accuracy: null, rmse: 2, r2: 0.75, part: 'test' })).toBe('Off by 2 (RMSE) over 2 test rows, R² 0.75.');
    expect(judgedOf({ ...ANSWER, accuracy: null })).toBeNull();
  });
});
