import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client';
import { keys } from './keys';

export function apiKeysQuery() {
  return queryOptions({
    queryKey: keys.apiKeys,
    queryFn: ({ signal }) => answerOf(api.GET('/api/auth/keys', { signal })),
  });
}

export function signInOptionsQuery() {
  return queryOptions({
    queryKey: keys.signInOptions,
    queryFn: ({ signal }) => answerOf(api.GET('/api/auth/options', { signal })),
  });
}

export function meQuery() {
  return queryOptions({
    queryKey: keys.me,
    queryFn: ({ signal }) => answerOf(api.GET('/api/auth/me', { signal })),
    staleTime: Infinity,
  });
}
