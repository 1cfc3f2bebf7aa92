import { expect, test } from 'vitest';
import type { ScoreLine } from '../../../api/scores';
import { rowsBehind } from './rows-behind';

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
