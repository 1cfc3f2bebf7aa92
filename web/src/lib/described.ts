/** What a training without a target found, as it is drawn. */

/** Some rows in a plane, with their labels where there are any. */
export interface RowMap {
  axes: string[];
  x: number[];
  y: number[];
  labels: (string | null)[] | null;
  /** Which of the judged rows they are; older runs do not tell. */
  row?: number[];
}

export interface ClusterSize {
  cluster: number;
  train: number;
  test: number;
  /** How many of the judged rows are in it, and how well they sit there on average; older runs do not tell. */
  judged?: number;
  silhouette?: number | null;
}

export interface ScoreBins {
  edges: number[];
  train: number[];
  judged: number[];
}

/** How often what was found of rows lies where; null where it was found of none. */
export interface Bins {
  edges: number[];
  counts: number[];
}

/** What was found of single rows, by its name. */
export type Measured = Partial<Record<string, Bins | null>>;

export type Described =
  | { kind: 'clustering'; measured?: Measured; clusters: ClusterSize[]; map: RowMap & { clusters: number[] } }
  | {
      kind: 'anomaly_detection';
      scores: ScoreBins;
      threshold: number;
      unusual_label?: string;
      map: RowMap & { scores: number[]; flags: boolean[] };
    }
  | { kind: 'dimensionality_reduction'; measured?: Measured; map: RowMap; explained: number[] | null; columns: string[] }
  | { kind: 'preprocessing'; columns: MadeColumn[] };

/** A column as a transformation leaves it. */
export interface MadeColumn {
  name: string;
  mean: number;
  spread: number;
  minimum: number;
  maximum: number;
}
