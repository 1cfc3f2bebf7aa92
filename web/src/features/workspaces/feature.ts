import type { Feature } from '../../live/feature';
import { applyToCache } from './cache';

export const feature: Feature = { id: 'workspaces', routes: [], apply: applyToCache };
