import { describe, expect, it, vi } from 'vitest';
import { BrowserBackend, MemoryBackend } from './backend';
import { StateStore } from './store';

describe('StateStore', () => {
  it('keeps values under dotted paths beside each other', () => {
    const store = new StateStore(new MemoryBackend());

    store.set('hyperparameters.learning_rate', 0.03);
    store.set('hyperparameters.epochs', 20);
    store.set('selected_algorithm', 'random_forest');

    expect(store.get('hyperparameters')).toEqual({ learning_rate: 0.03, epochs: 20 });
    expect(store.get('selected_algorithm')).toBe('random_forest');
    expect(store.get('hyperparameters.nothing.deeper')).toBeUndefined();
  });

  it('takes a value away when it is set to undefined', () => {
    const store = new StateStore(new MemoryBackend());
    store.set('hyperparameters.epochs', 20);

    store.set('hyperparameters.epochs', undefined);

    expect(store.get('hyperparameters')).toEqual({});
  });

  it('leaves untouched branches as the same objects', () => {
    const store = new StateStore(new MemoryBackend());
    store.set('a.x', 1);
    store.set('b.x', 1);
    const before = store.get('a');

    store.set('b.x', 2);

    expect(store.get('a')).toBe(before);
  });

  it('tells listeners of a change, and not of the same value again', () => {
    const store = new StateStore(new MemoryBackend());
    const heard = vi.fn();
    const stop = store.subscribe(heard);

    store.set('target_column', 'y');
    store.set('target_column', 'y');
    stop();
    store.set('target_column', 'z');

    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('finds its values again after a reload', () => {
    new StateStore(new BrowserBackend('test')).set('selected_dataset', 'ds_1');

    const reloaded = new StateStore(new BrowserBackend('test'));

    expect(reloaded.get('selected_dataset')).toBe('ds_1');
  });

  it('starts empty when what was kept is broken', () => {
    localStorage.setItem('broken', '[1, 2');

    const store = new StateStore(new BrowserBackend('broken'));

    expect(store.get('selected_dataset')).toBeUndefined();
  });

  it('follows a change made in another tab', () => {
    const store = new StateStore(new BrowserBackend('tabs'));
    localStorage.setItem('tabs', JSON.stringify({ selected_dataset: 'ds_2' }));

    window.dispatchEvent(new StorageEvent('storage', { key: 'tabs' }));

    expect(store.get('selected_dataset')).toBe('ds_2');
  });
});
