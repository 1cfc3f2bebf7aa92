import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../api/astronomy-answers';
import { countsOf, FIRST_VIEW, hasNamesTwice, judgedOf, points, ranked, toCsv } from './candidates';
import { FIRST_WISH, formOf, wanting } from './wish';

function candidate(id: number, planet: number, more: Partial<Candidate> = {}): Candidate {
  return {
    id,
    prediction: planet > 0.5 ? 'Exoplanet' : 'False Positive',
    confidence: Math.max(planet, 1 - planet),
    probabilities: { planet, candidate: 0, false_positive: 1 - planet },
    feature_importance: {},
    features: { period: 10 ** id, radius: id },
    reasons: [],
    like_this: null,
    ...more,
  };
}

const ALL = [candidate(1, 0.2), candidate(2, 0.9, { name: 'Kepler-2 b' }), candidate(3, 0.6)];

describe('candidates', () => {
  it('are ranked by how likely they are planets, or as the table has them', () => {
    expect(ranked(ALL, FIRST_VIEW).map(({ id }) => id)).toEqual([2, 3, 1]);
    expect(ranked(ALL, { ...FIRST_VIEW, order: 'table' }).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(ranked(ALL, { ...FIRST_VIEW, order: 'confidence' }).map(({ id }) => id)).toEqual([2, 1, 3]);
  });

  it('have one row a name unless all are wished for', () => {
    const twice = [candidate(1, 0.4, { name: 'K2-3 b' }), candidate(2, 0.9, { name: 'K2-3 b' }), candidate(3, 0.6)];

    expect(hasNamesTwice(ALL)).toBe(false);
    expect(hasNamesTwice(twice)).toBe(true);
    expect(ranked(twice, FIRST_VIEW).map(({ id }) => id)).toEqual([2, 3]);
    expect(ranked(twice, { ...FIRST_VIEW, isOnce: false }).map(({ id }) => id)).toEqual([2, 3, 1]);
  });

  it('are found by name and by what was said of them', () => {
    expect(ranked(ALL, { ...FIRST_VIEW, text: 'kepler' }).map(({ id }) => id)).toEqual([2]);
    expect(ranked(ALL, { ...FIRST_VIEW, prediction: 'False Positive' }).map(({ id }) => id)).toEqual([1]);
    expect(countsOf(ALL)).toEqual(new Map([['False Positive', 1], ['Exoplanet', 2]]));
  });

  it('have a place in a plot only where both numbers are there and above zero', () => {
    const odd = [...ALL, candidate(4, 0.5, { features: { period: 0, radius: 1 } }), candidate(5, 0.5, { features: { period: null, radius: 1 } })];

    const shown = points(odd, 'period', 'radius', true);

    expect(shown.candidates.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(shown.x).toEqual([1, 2, 3]);
  });

  it('are given out as CSV that a spreadsheet does not compute', () => {
    const text = toCsv([candidate(1, 0.25, { name: '=1+1', reasons: ['Depth, "large".'], features: { period: null } })]);

    expect(text.split('\r\n')).toEqual([
      'id,name,prediction,confidence,planet,candidate,false_positive,actual,reasons,period',
      `1,'=1+1,False Positive,0.75,0.25,0,0.75,,"Depth, ""large"".",`,
      '',
    ]);
  });
});

describe('a wish', () => {
  it('says what is wanting', () => {
    const own = { ...FIRST_WISH, data: 'user' as const };
    const file = new File(['a'], 'a.csv');

    expect(wanting(FIRST_WISH)).toBeNull();
    expect(wanting(own)).toBe('Choose a training file.');
    expect(wanting({ ...own, training: file })).toBe('Choose a testing file.');
    expect(wanting({ ...own, training: file, flow: 'pretrained' })).toBeNull();
  });

  it('becomes the form that the server takes', () => {
    const wish = { ...FIRST_WISH, mission: 'k2' as const, parameters: { max_depth: '4' } };

    expect([...formOf(wish).entries()]).toEqual([
      ['data_source', 'nasa'],
      ['dataset_name', 'k2'],
      ['model_type', 'random_forest'],
      ['hyperparameters', '{"max_depth":"4"}'],
    ]);
  });
});

describe('what the scores were judged by', () => {
  const metrics = { accuracy: 0.9, f1_score: 0.9, precision: 0.9, recall: 0.9, auc: null, confusion_matrix: [[1200, 3], [4, 30]], class_labels: [] };

  it('says how many rows, and whether they are among those shown', () => {
    expect(judgedOf({ metrics, test_metrics: null })).toBe('Judged on 1,237 rows, of stars that the model never saw.');
    expect(judgedOf({ metrics, test_metrics: { ...metrics } })).toBe('Judged on 1,237 of these rows, of stars that the model never saw.');
    expect(judgedOf({ metrics, test_metrics: { ...metrics, accuracy: 0.5 } })).toContain('on these rows its accuracy is 50');
  });
});
