import { describe, expect, it } from 'vitest';
import type { Column, ColumnType } from './types';
import { inferTask, suggestFeatures, suggestTarget } from './suggest';

function column(name: string, type: ColumnType, more: Partial<Column> = {}): Column {
  const rest = { dtype: '', nullable: false, confidence: 1, missing: 0, distinct: 9, minimum: null, maximum: null };
  return { name, type, ...rest, examples: [], ...more };
}

const schema = [
  column('id', 'identifier'),
  column('Diagnosis', 'binary'),
  column('radius', 'numeric'),
  column('nothing', 'unknown', { missing: 50, distinct: 0 }),
  column('always', 'categorical', { distinct: 1 }),
  column('texture', 'numeric'),
];

describe('suggestions', () => {
  it('prefers a column with a telling name', () => {
    expect(suggestTarget(schema)?.name).toBe('Diagnosis');
  });

  it('takes a label rather than a y beside it, and y rather than the last', () => {
    const point = [column('x', 'numeric'), column('y', 'numeric')];

    expect(suggestTarget([...point, column('label', 'binary')])?.name).toBe('label');
    expect(suggestTarget([...point, column('z', 'numeric')])?.name).toBe('y');
  });

  it('else takes the last column that could be predicted', () => {
    expect(suggestTarget([column('a', 'numeric'), column('b', 'numeric'), column('key', 'identifier')])?.name).toBe('b');
    expect(suggestTarget([])).toBeNull();
  });

  it('reads the task off the target', () => {
    expect(inferTask(column('y', 'binary'))).toBe('classification');
    expect(inferTask(column('y', 'categorical'))).toBe('classification');
    expect(inferTask(column('y', 'numeric'))).toBe('regression');
  });

  it('leaves out what cannot help', () => {
    expect(suggestFeatures(schema, 'Diagnosis', 50)).toEqual(['radius', 'texture']);
  });

  it('keeps everything when nothing seems to help', () => {
    expect(suggestFeatures([column('id', 'identifier'), column('y', 'binary')], 'y', 50)).toEqual(['id']);
  });
});
