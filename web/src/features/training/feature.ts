import { createElement, lazy } from 'react';
import { icons } from '../../ui/icons';
import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';

const DescribedCharts = lazy(async () => ({
  default: (await import('./parts/described/DescribedCharts')).DescribedCharts,
}));

const RunScores = lazy(async () => ({
  default: (await import('./scores/RunScores')).RunScores,
}));

export const feature: Feature = {
  id: 'training',
  navigation: { label: 'Train', to: '/', order: 1, icon: icons.train },
  routes: [
    { index: true, lazy: async () => ({ Component: (await import('./TrainPage')).TrainPage }) },
    { path: 'runs', lazy: async () => ({ Component: (await import('./RunsPage')).RunsPage }) },
    { path: 'runs/compare', lazy: async () => ({ Component: (await import('./ComparePage')).ComparePage }) },
    { path: 'experiments', lazy: async () => ({ Component: (await import('./ExperimentsPage')).ExperimentsPage }) },
    { path: 'runs/:sessionId', lazy: async () => ({ Component: (await import('./RunPage')).RunPage }) },
  ],
  offers: {
    drawDescribed: (props) => createElement(DescribedCharts, props),
    drawScores: (props) => createElement(RunScores, { ...props, isOfModel: true }),
  },
  apply: applyToCache,
};
