import { expect, it } from 'vitest';
import { withGaps } from './gaps';

it('breaks a line where nothing was watched for long', () => {
  const watched = [0, 1, 2, 3, 40, 41, 42];

  expect(withGaps(watched, watched)).toEqual({
    steps: [0, 1, 2, 3, 21.5, 40, 41, 42],
    values: [0, 1, 2, 3, null, 40, 41, 42],
  });
  expect(withGaps([], [])).toEqual({ steps: [], values: [] });
});
