import { useState } from 'react';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { PageHeader } from '../../ui/PageHeader';
import styles from './Playground.module.css';
import { DataPanel } from './parts/DataPanel';
import { ModelPanel } from './parts/ModelPanel';
import { SessionList } from './parts/SessionList';
import { StartPanel } from './parts/StartPanel';
import { TablesPanel } from './parts/TablesPanel';
import { FIRST_WISH } from './wish';

/** Which candidates are planets: choose a mission's table or own files, a model, and begin. */
export function PlaygroundPage() {
  const [wish, setWish] = useState(FIRST_WISH);
  return (
    <>
      <PageHeader
        title="Exoplanets"
        lead="Train a model on the candidates of Kepler, TESS or K2, or on a table of your own, and see which of them are planets, how sure that is, and why."
      />
      <div className={styles.page}>
        <div className={styles.main}>
          <EditorsOnly>
            <DataPanel wish={wish} onChange={setWish} />
            <ModelPanel wish={wish} onChange={setWish} />
          </EditorsOnly>
        </div>
        <div className={styles.side}>
          <EditorsOnly>
            <StartPanel wish={wish} />
          </EditorsOnly>
          <TablesPanel />
        </div>
        <div className={styles.list}>
          <SessionList />
        </div>
      </div>
    </>
  );
}
