import { QueryClient } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { Dataset } from '../../api/types';
import { applyToCache } from './cache';
import { RowTable } from './parts/RowTable';

function dataset(id: string, more: Partial<Dataset> = {}): Dataset {
  const rest = { workspace_id: 'ws_1', name: id, filename: `${id}.csv`, kind: 'table', size_bytes: 1, version: 1 };
  const size = { rows: 2, columns: 2, warnings: [], error: null, job_id: null, created_at: '' };
  return { id, state: 'ready', ...rest, ...size, ...more };
}

const about = { type: 'event', topic: 'workspace:ws_1', number: 1, time: '' } as const;

describe('the cache of datasets', () => {
  it('follows a dataset from its upload to its end', () => {
    const client = new QueryClient();
    const list = () => client.getQueryData(keys.datasets);
    const tell = (message: EventMessage) => applyToCache(client, message);
    const listOf = (items: Dataset[], total: number) => ({
      pages: [{ items, total, next_cursor: null }],
      pageParams: [null],
    });
    client.setQueryData(keys.datasets, listOf([dataset('a')], 1));

    tell({ ...about, event: 'dataset.created', data: { dataset: dataset('b', { state: 'importing' }) } });
    expect(list()).toEqual(listOf([dataset('b', { state: 'importing' }), dataset('a')], 2));

    tell({ ...about, event: 'dataset.updated', data: { id: 'b', version: 2, changes: { state: 'ready', rows: 9 } } });
    expect(list()).toEqual(listOf([dataset('b', { rows: 9, version: 2 }), dataset('a')], 2));

    tell({ ...about, event: 'dataset.deleted', data: { id: 'a' } });
    expect(list()).toEqual(listOf([dataset('b', { rows: 9, version: 2 })], 1));
  });

  it('knows of a dataset that somebody deleted', () => {
    const client = new QueryClient();

    applyToCache(client, { ...about, event: 'dataset.deleted', data: { id: 'b' } });

    expect(client.getQueryData(keys.datasetGone('b'))).toBe(true);
    expect(client.getQueryData(keys.datasetGone('a'))).toBeUndefined();
  });

  it('fetches the columns of a table that has become ready', () => {
    const client = new QueryClient();
    client.setQueryData(keys.dataset('b'), { dataset: dataset('b', { state: 'importing' }), last_number: 1 });

    applyToCache(client, {
      ...about,
      event: 'dataset.updated',
      data: { id: 'b', version: 2, changes: { state: 'ready' } },
    });

    expect(client.getQueryState(keys.dataset('b'))?.isInvalidated).toBe(true);
  });
});

describe('RowTable', () => {
  it('tells a missing value from an empty text and from the word null', () => {
    const page = {
      rows: [{ a: null }, { a: '' }, { a: 'null' }],
      columns: [{ name: 'a', dtype: 'string', nullable: true }],
      total_rows: 3,
      page: 0,
      page_size: 50,
    };

    render(<RowTable page={page} schema={[]} label="Rows" />);

    expect(screen.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['missing', 'empty text', 'null']);
  });

  it('walks through the columns of a wide table', () => {
    const columns = Array.from({ length: 100 }, (_, at) => ({ name: `c${at}`, dtype: 'double', nullable: false }));

    render(<RowTable page={{ rows: [], columns, total_rows: 0, page: 0, page_size: 50 }} schema={[]} label="Rows" />);

    expect(screen.getAllByRole('columnheader')).toHaveLength(40);
    expect(screen.getByText('Columns 1 to 40 of 100')).toBeTruthy();
  });
});
