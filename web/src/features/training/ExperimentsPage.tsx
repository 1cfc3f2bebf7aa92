import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Experiment } from '../../api/run-answers';
import { formatCount } from '../../lib/format';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { icons } from '../../ui/icons';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { Segmented } from '../../ui/Segmented';
import { Table, type TableColumn } from '../../ui/Table';
import { Time } from '../../ui/Time';
import { ExperimentActions } from './parts/experiments/ExperimentActions';
import { ExperimentDialog } from './parts/experiments/ExperimentDialog';
import styles from './parts/experiments/Experiments.module.css';
import { experimentsQuery } from './runs-queries';

const SHOWN = [
  { value: 'active', label: 'Active' },
  { value: 'archived', label: 'Archived' },
];

/** The questions a workspace asks, each with its runs. */
export function ExperimentsPage() {
  const query = useQuery(experimentsQuery());
  const [shown, setShown] = useState('active');
  const [edited, setEdited] = useState<Experiment | 'new' | null>(null);
  return (
    <>
      <PageHeader
        title="Experiments"
        above={<Link to="/runs">Runs</Link>}
        lead="Runs that belong together: what was asked, and what came of it."
        actions={
          <EditorsOnly>
            <Button look="primary" icon={icons.plus} onClick={() => setEdited('new')}>
              New experiment
            </Button>
          </EditorsOnly>
        }
      />
      <Panel
        title="Experiments"
        isFlush
        actions={<Segmented label="Which" options={SHOWN} value={shown} onChange={setShown} />}
      >
        <Faces
          of="experiments"
          query={query}
          empty={{
            when: (data) => !data.experiments.some((one) => one.status === shown),
            show: (
              <EmptyState title={shown === 'active' ? 'No experiment yet' : 'None is archived'}>
                {shown === 'active' ? 'Each training makes one, unless it goes into one that is there.' : 'An archived experiment takes no new runs.'}
              </EmptyState>
            ),
          }}
        >
          {(data) => (
            <Table
              caption="Experiments, newest first"
              columns={columnsOf(data.runs, setEdited)}
              rows={data.experiments.filter((one) => one.status === shown)}
              rowKey={(one) => one.id}
            />
          )}
        </Faces>
      </Panel>
      {edited !== null && (
        <ExperimentDialog key={edited === 'new' ? 'new' : edited.id} experiment={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

function columnsOf(runs: Readonly<Record<string, number>>, onEdit: (one: Experiment) => void): TableColumn<Experiment>[] {
  return [
    {
      id: 'name',
      title: 'Experiment',
      isWide: true,
      cell: (one) => (
        <>
          <Link to={`/runs?experiment=${one.id}`} className={styles.name}>
            {one.name}
          </Link>
          {one.description !== '' && <div className={styles.about}>{one.description}</div>}
        </>
      ),
    },
    { id: 'runs', title: 'Runs', isNumber: true, cell: (one) => formatCount(runs[one.id] ?? 0) },
    { id: 'status', title: 'State', cell: (one) => <Badge tone={one.status === 'active' ? 'good' : 'plain'}>{one.status}</Badge> },
    { id: 'created', title: 'Begun', cell: (one) => <Time time={one.created_at} /> },
    {
      id: 'acts',
      title: 'Change',
      cell: (one) => (
        <EditorsOnly>
          <ExperimentActions experiment={one} runs={runs[one.id] ?? 0} onEdit={() => onEdit(one)} />
        </EditorsOnly>
      ),
    },
  ];
}
