import type { Feature, NavigationEntry } from '../live/feature';
import type { Offers } from '../lib/offers';

const found = import.meta.glob<{ feature: Feature }>('../features/*/feature.ts', { eager: true });

/** Every feature there is: a folder under features/ with a feature.ts is found, nobody keeps a list. */
export const features: readonly Feature[] = Object.values(found).map((module) => module.feature);

export const navigation: readonly NavigationEntry[] = features
  .flatMap((feature) => feature.navigation ?? [])
  .sort((one, other) => one.order - other.order);

export const offers = features.reduce<Partial<Offers>>((all, feature) => ({ ...all, ...feature.offers }), {});

export const appliers = features.flatMap((feature) => feature.apply ?? []);
