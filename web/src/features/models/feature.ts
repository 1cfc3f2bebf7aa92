import { icons } from '../../ui/icons';
import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';

export const feature: Feature = {
  id: 'models',
  navigation: { label: 'Models', to: '/models', order: 4, icon: icons.model },
  routes: [
    { path: 'models', lazy: async () => ({ Component: (await import('./ModelsPage')).ModelsPage }) },
    { path: 'models/compare', lazy: async () => ({ Component: (await import('./ComparePage')).ComparePage }) },
    { path: 'models/registry/:name', lazy: async () => ({ Component: (await import('./NamePage')).NamePage }) },
    { path: 'models/:modelId', lazy: async () => ({ Component: (await import('./ModelPage')).ModelPage }) },
  ],
  apply: applyToCache,
};
