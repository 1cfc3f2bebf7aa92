import { PlaneChart } from '../../../charts/plane/PlaneChart';
import { Panel } from '../../../ui/Panel';
import type { LivePicture } from './live-picture';
import { labelOf, titleOf } from './plane-words';
import styles from './plane.module.css';

/** What the best so far says, while the run learns. */
export function LivePlane({ picture: { step, unit, task, plane } }: { picture: LivePicture }) {
  const title = titleOf(task);
  return (
    <Panel title={title} aside={`the best until ${unit} ${step}`}>
      <PlaneChart label={labelOf(plane, title)} plane={plane} />
      <p className={styles.note}>
        {`Up to 400 rows of the training and the validation part over ${plane.x.name} and ${plane.y.name}. Once the run has ended other columns can be chosen.`}
      </p>
    </Panel>
  );
}
