import type { Feature } from '../../live/feature';
import { icons } from '../../ui/icons';

export const feature: Feature = {
  id: 'astronomy',
  navigation: { label: 'Planets', to: '/exoplanets', order: 5, icon: icons.planet },
  routes: [
    { path: 'exoplanets', lazy: async () => ({ Component: (await import('./PlaygroundPage')).PlaygroundPage }) },
    { path: 'exoplanets/:sessionId', lazy: async () => ({ Component: (await import('./SessionPage')).SessionPage }) },
  ],
};
