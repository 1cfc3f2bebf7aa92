import { describe, expect, it } from 'vitest';
import type { EventMessage } from '../../api/events';
import type { Points } from '../../api/types';
import { applyPoints } from './apply';
import { groupCurves } from './curves';

function logged(number: number, points: [string, number, number | null][]): EventMessage {
  return { type: 'event', topic: 'job:1', number, event: 'metrics.logged', data: { points }, time: '' };
}

const nothing: Points = { series: {}, last_number: 0 };

describe('applyPoints', () => {
  it('grows every curve that is named', () => {
    const after = applyPoints(nothing, logged(1, [['train_loss', 1, 0.5], ['val_loss', 1, null], ['train_loss', 2, 0.4]]));

    expect(after).toEqual({
      series: { train_loss: { steps: [1, 2], values: [0.5, 0.4] }, val_loss: { steps: [1], values: [null] } },
      last_number: 1,
    });
  });

  it('puts a late step into its place and lets the last write win', () => {
    const first = applyPoints(nothing, logged(1, [['loss', 1, 1], ['loss', 3, 3]]));

    const after = applyPoints(first, logged(2, [['loss', 2, 2], ['loss', 3, 30]]));

    expect(after.series.loss).toEqual({ steps: [1, 2, 3], values: [1, 2, 30] });
  });

  it('ignores what it has seen', () => {
    const first = applyPoints(nothing, logged(4, [['loss', 1, 1]]));

    expect(applyPoints(first, logged(4, [['loss', 1, 9]]))).toBe(first);
  });

  it('leaves the points it was given as they are', () => {
    const first = applyPoints(nothing, logged(1, [['loss', 1, 1]]));

    applyPoints(first, logged(2, [['loss', 2, 2]]));

    expect(first.series.loss).toEqual({ steps: [1], values: [1] });
  });
});

describe('groupCurves', () => {
  it('puts both sides of a metric into one chart, the loss first', () => {
    const one = { steps: [1], values: [1] };

    const groups = groupCurves({ val_accuracy: one, train_accuracy: one, lr: one, val_loss: one, train_loss: one });

    expect(groups.map((group) => [group.title, group.lines.map((line) => line.label)])).toEqual([
      ['Loss', ['Training', 'Validation']],
      ['Accuracy', ['Training', 'Validation']],
      ['Lr', ['Lr']],
    ]);
  });

  it('draws what a run went on from in the colour of what it became, broken', () => {
    const one = { steps: [1], values: [1] };

    const [loss] = groupCurves({ train_loss: one, val_loss: one }, { val_loss: one });

    expect(loss?.lines.map(({ label, look }) => [label, look?.colour])).toEqual([
      ['Training', undefined],
      ['Validation', undefined],
      ['Validation, before', 1],
    ]);
  });
});
