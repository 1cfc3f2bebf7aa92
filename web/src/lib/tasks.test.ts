import { describe, expect, it } from 'vitest';
import { goalOf, isSupervised, isTask, tasksOf } from './tasks';

describe('tasks', () => {
  it('are told apart by whether they predict a column', () => {
    expect(goalOf('regression')).toBe('predict');
    expect(goalOf(null)).toBe('predict');
    expect(goalOf('clustering')).toBe('clustering');
    expect(isSupervised('anomaly_detection')).toBe(false);
    expect(tasksOf('predict')).toEqual(['classification', 'regression']);
    expect(isTask('cooking')).toBe(false);
  });
});
