import { useMemo, useState } from 'react';
import type { TreeStructure } from '../../../api/structure-answers';
import { prune, rulesOf } from '../../../charts/tree/pruned';
import { TreeDrawing } from '../../../charts/tree/TreeDrawing';
import { formatCountOf } from '../../../lib/format';
import { ScrollBox } from '../../../lib/ScrollBox';
import { Field } from '../../../ui/Field';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import { Slider } from '../../../ui/Slider';
import styles from './StructurePanel.module.css';

const ROOT = 0;
/** A hair more than the price, so that what is rounded is not less than it. */
const HAIR = 1 + 1e-6;
const DEPTHS = [2, 3, 4, 5, 6, 8];

/** A decision tree drawn and as rules, whole or cut back at a price of a leaf. */
export function TreePanel({ tree }: { tree: TreeStructure }) {
  const [step, setStep] = useState(0);
  const [deepest, setDeepest] = useState(3);
  const path = tree.pruning ?? [];
  const price = path[step];
  const alpha = price?.alpha ?? 0;
  const kept = useMemo(() => prune(tree.nodes, alpha), [tree.nodes, alpha]);
  const leaves = formatCountOf(price?.n_leaves ?? tree.n_leaves, 'leaf', 'leaves');
  const size = `${formatCountOf(tree.n_leaves, 'leaf', 'leaves')}, ${formatCountOf(tree.depth, 'question')} deep`;
  return (
    <Panel title="Rules" aside={tree.is_cut ? `${size}; the deepest are left out` : size}>
      <div className={styles.controls}>
        <Field label="Questions drawn">
          {(control) => (
            <Select
              {...control}
              value={String(deepest)}
              options={DEPTHS.map((depth) => ({ value: String(depth), label: `${String(depth)} deep` }))}
              onChange={(text) => setDeepest(Number(text))}
            />
          )}
        </Field>
        {path.length > 1 && (
          <Field label={`Cut back to ${leaves}`}>
            {(control) => (
              <Slider {...control} min={0} max={path.length - 1} value={step} aria-valuetext={leaves} onChange={setStep} />
            )}
          </Field>
        )}
      </div>
      <TreeDrawing label="The tree" nodes={kept} root={ROOT} deepest={deepest} />
      <p className={styles.note}>
        The upper, whole line is yes, the lower, broken one no.{' '}
        {step > 0 && `Trained with ccp_alpha = ${(alpha * HAIR).toPrecision(8)} it is this tree; the model itself stays whole.`}
      </p>
      <ScrollBox isPlainText label="Rules of the tree" className={styles.rules}>
        {step === 0 ? tree.rules : rulesOf(kept, ROOT)}
      </ScrollBox>
    </Panel>
  );
}
