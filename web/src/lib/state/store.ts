import { isRecord } from '../guards';
import type { StateBackend } from './backend';

type State = Record<string, unknown>;
type Listener = () => void;
type Chosen = (path: string, value: unknown) => void;

/** All chosen things of a page, addressed by dotted path ("hyperparameters.learning_rate"). */
export class StateStore {
  private state: State;
  private readonly listeners = new Set<Listener>();
  private readonly choosers = new Set<Chosen>();

  constructor(private readonly backend: StateBackend) {
    this.state = backend.load();
    backend.listen((state) => this.replace(state));
  }

  /** The value at a path, or undefined where nothing was chosen. */
  get(path: string): unknown {
    return path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), this.state);
  }

  /** Puts a value at a path; undefined takes it away. */
  set(path: string, value: unknown): void {
    if (Object.is(this.get(path), value)) return;
    const next = withValue(this.state, path.split('.'), value);
    this.backend.save(next);
    this.replace(next);
    for (const chosen of this.choosers) chosen(path, value);
  }

  /** Takes a value that was chosen elsewhere: what is the same already changes nothing. */
  receive(path: string, value: unknown): void {
    if (JSON.stringify(this.get(path)) === JSON.stringify(value)) return;
    const next = withValue(this.state, path.split('.'), value);
    this.backend.save(next);
    this.replace(next);
  }

  /** Calls back whenever something is chosen here; answers how to stop that. */
  onChosen(chosen: Chosen): () => void {
    this.choosers.add(chosen);
    return () => this.choosers.delete(chosen);
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private replace(state: State): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** A copy of the state with one path changed; the untouched branches stay the same objects. */
export function withValue(state: State, path: readonly string[], value: unknown): State {
  const [key, ...rest] = path;
  if (key === undefined) return state;
  if (rest.length > 0) {
    const branch = state[key];
    return { ...state, [key]: withValue(isRecord(branch) ? branch : {}, rest, value) };
  }
  if (value !== undefined) return { ...state, [key]: value };
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== key));
}
