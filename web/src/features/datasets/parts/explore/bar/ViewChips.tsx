import { classNames } from '../../../../../lib/class-names';
import { Button } from '../../../../../ui/Button';
import { Icon } from '../../../../../ui/Icon';
import { icons } from '../../../../../ui/icons';
import { describeFilter, partsOf, withoutPart } from '../look/filter-tree';
import type { Look } from '../look/look';
import { turned, unsortedBy } from '../look/sorting';
import type { ChangeLook } from '../look/use-look';
import styles from './ViewBar.module.css';

/** What narrows and orders the rows, each part with the way to take it away. */
export function ViewChips({ look, change }: { look: Look; change: ChangeLook }) {
  const { filter, sort } = look;
  const parts = partsOf(filter).map((part) => describeFilter(part));
  if (parts.length === 0 && sort.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Filters and sorting">
      {parts.map((words, place) => (
        <li key={words} className={styles.chip}>
          <span className={styles.words} title={words}>
            {words}
          </span>
          <RemoveButton
            label={`Remove the filter ${words}`}
            onClick={() => change({ filter: withoutPart(filter, place) })}
          />
        </li>
      ))}
      {sort.map(({ column, descending }) => (
        <li key={column} className={classNames(styles.chip, styles.sortChip)}>
          <button type="button" title="Turn the order around" onClick={() => change({ sort: turned(sort, column) })}>
            <Icon path={descending ? icons.down : icons.up} size={13} />
            <span className={styles.words}>{column}</span>
            <span className="visually-hidden">{descending ? ', descending' : ', ascending'}</span>
          </button>
          <RemoveButton label={`Do not sort by ${column}`} onClick={() => change({ sort: unsortedBy(sort, column) })} />
        </li>
      ))}
      <li>
        <Button look="quiet" onClick={() => change({ filter: null, sort: [], search: '' })}>
          Clear all
        </Button>
      </li>
    </ul>
  );
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.remove} aria-label={label} title={label} onClick={onClick}>
      <Icon path={icons.close} size={12} />
    </button>
  );
}
