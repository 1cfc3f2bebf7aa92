import { createContext, useContext, type ReactNode } from 'react';
import type { Described } from './described';

/** Draws a part from what it is told. */
type Draw<Props> = (props: Props) => ReactNode;

/** Parts that one feature makes and another one shows; features never import each other. */
export interface Offers {
  /** Takes a file and tells the id of the dataset that it becomes. */
  drawUpload: Draw<{ onUploaded: (datasetId: string) => void; isCompact?: boolean }>;
  /** The first rows of a dataset, its column types above them. */
  drawFirstRows: Draw<{ datasetId: string; target: string | null }>;
  /** The log of a job, growing while it runs. */
  drawJobLog: Draw<{ jobId: string }>;
  /** How good a model is, with intervals, by the id of its run or its own. */
  drawScores: Draw<{ runId: string }>;
  /** What a training without a target found: maps, sizes, scores. */
  drawDescribed: Draw<{ described: Described }>;
  /** The light curve of a star where one was brought, folded at a period; else how to bring it. */
  drawStarLight: Draw<{ stars: readonly string[]; period: number | null }>;
  /** A link to the light curve of a star; nothing where none was brought. */
  drawLightLink: Draw<{ stars: readonly string[] }>;
  /** Who is signed in, and the way out. */
  drawAccountMenu: () => ReactNode;
  /** The page that stands before all others for those who are not signed in. */
  drawSignIn: Draw<{ onSignedIn: () => void }>;
}

export const OffersContext = createContext<Partial<Offers>>({});

/** A part that another feature offers; a missing one is a mistake in the build, not of a person. */
export function useOffer<Name extends keyof Offers>(name: Name): Offers[Name] {
  const offer: Partial<Offers>[Name] = useContext(OffersContext)[name];
  if (offer === undefined) throw new Error(`No feature offers ${name}.`);
  return offer;
}
