import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Role } from '../../api/answers';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';
import { currentWorkspace } from '../../api/workspace';

const at = (workspaceId: string) => ({ path: { workspace_id: workspaceId } });

export function useRename(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      answerOf(api.PATCH('/api/workspaces/{workspace_id}', { params: at(workspaceId), body: { name } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.workspaces }),
  });
}

export function useSetRole(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) => {
      const params = { path: { workspace_id: workspaceId, user_id: userId } };
      return api.PATCH('/api/workspaces/{workspace_id}/members/{user_id}', { params, body: { role } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.members(workspaceId) }),
  });
}

export function useRemoveMember(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) => {
      const params = { path: { workspace_id: workspaceId, user_id: userId } };
      return api.DELETE('/api/workspaces/{workspace_id}/members/{user_id}', { params });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.members(workspaceId) }),
  });
}

export function useInvite(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; role: 'editor' | 'viewer' }) =>
      answerOf(api.POST('/api/workspaces/{workspace_id}/invite', { params: at(workspaceId), body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.invites(workspaceId) }),
  });
}

export function useWithdraw(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (inviteId: string) => {
      const params = { path: { workspace_id: workspaceId, invite_id: inviteId } };
      return api.DELETE('/api/workspaces/{workspace_id}/invites/{invite_id}', { params });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.invites(workspaceId) }),
  });
}

/** Ends one's own membership; what follows is another workspace of one's own. */
export function useLeave(workspaceId: string) {
  return useMutation({
    mutationFn: () => api.POST('/api/workspaces/{workspace_id}/leave', { params: at(workspaceId) }),
    onSuccess: () => window.location.assign('/'),
  });
}

/** Takes up an invitation and enters the workspace it is for. */
export function useJoin(workspaceId: string) {
  return useMutation({
    mutationFn: (token: string) => {
      const params = { ...at(workspaceId), query: { token } };
      return answerOf(api.POST('/api/workspaces/{workspace_id}/join', { params }));
    },
    onSuccess: () => {
      currentWorkspace.set(workspaceId);
      window.location.assign('/');
    },
  });
}
