import { createElement } from 'react';
import { icons } from '../../ui/icons';
import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';
import { JobLog } from './parts/JobLog';

export const feature: Feature = {
  id: 'jobs',
  navigation: { label: 'Jobs', to: '/jobs', order: 3, icon: icons.jobs },
  routes: [
    {
      path: 'jobs',
      lazy: async () => ({ Component: (await import('./JobsPage')).JobsPage }),
      children: [
        { path: ':jobId', lazy: async () => ({ Component: (await import('./JobPage')).JobPage }) },
      ],
    },
  ],
  apply: applyToCache,
  offers: { drawJobLog: (props) => createElement(JobLog, props) },
};
