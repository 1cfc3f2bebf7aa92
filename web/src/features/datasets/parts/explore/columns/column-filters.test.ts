import { describe, expect, it } from 'vitest';
import { exportAddress, excelProblem } from '../bar/exports';
import { conditionsFrom } from '../cell-menu';
import { chosenValues, withRange, withValueToggled } from './column-filters';

describe('filters from a column’s picture', () => {
  it('take a range in place of the last one of that column', () => {
    const first = withRange(null, 'age', 'int64', [10, 20]);

    expect(first).toEqual({ column: 'age', operator: 'between', values: [10, 20] });
    expect(withRange(first, 'age', 'int64', [5, 7])).toEqual({ column: 'age', operator: 'between', values: [5, 7] });
  });

  it('turn seconds into dates and times', () => {
    expect(withRange(null, 'day', 'date', [0, 86_400])).toEqual({
      column: 'day',
      operator: 'between',
      values: ['1970-01-01', '1970-01-02'],
    });
    expect(withRange(null, 't', 'datetime64[us]', [0, 3661])).toEqual({
      column: 't',
      operator: 'between',
      values: ['1970-01-01T00:00:00', '1970-01-01T01:01:01'],
    });
  });

  it('collect values and let them go', () => {
    const one = withValueToggled(null, 'city', 'Rome');
    const two = withValueToggled(one, 'city', 'Oslo');

    expect(chosenValues(two, 'city')).toEqual(['Rome', 'Oslo']);
    expect(withValueToggled(two, 'city', 'Rome')).toEqual({ column: 'city', operator: 'in', values: ['Oslo'] });
    expect(withValueToggled(one, 'city', 'Rome')).toBeNull();
    expect(withValueToggled(null, 'city', '')).toEqual({ column: 'city', operator: 'is_empty' });
  });
});

describe('filters from a cell', () => {
  const column = { name: 'x', dtype: 'float64', type: 'numeric', family: 'number', isNullable: true } as const;

  it('fit what the cell holds', () => {
    const operators = (cell: Parameters<typeof conditionsFrom>[0]) =>
      conditionsFrom(cell, column).map(({ condition }) => condition.operator);

    expect(operators({ value: null })).toEqual(['is_null', 'is_not_null']);
    expect(operators({ value: null, special: 'nan' })).toEqual(['is_nan']);
    expect(operators({ value: 3 })).toEqual(['eq', 'ne', 'ge', 'le']);
    expect(operators({ value: 'abc', fullLength: 900 })).toEqual(['starts_with']);
  });
});

describe('exports', () => {
  it('are plain addresses of what is seen', () => {
    const address = exportAddress({ datasetId: 'ds_1', workspaceId: 'ws_1', format: 'csv', view: { search: 'a b' } });
    const { pathname, searchParams } = new URL(address, 'http://x');

    expect(pathname).toBe('/api/data/download/ds_1');
    expect(Object.fromEntries(searchParams)).toEqual({ format: 'csv', workspace_id: 'ws_1', view: '{"search":"a b"}' });
  });

  it('say what Excel cannot hold', () => {
    expect(excelProblem(1_048_575, 16_384)).toBeNull();
    expect(excelProblem(1_048_576, 3)).toContain('1,048,575 rows');
    expect(excelProblem(3, 20_000)).toContain('16,384 columns');
  });
});
