import { describe, expect, it } from 'vitest';
import { elapsedOf, isWithoutPlace, leftOf, shareUsed } from './budget';
import { sentenceOf } from './happened';
import { pauseWords, whyNotWeighed, withoutPlaceWords } from './words';

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + 1000 * seconds).toISOString();
const clock = { started_at: at(0), finished_at: null, deadline: at(70), paused_at: null, paused_s: 10 };

describe('the clock of a search', () => {
  it('does not count what it stood for', () => {
    const now = Date.parse(at(30));

    expect([elapsedOf(clock, now), leftOf(clock, now)]).toEqual([20, 40]);
    expect(shareUsed({ budget: { trials: 100, seconds: 60, patience: null } }, 20, 5)).toBeCloseTo(1 / 3);
  });

  it('stands while the search is paused', () => {
    const paused = { ...clock, paused_at: at(25) };

    expect([elapsedOf(paused, Date.parse(at(500))), leftOf(paused, Date.parse(at(500)))]).toEqual([15, 45]);
  });

  it('has no end where no seconds were given, and is over with the search', () => {
    expect(leftOf({ ...clock, deadline: null }, Date.parse(at(1)))).toBeNull();
    expect(leftOf({ ...clock, finished_at: at(60) }, Date.parse(at(90)))).toBeNull();
    expect(elapsedOf({ ...clock, started_at: null }, Date.parse(at(1)))).toBe(0);
  });

  it('says what a pause means', () => {
    expect(pauseWords({ outcome: null, started_at: at(0) }, 45)).toContain('Its clock stands: 45 s are left.');
    expect(pauseWords({ outcome: null, started_at: null }, null)).toMatch(/has not begun/);
  });
});

describe('a search without a place', () => {
  const waiting = { status: 'running', outcome: null, created_at: at(0), started_at: at(1), paused_at: at(60) } as const;

  it('is known by its clock, after the moment that beginning takes', () => {
    const found = [61, 63].map((second) => isWithoutPlace(waiting, Date.parse(at(second))));
    const unbegun = [1, 3].map((second) => isWithoutPlace({ ...waiting, started_at: null, paused_at: null }, Date.parse(at(second))));

    expect([found, unbegun]).toEqual([[false, true], [false, true]]);
    expect(isWithoutPlace({ ...waiting, paused_at: null }, Date.parse(at(63)))).toBe(false);
    expect(isWithoutPlace({ ...waiting, status: 'queued', started_at: null }, Date.parse(at(63)))).toBe(true);
    expect(isWithoutPlace({ ...waiting, status: 'paused' }, Date.parse(at(63)))).toBe(false);
  });

  it('says that its seconds do not count', () => {
    expect(withoutPlaceWords(50, null)).toContain('50 s are left');
    expect(withoutPlaceWords(60, 45)).toContain('45 s are left');
    expect(withoutPlaceWords(null, null)).not.toContain('seconds');
  });
});

describe('knobs that are not weighed', () => {
  const trials = (count: number) => Array.from({ length: count }, () => ({ algorithm_id: 'a', state: 'complete' }));

  it('are too early, too few, or all alike', () => {
    const titles = [whyNotWeighed(false, trials(9)), whyNotWeighed(true, trials(5)), whyNotWeighed(true, trials(6))].map(({ title }) => title);

    expect(titles).toEqual(['Not weighed yet', 'Too few trials to tell', 'Nothing to weigh']);
  });
});

describe('what happened to a search', () => {
  const entry = (what: string, details = {}) => ({ id: 'a', what, step: null, time: '', by: null, details });

  it('tells ending its trials from stopping it', () => {
    expect(sentenceOf(entry('stopping', { keeps: 'best' }))).toBe('ended its trials, to keep the best');
    expect(sentenceOf(entry('stopping'))).toBe('asked it to stop');
    expect(sentenceOf(entry('failed', { error: 'No trial came to an end.' }))).toBe('Failed: No trial came to an end.');
  });
});
