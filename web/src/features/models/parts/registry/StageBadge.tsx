import { Link } from 'react-router';
import type { RegisteredAs, Stage } from '../../../../api/types';
import { Badge, type Tone } from '../../../../ui/Badge';

const TONES: Record<Stage, Tone> = { none: 'plain', staging: 'brass', production: 'good', archived: 'plain' };

export function StageBadge({ stage }: { stage: Stage }) {
  return <Badge tone={TONES[stage]}>{stage === 'none' ? 'no stage' : stage}</Badge>;
}

/** A version by its name, with its stage and aliases. */
export function VersionWords({ registered }: { registered: RegisteredAs }) {
  return (
    <>
      <Link to={`/models/registry/${encodeURIComponent(registered.name)}`}>{`${registered.name}/${registered.number}`}</Link>{' '}
      {registered.stage !== 'none' && <StageBadge stage={registered.stage} />}{' '}
      {registered.aliases.map((alias) => (
        <Badge key={alias} tone="accent">{`@${alias}`}</Badge>
      ))}
    </>
  );
}
