/** Names the steps of a recipe, in their order: `handle missing, scale`. */
export function stepNames(steps: readonly { type: string }[]): string {
  return steps.map(({ type }) => type.replaceAll('_', ' ')).join(', ');
}
