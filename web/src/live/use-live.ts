import { skipToken, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { keys } from '../api/keys';
import type { ConnectionState } from './connection';
import type { Live } from './live';

export const LiveContext = createContext<Live | null>(null);

function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('There is no live connection above this component.');
  return live;
}

/** Whether news arrive at the moment. */
export function useConnectionState(): ConnectionState {
  const live = useLive();
  return useSyncExternalStore(live.onStateChange, live.getState);
}

/**
 * Follows a topic while the component is shown. `after` is the last number contained in what was
 * fetched; undefined waits until that is known, null begins now and fetches what may be missing.
 */
export function useTopic(topic: string | null, after: number | null | undefined): void {
  const live = useLive();
  const isReady = topic !== null && after !== undefined;
  useEffect(() => {
    if (!isReady) return;
    return live.follow(topic, after);
    // Only where the delivery begins matters; the number moves on with every fetch.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [live, topic, isReady]);
}

/** The newest value of a key of a topic that is followed; undefined until one was told. */
export function useLatest(topic: string, key: string): unknown {
  return useQuery({ queryKey: keys.latest(topic, key), queryFn: skipToken, gcTime: 0 }).data;
}
