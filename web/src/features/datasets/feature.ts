import { createElement } from 'react';
import { icons } from '../../ui/icons';
import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';
import { FirstRows } from './parts/FirstRows';
import { UploadDrop } from './parts/bring/UploadDrop';

export const feature: Feature = {
  id: 'datasets',
  navigation: { label: 'Data', to: '/data', order: 2, icon: icons.data },
  routes: [
    { path: 'data', lazy: async () => ({ Component: (await import('./DatasetsPage')).DatasetsPage }) },
    {
      path: 'data/:datasetId',
      lazy: async () => ({ Component: (await import('./DatasetPage')).DatasetPage }),
    },
  ],
  apply: applyToCache,
  offers: {
    drawUpload: (props) => createElement(UploadDrop, props),
    drawFirstRows: (props) => createElement(FirstRows, props),
  },
};
