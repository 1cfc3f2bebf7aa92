import type { Guard } from '../../lib/guard';
import { useGuardOf } from '../../live/use-guard';
import type { Plan } from './plan';

/** Has the table of a plan looked over. */
export function useGuard(plan: Plan): Guard {
  const { weight, alsoTargets } = plan.special;
  const aside = [weight, ...alsoTargets].filter((name) => name !== null);
  return useGuardOf({ ...plan, aside });
}
