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

/** Registers and signs in with the same words. */
export function useRegister() {
  return useMutation({
    mutationFn: async ({ name, ...credentials }: Registration) => {
      await api.POST('/api/auth/register', { body: { name, ...credentials } });
      await api.POST('/api/auth/login', { body: credentials });
    },
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
