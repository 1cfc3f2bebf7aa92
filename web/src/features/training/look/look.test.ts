import { describe, expect, it } from 'vitest';
import { isFiltered, metricIn, PLAIN, queryOf, readLook, sortedBy, toggled, writeLook, type RunLook } from './look';

const look: RunLook = {
  ...PLAIN,
  search: 'deep forest',
  status: ['running', 'failed'],
  where: ['metric:val_loss<0.3'],
  after: '2030-01-02',
  sort: 'metric:val/loss:best',
  isDescending: false,
  columns: ['status', 'metric:val/loss:best', 'parameter:depth'],
};

describe('the look of the list of runs', () => {
  it('comes back from its address as it was', () => {
    expect(readLook(writeLook(look))).toEqual(look);
    expect(readLook(writeLook(PLAIN))).toEqual(PLAIN);
    expect(writeLook(PLAIN).size).toBe(0);
  });

  it('asks for the metrics that it shows or sorts by, once each', () => {
    expect(queryOf(look).show).toEqual(['val/loss']);
    expect(metricIn('metric:a:b')).toEqual(['a:b']);
    expect(metricIn('parameter:metric')).toEqual([]);
  });

  it('leaves out of the query what the server does not know', () => {
    expect(queryOf({ ...PLAIN, status: ['asleep', 'running'] }).status).toEqual(['running']);
  });

  it('turns the order round at the second click', () => {
    const once = sortedBy(PLAIN, 'metric:val_accuracy');

    expect([once.isDescending, sortedBy(once, 'metric:val_accuracy').isDescending]).toEqual([true, false]);
  });

  it('puts the best above at first: errors and names rise', () => {
    const first = ['metric:val_loss:best', 'result:rmse', 'name', 'result:auc', 'created', 'parameter:depth'];

    expect(first.map((sort) => sortedBy({ ...PLAIN, sort: 'status' }, sort).isDescending)).toEqual([false, false, false, true, true, true]);
  });

  it('knows whether runs are left out', () => {
    expect([isFiltered(PLAIN), isFiltered({ ...PLAIN, sort: 'name' }), isFiltered(look)]).toEqual([false, false, true]);
  });

  it('puts a value into a list and takes it out', () => {
    expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']);
  });
});
