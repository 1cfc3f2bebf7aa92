import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';
import { invitationIn } from '../../lib/invitation';

export interface Credentials {
  email: string;
  password: string;
}

export interface Registration extends Credentials {
  name: string;
}

export function useSignIn() {
  return useMutation({ mutationFn: (body: Credentials) => api.POST('/api/auth/login', { body }) });
}

export function useKeySignIn() {
  return useMutation({ mutationFn: (key: string) => api.POST('/api/auth/login', { body: { api_key: key } }) });
}

/** Makes an account, which begins its first session; whoever is invited may, however few others may. */
export function useRegister() {
  return useMutation({
    mutationFn: (person: Registration) => {
      const body = { ...person, invite_token: invitationIn(window.location) };
      return api.POST('/api/auth/register', { body });
    },
  });
}

export type Scope = 'read' | 'write' | 'admin';

export interface NewKey {
  name: string;
  scope: Scope;
  expires_in_days: number | null;
}

export function useMakeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewKey) => answerOf(api.POST('/api/auth/keys', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/auth/keys/{key_id}', { params: { path: { key_id: id } } }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}

export function useSetPassword() {
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) => api.POST('/api/auth/password', { body }),
  });
}

/** Signs out and forgets everything that was fetched. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.POST('/api/auth/logout'),
    onSettled: () => {
      client.clear();
      window.location.assign('/');
    },
  });
}
