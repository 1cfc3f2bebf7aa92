import { useQuery } from '@tanstack/react-query';
import type { LinearStructure, ModelStructure } from '../../../api/structure-answers';
import type { Model } from '../../../api/types';
import { formatNumber } from '../../../lib/format';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import { structureQuery } from '../queries';
import { TreePanel } from './TreePanel';
import styles from './StructurePanel.module.css';

/** Algorithms whose models are simple enough to be read as they are. */
const READABLE: ReadonlySet<string> = new Set([
  'decision_tree',
  'elastic_net',
  'linear_discriminant',
  'linear_regression',
  'logistic_regression',
]);

/** What a simple model does, to be followed by hand: its questions or its weights. */
export function StructurePanel({ model }: { model: Model }) {
  // Of several targets each has a model of its own, and these are not read one by one.
  const isReadable = READABLE.has(model.algorithm) && model.targets == null;
  return isReadable ? <Structure id={model.id} /> : null;
}

function Structure({ id }: { id: string }) {
  const query = useQuery(structureQuery(id));
  return (
    <Faces of="structure" query={query}>
      {(structure) => <StructureView structure={structure} />}
    </Faces>
  );
}

function StructureView({ structure }: { structure: ModelStructure }) {
  return structure.kind === 'tree' ? <TreePanel tree={structure} /> : <Weights linear={structure} />;
}

type Term = LinearStructure['terms'][number];

function Weights({ linear }: { linear: LinearStructure }) {
  const ranked = linear.terms.toSorted((one, other) => largest(other) - largest(one));
  const columns: TableColumn<Term>[] = [
    { id: 'name', title: 'Column', isWide: true, cell: ({ name }) => name },
    ...linear.outputs.map((output, at) => ({
      id: output,
      title: output,
      isNumber: true,
      cell: ({ weights }: Term) => formatNumber(weights[at] ?? 0),
    })),
  ];
  const intercepts = linear.outputs.map((output, at) => `${output} ${formatNumber(linear.intercepts[at] ?? 0)}`);
  return (
    <Panel title="Weights" aside="per unit of each column, those that matter most first">
      <div className={styles.weights}>
        <Table caption="Weights" columns={columns} rows={ranked} rowKey={({ name }) => name} />
      </div>
      <p className={styles.note}>Where every column is 0: {intercepts.join(', ')}.</p>
    </Panel>
  );
}

/** How much a term moves anything where its column moves by a standard deviation. */
function largest({ scaled_weights: weights }: Term) {
  return Math.max(...weights.map(Math.abs));
}
