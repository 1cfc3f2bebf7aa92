import type { MadeColumn } from '../../../../lib/described';
import { formatNumber } from '../../../../lib/format';
import { Table, type TableColumn } from '../../../../ui/Table';

const COLUMNS: readonly TableColumn<MadeColumn>[] = [
  { id: 'name', title: 'Column', isWide: true, cell: ({ name }) => <code>{name}</code> },
  { id: 'mean', title: 'Mean', isNumber: true, cell: ({ mean }) => formatNumber(mean) },
  { id: 'spread', title: 'Spread', isNumber: true, cell: ({ spread }) => formatNumber(spread) },
  { id: 'minimum', title: 'Least', isNumber: true, cell: ({ minimum }) => formatNumber(minimum) },
  { id: 'maximum', title: 'Most', isNumber: true, cell: ({ maximum }) => formatNumber(maximum) },
];

/** What the columns are like that a transformation leaves. */
export function MadeColumns({ columns }: { columns: readonly MadeColumn[] }) {
  return <Table caption="Columns made, on rows held back" columns={COLUMNS} rows={columns} rowKey={({ name }) => name} />;
}
