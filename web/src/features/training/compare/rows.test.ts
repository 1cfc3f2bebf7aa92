import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '../../../api/run-answers';
import { groupsOf } from './rows';

const BASE: ComparedRun = {
  id: 'a', session_id: 'a', workspace_id: 'ws', name: 'one', source: 'fit', status: 'completed', experiment_id: null,
  algorithm_id: 'random_forest', dataset_id: 'ds_1', target: 'y', tags: [], has_notes: false, against: 0,
    notes_version: 0,
  created_by: 'local', created_at: '', started_at: null, completed_at: null, version: 1, metrics: { accuracy: 0.9 },
  model_id: null, progress: null, error: null, hyperparameters: { depth: 3, criterion: 'gini' },
  curves: { val_loss: { step: 5, last: 0.4, best: 0.3 } },
  asked: { seed: 0, steps: [], target: 'y' }, dataset: { id: 'ds_1', name: 'cancer', rows: 569, content_hash: 'ab' }, data_hash: 'x:123', versions: { numpy: '2' },
};

function find(runs: readonly ComparedRun[], group: string, title: string) {
  return groupsOf(runs).find((one) => one.title === group)?.rows.find((row) => row.title === title);
}

describe('groupsOf', () => {
  const other = { ...BASE, id: 'b', hyperparameters: { depth: 9, criterion: 'gini', extra: null }, curves: { val_loss: { step: 5, last: 0.2, best: 0.2 } } };

  it('puts what differs before what is the same', () => {
    const rows = groupsOf([BASE, other]).find((group) => group.title === 'Parameters')?.rows ?? [];

    expect(rows.map((row) => [row.title, row.isSame])).toEqual([['depth', false], ['extra', false], ['criterion', true]]);
  });

  it('marks the least loss and nothing where all are the same', () => {
    expect(find([BASE, other], 'Metrics', 'Validation loss, last')?.best).toEqual(new Set([1]));
    expect(find([BASE, other], 'Results', 'Accuracy')?.best).toEqual(new Set());
  });

  it('tells a table that is gone and rows that are others', () => {
    const gone = { ...other, dataset: null, data_hash: 'x:999' };

    expect(find([BASE, gone], 'Data', 'Dataset')?.cells).toEqual(['cancer', 'ds_1, gone']);
    expect(find([BASE, gone], 'Data', 'Rows learned from')).toMatchObject({ cells: ['123', '999'], isSame: false });
  });
});
