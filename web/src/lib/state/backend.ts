import { isRecord, parseJson } from '../guards';

/** Where the chosen things are kept; a shared document can take the place of the browser's storage. */
export interface StateBackend {
  load(): Record<string, unknown>;
  save(state: Record<string, unknown>): void;
  /** Calls back when the state was changed elsewhere; answers how to stop listening. */
  listen(changed: (state: Record<string, unknown>) => void): () => void;
}

/** Keeps the state in this browser and hears of changes made in its other tabs. */
export class BrowserBackend implements StateBackend {
  constructor(private readonly key: string) {}

  load(): Record<string, unknown> {
    const kept = parseJson(localStorage.getItem(this.key) ?? '');
    return isRecord(kept) ? kept : {};
  }

  save(state: Record<string, unknown>): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(state));
    } catch {
      // Storage is full or forbidden: the choices still live as long as the page does.
    }
  }

  listen(changed: (state: Record<string, unknown>) => void): () => void {
    const heard = (event: StorageEvent) => {
      if (event.key === this.key) changed(this.load());
    };
    window.addEventListener('storage', heard);
    return () => window.removeEventListener('storage', heard);
  }
}

/** Keeps nothing beyond the page's life. */
export class MemoryBackend implements StateBackend {
  private state: Record<string, unknown> = {};

  load(): Record<string, unknown> {
    return this.state;
  }

  save(state: Record<string, unknown>): void {
    this.state = state;
  }

  listen(): () => void {
    return () => undefined;
  }
}
