/** What a training without a target found, as it is drawn. */

/** Some rows in a plane, with their labels where there are any. */
export interface RowMap {
  axes: string[];
  x: number[];
  y: number[];
  labels: (string | null)[] | null;
}

export interface ClusterSize {
  cluster: number;
  train: number;
  test: number;
}

export interface ScoreBins {
  edges: number[];
  train: number[];
  judged: number[];
}

export type Described =
  | { kind: 'clustering'; clusters: ClusterSize[]; map: RowMap & { clusters: number[] } }
  | {
      kind: 'anomaly_detection';
      scores: ScoreBins;
      threshold: number;
      unusual_label?: string;
      map: RowMap & { scores: number[]; flags: boolean[] };
    }
  | { kind: 'dimensionality_reduction'; map: RowMap; explained: number[] | null; columns: string[] }
  | { kind: 'preprocessing'; columns: MadeColumn[] };

/** A column as a transformation leaves it. */
export interface MadeColumn {
  name: string;
  mean: number;
  spread: number;
  minimum: number;
  maximum: number;
}
