import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { lookFrom, lookToText, type Look } from './look';

const NAME = 'look';

/** Changes some of a look; a small step may take the place of the last one in the browser's history. */
export type ChangeLook = (change: Partial<Look>, how?: { isSmallStep?: boolean }) => void;

/** How the table is looked at, as the address says it: it can be shared, and Back goes back. */
export function useLook(): [Look, ChangeLook] {
  const [address, setAddress] = useSearchParams();
  const text = address.get(NAME);
  const look = useMemo(() => lookFrom(text), [text]);
  const change = useCallback<ChangeLook>(
    (changes, { isSmallStep = false } = {}) =>
      setAddress((before) => withLook(before, changes), { replace: isSmallStep, preventScrollReset: true }),
    [setAddress],
  );
  return [look, change];
}

function withLook(before: URLSearchParams, changes: Partial<Look>): URLSearchParams {
  const address = new URLSearchParams(before);
  const held = lookFrom(before.get(NAME));
  // Other rows are shown from their first page on.
  const isOtherRows = 'filter' in changes || 'search' in changes || 'sort' in changes || 'pageSize' in changes;
  const text = lookToText({ ...held, ...(isOtherRows && { page: 0 }), ...changes });
  if (text === '') address.delete(NAME);
  else address.set(NAME, text);
  return address;
}
