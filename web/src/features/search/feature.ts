import { icons } from '../../ui/icons';
import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';

export const feature: Feature = {
  id: 'search',
  navigation: { label: 'Search', to: '/search', order: 1.5, icon: icons.search },
  routes: [
    { path: 'search', lazy: async () => ({ Component: (await import('./SearchPage')).SearchPage }) },
    { path: 'search/:searchId', lazy: async () => ({ Component: (await import('./SearchRunPage')).SearchRunPage }) },
  ],
  apply: applyToCache,
};
