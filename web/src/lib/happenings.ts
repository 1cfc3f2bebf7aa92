import { isString } from './guards';

interface Happening {
  id: string;
  what: string;
  details: Record<string, unknown>;
}

/** The facts of a timeline worth reading: what was asked is left out once it was done. */
export function worthReading<Fact extends Happening>(facts: readonly Fact[]): Fact[] {
  const done = new Set(facts.map(({ details }) => details.asked).filter(isString));
  return facts.filter((fact, at) => {
    if (done.has(fact.id)) return false;
    return !(fact.what === 'pausing' && facts[at + 1]?.what === 'paused');
  });
}
