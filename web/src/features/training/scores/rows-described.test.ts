import { describe, expect, it } from 'vitest';
import { rowsBehindDescribed, rowsMeasured, rowsOfGroup } from './rows-described';
import { rowsAtScore } from './rows-behind';
import type { RowChoice } from './queries';

const LINE = { of: null, value: 1, low: null, high: null, standard_error: null, method: null, note: null };

describe('rows behind what was found without a target', () => {
  it('asks for those that cost each score most', () => {
    const asked = (id: string) => rowsBehindDescribed({ ...LINE, id }, 'clustering').rows;

    expect(asked('silhouette')).toEqual({});
    expect(asked('noise_share')).toEqual({ predicted: 'noise' });
    expect(asked('share_unusual')).toEqual({ predicted: 'unusual' });
    expect(asked('adjusted_rand')).toEqual({ only: 'wrong' });
    expect(asked('explained_variance')).toEqual({ of: 'reconstruction_error' });
    expect(asked('trustworthiness')).toEqual({ of: 'trustworthiness' });
  });

  it('leaves a bound out where there is none', () => {
    expect(rowsMeasured('score', 0.5, null)).toEqual({ title: 'Rows whose score is 0.5 or more', rows: { of: 'score', at_least: 0.5 } });
    expect(rowsMeasured('silhouette', null, 0)).toEqual({ title: 'Rows whose silhouette is below 0', rows: { of: 'silhouette', below: 0 } });
    expect(rowsMeasured('silhouette', -1, 0).rows).toEqual({ of: 'silhouette', at_least: -1, below: 0 });
  });

  it('names groups as they are called', () => {
    expect(rowsOfGroup('2')).toEqual({ title: 'Rows of cluster 2, those that sit worst in it first', rows: { predicted: '2' } });
    expect(rowsOfGroup('noise').title).toContain('Rows of noise');
  });

  it('takes a point of a curve over scores for all rows from its score on', () => {
    const asked: RowChoice[] = [];
    const { onChoose } = rowsAtScore([{ of: 'fraud', threshold: [null, 0.7] }], (choice) => asked.push(choice));

    onChoose?.(0, 0);
    onChoose?.(0, 1);

    expect(asked.map(({ rows }) => rows)).toEqual([{ of: 'score', at_least: 0.7 }]);
  });
});
