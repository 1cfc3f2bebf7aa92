import type { SurrogateFound } from '../../../../api/explain-answers';
import { prune } from '../../../../charts/tree/pruned';
import { TreeDrawing } from '../../../../charts/tree/TreeDrawing';
import { formatCountOf, formatNumber } from '../../../../lib/format';
import { scoreText } from '../../../../lib/metrics';
import { ScrollBox } from '../../../../lib/ScrollBox';
import { Facts } from '../../../../ui/Facts';
import styles from './explain.module.css';

/** A small tree that says nearly what the model says, and how nearly. */
export function SurrogateView({ found }: { found: SurrogateFound }) {
  return (
    <>
      <Facts
        facts={[
          { label: `Fidelity, ${found.fidelity_measure}`, value: scoreText(found.fidelity_measure === 'R²' ? 'r2' : 'accuracy', found.fidelity) },
          { label: 'Grown from', value: formatCountOf(found.rows, 'row') },
          { label: 'Judged on', value: formatCountOf(found.judged_rows, 'other row') },
          { label: 'Leaves', value: formatNumber(found.tree.n_leaves) },
        ]}
      />
      <TreeDrawing label="The surrogate tree" nodes={prune(found.tree.nodes, 0)} root={0} deepest={found.tree.depth} />
      <ScrollBox isPlainText label="Rules of the surrogate tree" className={styles.rules}>
        {found.tree.rules}
      </ScrollBox>
    </>
  );
}
