import { useQuery } from '@tanstack/react-query';
import type { LinearStructure, ModelStructure, TreeStructure } from '../../../api/answers';
import type { Model } from '../../../api/types';
import { formatCountOf, formatNumber } from '../../../lib/format';
import { ScrollBox } from '../../../lib/ScrollBox';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import { structureQuery } from '../queries';
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
  return structure.kind === 'tree' ? <Rules tree={structure} /> : <Weights linear={structure} />;
}

function Rules({ tree }: { tree: TreeStructure }) {
  const size = `${formatCountOf(tree.n_leaves, 'leaf', 'leaves')}, ${formatCountOf(tree.depth, 'question')} deep`;
  return (
    <Panel title="Rules" aside={tree.is_cut ? `${size}; the deepest are left out` : size}>
      <ScrollBox isPlainText label="Rules of the tree" className={styles.rules}>
        {tree.rules}
      </ScrollBox>
    </Panel>
  );
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
