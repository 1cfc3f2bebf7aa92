import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RowPage } from '../../../../../api/table';
import { RowStore, type Question } from './row-store';

function pageOf({ page, pageSize, columns }: Question, names: readonly string[], total = 1000): RowPage {
  const shown = columns ?? [...names];
  const numbers = Array.from({ length: Math.max(0, Math.min(pageSize, total - page * pageSize)) }, (_, at) => page * pageSize + at);
  return {
    rows: numbers.map((number) => shown.map((name) => `${name}${number}`)),
    columns: shown.map((name) => ({ name, dtype: 'str', nullable: false })),
    row_numbers: numbers,
    total_rows: total,
    page,
    page_size: pageSize,
    specials: [],
    cut: [],
    is_estimate: false,
  };
}

const NAMES = ['a', 'b'];
const WHOLE = [{ first: 0, end: 2 }];
const NOTHING = { first: 0, end: 0 };
const settle = () => vi.advanceTimersByTimeAsync(500);

describe('RowStore', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('fetches what is looked at, once, and knows the total', async () => {
    const ask = vi.fn((question: Question) => Promise.resolve(pageOf(question, NAMES)));
    const store = new RowStore(NAMES, ask);

    store.start();
    await settle();
    store.want({ first: 150, end: 180 }, WHOLE, { first: 180, end: 240 });
    await settle();
    store.want({ first: 150, end: 181 }, WHOLE, { first: 181, end: 241 });
    await settle();

    expect(ask.mock.calls.map(([question]) => question.page)).toEqual([0, 1, 2]);
    expect(store.getState()).toEqual({ total: 1000, isEstimate: false, error: null });
    expect(store.cellAt(173, 1)).toEqual({ value: 'b173' });
    expect(store.numberAt(173, 1)).toBe(173);
    expect(store.cellAt(950, 0)).toBeUndefined();
  });

  it('does not ask for rows that only fly past, and calls off what is no longer wanted', async () => {
    const signals: AbortSignal[] = [];
    const ask = vi.fn((question: Question, signal: AbortSignal) => {
      signals.push(signal);
      return question.page === 0 ? Promise.resolve(pageOf(question, NAMES)) : new Promise<RowPage>(() => undefined);
    });
    const store = new RowStore(NAMES, ask);
    store.start();
    await settle();

    for (const first of [200, 300, 400]) store.want({ first, end: first + 20 }, WHOLE, NOTHING);
    await settle();
    expect(ask.mock.calls.map(([question]) => question.page)).toEqual([0, 4]);

    store.want({ first: 900, end: 920 }, WHOLE, NOTHING);
    expect(signals[1]?.aborted).toBe(true);
  });

  it('divides wide tables and asks only for the columns in sight', async () => {
    const names = Array.from({ length: 1000 }, (_, at) => `c${at}`);
    const ask = vi.fn((question: Question) => Promise.resolve(pageOf(question, names)));
    const store = new RowStore(names, ask);

    store.want({ first: 0, end: 20 }, [{ first: 500, end: 510 }], NOTHING);
    await settle();

    expect(ask).toHaveBeenCalledOnce();
    expect(ask.mock.calls[0]?.[0].columns).toHaveLength(48);
    expect(store.cellAt(3, 505)).toEqual({ value: 'c5053' });
    expect(store.cellAt(3, 0)).toBeUndefined();
  });

  it('lets an estimate be followed by the exact number, and fetches early rows again', async () => {
    let isKnown = false;
    const ask = vi.fn((question: Question) => {
      isKnown ||= question.isExact;
      const page = pageOf(question, NAMES, isKnown ? 42 : 30);
      return Promise.resolve({ ...page, is_estimate: !isKnown });
    });
    const store = new RowStore(NAMES, ask);
    const seen: (number | null)[] = [];
    store.subscribe(() => seen.push(store.getState().total));

    store.start();
    await settle();

    expect(seen[0]).toBe(30);
    expect(store.getState()).toEqual({ total: 42, isEstimate: false, error: null });
    expect(store.cellAt(41, 0)).toEqual({ value: 'a41' });
  });

  it('keeps an error until it is tried again', async () => {
    let isBroken = true;
    const ask = (question: Question) =>
      isBroken ? Promise.reject(new Error('The disk is full.')) : Promise.resolve(pageOf(question, NAMES));
    const store = new RowStore(NAMES, ask);

    store.start();
    await settle();
    expect(store.getState().error?.message).toBe('The disk is full.');

    isBroken = false;
    store.retry();
    await settle();
    expect(store.getState()).toEqual({ total: 1000, isEstimate: false, error: null });
  });

  it('asks nothing any more once it was stopped', async () => {
    const ask = vi.fn((question: Question) => Promise.resolve(pageOf(question, NAMES)));
    const store = new RowStore(NAMES, ask);
    store.stop();

    store.want({ first: 0, end: 20 }, WHOLE, NOTHING);
    await settle();

    expect(ask).not.toHaveBeenCalled();
  });

  it('tells special numbers and cut texts apart', async () => {
    const store = new RowStore(NAMES, () =>
      Promise.resolve({
        ...pageOf({ page: 0, pageSize: 2, columns: null, isExact: false }, NAMES, 2),
        rows: [[null, null], [null, 'beginning']],
        specials: [[0, 1, 'nan'], [1, 0, '-inf']],
        cut: [[1, 1, 5000]],
      }),
    );

    store.start();
    await settle();

    expect([store.cellAt(0, 0), store.cellAt(0, 1), store.cellAt(1, 0), store.cellAt(1, 1)]).toEqual([
      { value: null },
      { value: null, special: 'nan' },
      { value: null, special: '-inf' },
      { value: 'beginning', fullLength: 5000 },
    ]);
  });
});
