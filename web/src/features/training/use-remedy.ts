import type { Remedy } from '../../lib/guard';
import type { Plan } from './plan';
import { useChoose } from './use-choose';

/** Does what a finding proposes. */
export function useRemedy(plan: Plan): (remedy: Remedy) => void {
  const choose = useChoose();
  return ({ leaveOut, group, time }) => {
    if (leaveOut.some((name) => plan.features.includes(name))) {
      choose.features(plan.features.filter((name) => !leaveOut.includes(name)));
    }
    if (group !== null) choose.group(group);
    if (time !== null) choose.time(time);
  };
}
