import { describe, expect, it } from 'vitest';
import { errorFrom } from './errors';

describe('errorFrom', () => {
  it('reads the one shape of the server', () => {
    const error = errorFrom(422, {
      success: false,
      error: 'max_depth must be at least 1; got 0.',
      detail: 'max_depth must be at least 1; got 0.',
      code: 'invalid_parameters',
      errors: [{ loc: ['body', 'hyperparameters', 'max_depth'], msg: 'must be at least 1' }, { loc: ['layers', 2], msg: 'too wide' }],
      request_id: 'r1',
    });

    expect(error.message).toBe('max_depth must be at least 1; got 0.');
    expect(error).toMatchObject({ status: 422, code: 'invalid_parameters', requestId: 'r1' });
    expect(error.problems).toEqual([
      { field: 'max_depth', message: 'must be at least 1' },
      { field: 'layers', message: 'too wide' },
    ]);
  });

  it('makes do with a status', () => {
    expect(errorFrom(502, null).message).toBe('The server answered with status 502.');
    expect(errorFrom(400, { detail: [{ msg: 'odd' }] }).message).toBe('The server answered with status 400.');
  });
});
