import { createElement, lazy } from 'react';
import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';

const STAR = 'M3 9h4l1.5 0c1 0 1.500 8 3.500 8s2.500-8 3.500-8H21M3 5.500v.01M21 5.500v.01';

const StarLight = lazy(async () => ({ default: (await import('./parts/star/StarLight')).StarLight }));
const LightLink = lazy(async () => ({ default: (await import('./parts/star/LightLink')).LightLink }));

export const feature: Feature = {
  id: 'light-curves',
  navigation: { label: 'Light curves', short: 'Curves', to: '/light-curves', order: 5.5, icon: STAR },
  apply: applyToCache,
  offers: {
    drawStarLight: (props) => createElement(StarLight, props),
    drawLightLink: (props) => createElement(LightLink, props),
  },
  routes: [
    {
      path: 'light-curves',
      lazy: async () => ({ Component: (await import('./LightCurvesPage')).LightCurvesPage }),
    },
    {
      path: 'light-curves/:curveId',
      lazy: async () => ({ Component: (await import('./LightCurvePage')).LightCurvePage }),
    },
  ],
};
