import { expect, test, vi } from 'vitest';
import type { ScoreLine } from '../../../api/scores';
import { rowsAtPoint, rowsBehind, rowsInBin, rowsOfErrors } from './rows-behind';

function line(id: string, of: string | null = null): ScoreLine {
  return { id, of, name: id, value: 0.5, low: 0.4, high: 0.6, standard_error: 0.1, method: null, note: null };
}

test('behind a share of right rows are the wrong ones, behind the others all', () => {
  expect(rowsBehind(line('accuracy'), 'classification')).toMatchObject({ rows: { only: 'wrong' } });
  expect(rowsBehind(line('f1_macro'), 'classification')).toMatchObject({ rows: { only: 'wrong' } });
  expect(rowsBehind(line('log_loss'), 'classification').rows).toEqual({});
});

test('precision hangs on what was taken for a class, recall on what is one', () => {
  expect(rowsBehind(line('precision', 'rose'), 'classification')).toMatchObject({ rows: { predicted: 'rose' } });
  expect(rowsBehind(line('recall', 'rose'), 'classification')).toMatchObject({ rows: { truth: 'rose' } });
  expect(rowsBehind(line('rmse'), 'regression').rows).toEqual({});
});

test('behind a point of a curve are the rows that count there, and none where none do', () => {
  const onRows = vi.fn();
  const { onChoose } = rowsAtPoint([{ of: 'rose', threshold: [null, 0.7, 0.2] }], onRows);

  onChoose?.(0, 0);
  expect(onRows).not.toHaveBeenCalled();
  onChoose?.(0, 1);
  expect(onRows).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ rows: { of: 'rose', at_least: 0.7 } }));
  expect(rowsAtPoint([{ of: 'rose' }], onRows)).toEqual({});
});

test('a bin ends where the next begins, and the last one with everything', () => {
  const bins = [0, 0.5].map((from) => ({ from, stated: from + 0.2, came_true: 0.5, low: 0, high: 1, rows: 9 }));

  expect(rowsInBin('rose', bins, 0).rows).toEqual({ of: 'rose', at_least: 0, below: 0.5 });
  expect(rowsInBin(null, bins, 1).rows).toEqual({ at_least: 0.5 });
  expect(rowsOfErrors(-1, 2).rows).toEqual({ at_least: -1, below: 2 });
  expect(rowsOfErrors(2, null).rows).toEqual({ at_least: 2 });
});
