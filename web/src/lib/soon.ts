import type { QueryClient } from '@tanstack/react-query';

const WAIT_MS = 1500;
const waiting = new WeakMap<QueryClient, Map<string, ReturnType<typeof setTimeout>>>();

/** Has a query asked again in a moment; what is said meanwhile asks no second time. */
export function invalidateSoon(client: QueryClient, queryKey: readonly unknown[]): void {
  const name = JSON.stringify(queryKey);
  const timers = waiting.get(client) ?? new Map<string, ReturnType<typeof setTimeout>>();
  waiting.set(client, timers);
  if (timers.has(name)) return;
  const ask = () => {
    timers.delete(name);
    void client.invalidateQueries({ queryKey });
  };
  timers.set(name, setTimeout(ask, WAIT_MS));
}
