import { useState } from 'react';
import type { Dataset } from '../../../../../api/types';
import { ViewBar } from '../bar/ViewBar';
import exploreStyles from '../Explore.module.css';
import { rowsOf } from '../look/look';
import { useLook } from '../look/use-look';
import { useRowCount } from '../use-row-count';
import { CorrelationPanel } from './CorrelationPanel';
import { defaultPair } from './default-pair';
import { MissingPanel } from './MissingPanel';
import styles from './Overview.module.css';
import { PairPanel } from './PairPanel';

/** How the columns belong together: what moves with what, what is missing where. */
export function OverviewView({ dataset }: { dataset: Dataset }) {
  const [look, change] = useLook();
  const count = useRowCount(dataset, rowsOf(look));
  const [pair, setPair] = useState(() => defaultPair(dataset.schema ?? []));
  return (
    <section className={exploreStyles.explore} aria-label={`Overview of ${dataset.name}`}>
      <ViewBar dataset={dataset} look={look} change={change} count={count} />
      <div className={styles.panels}>
        <div className={styles.panelStack}>
          <CorrelationPanel dataset={dataset} look={look} onOpen={(columns) => setPair({ ...pair, columns })} />
          <MissingPanel dataset={dataset} look={look} change={change} />
        </div>
        <PairPanel dataset={dataset} look={look} pair={pair} onPair={setPair} />
      </div>
    </section>
  );
}
