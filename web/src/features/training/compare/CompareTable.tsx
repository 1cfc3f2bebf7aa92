import { Link } from 'react-router';
import type { ComparedRun } from '../../../api/run-answers';
import { lineColor } from '../../../charts/palette';
import { AgainstMark } from '../../../ui/AgainstMark';
import { CompareTable as Table } from '../../../ui/CompareTable';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { StateBadge } from '../../../ui/StateBadge';
import { stateOf } from '../state-of';
import styles from './Compare.module.css';
import { lookOf } from './lines';
import { namesOf } from './names';
import { groupsOf } from './rows';

interface CompareTableProps {
  runs: readonly ComparedRun[];
  isFolded: boolean;
  onRemove: (id: string) => void;
}

/** Runs side by side; what is the same in all can be folded away. */
export function CompareTable({ runs, isFolded, onRemove }: CompareTableProps) {
  const names = namesOf(runs);
  const heads = runs.map((run, at) => ({
    id: run.id,
    head: (
      <>
        <div className={styles.head}>
          <span className={styles.mark} style={{ background: lineColor(lookOf(at).colour) }} />
          <Link to={`/runs/${run.id}`}>{names.get(run.id)}</Link>
          <IconButton label={`Leave ${names.get(run.id) ?? run.name} out`} icon={icons.close} onClick={() => onRemove(run.id)} />
        </div>
        <StateBadge state={stateOf(run.status)} />
        <AgainstMark count={run.against} />
      </>
    ),
  }));
  return <Table corner="Run" heads={heads} groups={groupsOf(runs)} isFolded={isFolded} />;
}
