import { useQuery } from '@tanstack/react-query';
import { algorithmsQuery } from '../../../api/queries';
import { formatCountOf } from '../../../lib/format';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Segmented } from '../../../ui/Segmented';
import type { SearchPlan } from '../plan';
import styles from '../SearchPage.module.css';
import { useChoose } from '../use-choose';

const WAYS = [
  { value: 'auto', label: 'Let Armillary choose' },
  { value: 'own', label: 'Choose myself' },
];

interface AlgorithmPanelProps {
  plan: SearchPlan;
  /** The ids that the search would try, whoever has chosen them. */
  chosen: readonly string[];
}

/** Which algorithms are tried. */
export function AlgorithmPanel({ plan, chosen }: AlgorithmPanelProps) {
  const choose = useChoose();
  const algorithms = useQuery(algorithmsQuery());
  const isOwn = plan.algorithms !== null;
  const current = plan.algorithms ?? chosen;
  const toggle = (id: string, isOn: boolean) =>
    choose.algorithms(isOn ? [...current, id] : current.filter((one) => one !== id));
  return (
    <Panel title="Algorithms" aside={formatCountOf(current.length, 'algorithm')}>
      <Faces of="algorithms" query={algorithms}>
        {(data) => (
          <div className={styles.stack}>
            <Segmented
              label="Who chooses the algorithms"
              options={WAYS}
              value={isOwn ? 'own' : 'auto'}
              onChange={(way) => choose.algorithms(way === 'own' ? chosen : null)}
            />
            {!isOwn && (
              <p className={styles.soft}>
                {current.length === 0
                  ? 'Chosen by task and size of the table, once both are known.'
                  : `By task and size of the table: ${namesOf(data.algorithms, current)}.`}
              </p>
            )}
            {isOwn && (
              <div className={styles.choices} role="group" aria-label="Algorithms to try">
                {data.algorithms
                  .filter(({ types }) => plan.task === null || types.includes(plan.task))
                  .map(({ id, name, training_time: pace }) => (
                    <label key={id} className={styles.choice}>
                      <input type="checkbox" checked={current.includes(id)} onChange={(event) => toggle(id, event.target.checked)} />
                      {name}
                      {pace === 'slow' && <small className={styles.soft}>slow</small>}
                    </label>
                  ))}
              </div>
            )}
          </div>
        )}
      </Faces>
    </Panel>
  );
}

function namesOf(algorithms: readonly { id: string; name: string }[], ids: readonly string[]): string {
  return ids.map((id) => algorithms.find((one) => one.id === id)?.name ?? id).join(', ');
}
