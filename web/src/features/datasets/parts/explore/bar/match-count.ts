/** How many rows a view has, as far as it is known. */
export interface MatchCount {
  total: number | null;
  isEstimate: boolean;
}
