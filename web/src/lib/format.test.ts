import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatCountOf, formatDuration, formatName, formatNumber, formatShare } from './format';

describe('format', () => {
  it.each([
    [0, '0'],
    [569, '569'],
    [1234567, '1,234,567'],
    [0.98765, '0.9877'],
    [0.00001234, '1.23e-5'],
    [12.5, '12.5'],
  ])('writes the number %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([
    [0.42, '0.4 s'],
    [12, '12 s'],
    [185, '3 min 5 s'],
    [120, '2 min'],
    [7800, '2 h 10 min'],
  ])('writes %d seconds as %s', (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });

  it('writes sizes, shares, counts and names as people do', () => {
    expect(formatBytes(1536)).toBe('1.5 kB');
    expect(formatBytes(999)).toBe('999 bytes');
    expect(formatShare(0.1234)).toBe('12.3 %');
    expect(formatShare(1)).toBe('100 %');
    expect(formatCountOf(1, 'row')).toBe('1 row');
    expect(formatCountOf(2, 'class', 'classes')).toBe('2 classes');
    expect(formatName('train_accuracy')).toBe('Train accuracy');
    expect(formatName('f1_score')).toBe('F1 score');
    expect(formatName('rmse')).toBe('RMSE');
  });

  it('tells how long ago', () => {
    const now = Date.parse('2026-01-01T12:00:00Z');

    expect(formatAgo('2026-01-01T11:59:50Z', now)).toBe('just now');
    expect(formatAgo('2026-01-01T11:55:00Z', now)).toBe('5 min ago');
    expect(formatAgo('2026-01-01T09:00:00Z', now)).toBe('3 h ago');
  });
});
