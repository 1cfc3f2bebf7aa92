import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { readLook, writeLook, type RunLook } from './look';

/** The look that stands in the address, and how to change it. */
export function useLook(): [RunLook, (change: Partial<RunLook>) => void] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (part: Partial<RunLook>) =>
      setParams((before) => writeLook({ ...readLook(before), ...part }), { replace: true }),
    [setParams],
  );
  return [readLook(params), change];
}
