import { Link } from 'react-router';
import type { ModelName, VersionBrief } from '../../../../api/registry-answers';
import { Badge } from '../../../../ui/Badge';
import { Table, type TableColumn } from '../../../../ui/Table';
import styles from '../ModelTable.module.css';

const COLUMNS: readonly TableColumn<ModelName>[] = [
  {
    id: 'name',
    title: 'Name',
    isWide: true,
    cell: ({ name, description }) => (
      <div className={styles.name}>
        <Link to={`/models/registry/${encodeURIComponent(name)}`} className={styles.link}>
          {name}
        </Link>
        <span className={styles.algorithm}>{description.split('\n')[0]}</span>
      </div>
    ),
  },
  { id: 'production', title: 'Production', cell: ({ production }) => <Version of={production} /> },
  { id: 'staging', title: 'Staging', cell: ({ staging }) => <Version of={staging[0] ?? null} /> },
  { id: 'latest', title: 'Newest', cell: ({ latest }) => <Version of={latest} /> },
  {
    id: 'aliases',
    title: 'Aliases',
    cell: ({ aliases }) => aliases.map(({ alias, number }) => <Badge key={alias} tone="accent">{`@${alias} ${number ?? ''}`}</Badge>),
  },
];

/** The names under which models are registered. */
export function NameTable({ names }: { names: readonly ModelName[] }) {
  return <Table caption="Registered names" columns={COLUMNS} rows={names} rowKey={({ id }) => id} />;
}

function Version({ of }: { of: VersionBrief | null }) {
  return of === null ? '–' : <Link to={`/models/${of.model_id}`}>{`version ${of.number}`}</Link>;
}
