import type { QueryClient } from '@tanstack/react-query';
import type { RouteObject } from 'react-router';
import type { EventMessage } from '../api/events';
import type { Offers } from '../lib/offers';

/** Changes what is cached so that it agrees with a new fact. */
export type Applier = (client: QueryClient, message: EventMessage) => void;

export interface NavigationEntry {
  label: string;
  /** What it is called where there is little room; one word. */
  short?: string;
  to: string;
  order: number;
  /** The path of a 24 × 24 stroke icon. */
  icon: string;
}

/** One thing a person can do: its pages, its place in the navigation, its share in every event. */
export interface Feature {
  id: string;
  routes: RouteObject[];
  navigation?: NavigationEntry;
  apply?: Applier;
  /** Parts that other features may show without knowing who made them. */
  offers?: Partial<Offers>;
}
