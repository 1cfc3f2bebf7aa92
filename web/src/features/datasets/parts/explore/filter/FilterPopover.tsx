import { useState } from 'react';
import type { FilterNode } from '../../../../../api/table';
import type { Dataset } from '../../../../../api/types';
import { Button } from '../../../../../ui/Button';
import { icons } from '../../../../../ui/icons';
import { Popover } from '../../../../../ui/Popover';
import { useClosePopover } from '../../../../../ui/popover-context';
import barStyles from '../bar/ViewBar.module.css';
import { allOf, countConditions, isComplete, partsOf } from '../look/filter-tree';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import styles from './Filter.module.css';
import { GroupEditor } from './GroupEditor';
import { newCondition } from './new-condition';

interface FilterPopoverProps {
  dataset: Dataset;
  look: Look;
  change: ChangeLook;
}

/** The builder of filters: conditions within groups within groups. */
export function FilterPopover({ dataset, look, change }: FilterPopoverProps) {
  const conditions = countConditions(look.filter);
  return (
    <Popover
      label="Filter"
      icon={icons.filter}
      badge={conditions > 0 && <span className={barStyles.mark}>{conditions}</span>}
    >
      <FilterSheet dataset={dataset} filter={look.filter} onApply={(filter) => change({ filter })} />
    </Popover>
  );
}

interface FilterSheetProps {
  dataset: Dataset;
  filter: FilterNode | null;
  onApply: (filter: FilterNode | null) => void;
}

/** A draft of a filter: nothing is asked of the server before it is applied. */
export function FilterSheet({ dataset, filter, onApply }: FilterSheetProps) {
  const close = useClosePopover();
  const schema = dataset.schema ?? [];
  const [draft, setDraft] = useState<FilterNode>(() => {
    const parts = partsOf(filter);
    return { op: 'and', of: parts.length > 0 ? [...parts] : newCondition(schema) };
  });
  const isReady = isComplete(draft);
  const apply = (next: FilterNode | null) => {
    onApply(next);
    close();
  };
  return (
    <form
      className={styles.sheet}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) apply(allOf(partsOf(draft)));
      }}
    >
      <GroupEditor node={draft} dataset={dataset} onChange={(next) => setDraft(next ?? { op: 'and', of: [] })} isRoot />
      <div className={styles.foot}>
        <Button look="quiet" onClick={() => apply(null)} disabled={filter === null}>
          Clear
        </Button>
        <Button look="primary" type="submit" disabled={!isReady}>
          Apply
        </Button>
      </div>
    </form>
  );
}
