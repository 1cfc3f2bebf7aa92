import { formatCount } from '../../lib/format';
import { isNumber, isRecord } from '../../lib/guards';

interface Inherited {
  /** The step whose model it is. */
  best: number;
  /** The step at which the run went on from another. */
  since: number;
}

/** Of a result or of how a run ended: that its best is from before it went on; null where it is its own. */
export function inheritedIn(from: Readonly<Record<string, unknown>> | null): Inherited | null {
  const told = from?.inherited;
  if (!isRecord(told)) return null;
  const { best_step: best, went_on_at: since } = told;
  return isNumber(best) && isNumber(since) ? { best, since } : null;
}

/** Says of a run that went on from another that nothing that it learned itself was better. */
export function inheritedText({ best, since }: Inherited, unit: string): string {
  const step = `${unit} ${formatCount(best)}`;
  return `No ${unit} after ${formatCount(since)}, where this run went on from another, was better on the validation part than ${step} of that one: the model is the one of ${step}.`;
}
