export interface PairedLine {
  id: string;
  name: string;
  one: number;
  other: number;
  difference: number;
  low: number | null;
  high: number | null;
  p_value: number | null;
  adjusted_p_value: number | null;
  better: 'one' | 'other' | 'tie';
  method: string;
}

export interface ScoreComparison {
  rows: number;
  test_rows: Record<string, number>;
  best: string;
  against: { run: string; is_tie: boolean; lines: PairedLine[] }[];
}
