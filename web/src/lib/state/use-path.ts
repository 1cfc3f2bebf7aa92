import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Guard } from '../guards';
import { MemoryBackend } from './backend';
import { StateStore } from './store';

export const StateContext = createContext(new StateStore(new MemoryBackend()));

export function useStateStore(): StateStore {
  return useContext(StateContext);
}

/** The value at a path and how to change it; what does not pass the guard counts as not chosen. */
export function usePath<T>(path: string, guard: Guard<T>): [T | null, (value: T | null) => void] {
  const store = useStateStore();
  const value = useSyncExternalStore(store.subscribe, () => store.get(path));
  const set = useCallback((next: T | null) => store.set(path, next ?? undefined), [store, path]);
  return [guard(value) ? value : null, set];
}
