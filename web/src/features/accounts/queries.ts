import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';

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

/** Makes an account, which begins its first session. */
export function useRegister() {
  return useMutation({ mutationFn: (body: Registration) => api.POST('/api/auth/register', { body }) });
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
