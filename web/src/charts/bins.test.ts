import { describe, expect, it } from 'vitest';
import { axisOf, countParts } from './axis';
import { barHeights, binAt, reachOf, reachWords, spanAfterKey, spanOf } from './bins';

describe('bins', () => {
  it('are found under a pointer, also beyond the ends', () => {
    expect([binAt(-0.1, 10), binAt(0.55, 10), binAt(1, 10)]).toEqual([0, 5, 9]);
    expect(spanOf(7, 3)).toEqual({ from: 3, to: 7 });
  });

  it('are chosen by arrows, and more of them with shift', () => {
    expect(spanAfterKey(null, 'ArrowRight', false, 10)).toEqual({ from: 0, to: 0 });
    expect(spanAfterKey({ from: 2, to: 2 }, 'ArrowRight', true, 10)).toEqual({ from: 2, to: 3 });
    expect(spanAfterKey({ from: 2, to: 5 }, 'ArrowLeft', false, 10)).toEqual({ from: 1, to: 1 });
    expect(spanAfterKey({ from: 2, to: 2 }, 'x', false, 10)).toBeNull();
  });

  it('of whole numbers end before the next begins', () => {
    const edges = [1, 5, 9, 10];

    expect(reachOf({ from: 0, to: 1 }, edges, 1)).toEqual([1, 8]);
    expect(reachOf({ from: 2, to: 2 }, edges, 1)).toEqual([9, 9]);
    expect(reachOf({ from: 0, to: 1 }, edges)).toEqual([1, 9]);
    expect([reachWords([9, 9], String), reachWords([1, 8], String)]).toEqual(['9', '1 to 8']);
  });

  it('with anything in them are seen', () => {
    expect(barHeights([0, 1, 1000], 1000)).toEqual([0, 0.025, 1]);
  });
});

describe('axes', () => {
  const format = String;

  it('place numbers between the least and the greatest', () => {
    const axis = axisOf([10, null, 20, 15], format);

    expect([axis.place(10), axis.place(15), axis.place(20), axis.place(null)]).toEqual([0, 0.5, 1, null]);
    expect([axis.low, axis.high]).toEqual(['10', '20']);
  });

  it('place times by when they are', () => {
    const axis = axisOf(['2020-01-01', '2020-01-03', null], format);

    expect(axis.place('2020-01-02')).toBe(0.5);
    expect(axis.low).toBe('2020-01-01');
  });

  it('place everything else side by side', () => {
    const axis = axisOf(['b', 'a', 'b'], format);

    expect([axis.place('a'), axis.place('b')]).toEqual([0.25, 0.75]);
  });

  it('count what falls where', () => {
    expect(countParts([0, 0.49, 0.5, 1, null], 2)).toEqual([2, 2]);
  });
});
