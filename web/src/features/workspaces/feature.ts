import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';

export const feature: Feature = {
  id: 'workspaces',
  routes: [
    { path: 'workspace', lazy: async () => ({ Component: (await import('./WorkspacePage')).WorkspacePage }) },
    {
      path: 'workspace/:workspaceId/join',
      lazy: async () => ({ Component: (await import('./JoinPage')).JoinPage }),
    },
  ],
  apply: applyToCache,
};
