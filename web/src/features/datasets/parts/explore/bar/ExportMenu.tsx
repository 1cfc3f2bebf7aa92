import { useState } from 'react';
import type { Dataset } from '../../../../../api/types';
import { formatCountOf } from '../../../../../lib/format';
import { icons } from '../../../../../ui/icons';
import { Popover } from '../../../../../ui/Popover';
import { Segmented } from '../../../../../ui/Segmented';
import { shownColumns } from '../look/columns';
import { viewOf, type Look } from '../look/look';
import { excelProblem, exportAddress, FORMATS } from './exports';
import type { MatchCount } from './match-count';
import styles from './ViewBar.module.css';

interface ExportMenuProps {
  dataset: Dataset;
  look: Look;
  count: MatchCount;
}

/** Takes the table out, as it is or as it is seen, in the format that is wanted. */
export function ExportMenu(props: ExportMenuProps) {
  return (
    <Popover label="Export" icon={icons.download}>
      <ExportSheet {...props} />
    </Popover>
  );
}

function ExportSheet({ dataset, look, count }: ExportMenuProps) {
  const all = (dataset.schema ?? []).map(({ name }) => name);
  const shown = shownColumns(look, all);
  const seen = viewOf({ ...look, columns: look.columns === null && look.pinned.length === 0 ? null : shown });
  const isWholeSeen = Object.keys(seen).length === 0;
  const [what, setWhat] = useState(isWholeSeen ? 'whole' : 'view');
  const isView = what === 'view' && !isWholeSeen;
  const rows = isView ? (count.total ?? 0) : (dataset.rows ?? 0);
  const columns = isView ? shown.length : all.length;
  return (
    <div className={styles.sheet}>
      <Segmented
        label="What to export"
        options={[
          { value: 'view', label: 'This view', isDisabled: isWholeSeen },
          { value: 'whole', label: 'Whole table' },
        ]}
        value={isView ? 'view' : 'whole'}
        onChange={setWhat}
      />
      <p>{`${formatCountOf(rows, 'row')}, ${formatCountOf(columns, 'column')}${isView && look.sort.length > 0 ? ', sorted as shown' : ''}`}</p>
      <div className={styles.links}>
        {FORMATS.map(({ id, name, words }) => {
          const problem = id === 'xlsx' ? excelProblem(rows, columns) : null;
          const view = isView ? seen : {};
          const address = exportAddress({ datasetId: dataset.id, workspaceId: dataset.workspace_id, format: id, view });
          const content = (
            <>
              <strong>{name}</strong>
              <small>{problem ?? words}</small>
            </>
          );
          return problem === null ? (
            <a key={id} className={styles.link} href={address} download>
              {content}
            </a>
          ) : (
            <p key={id} className={styles.link} aria-disabled="true">
              {content}
            </p>
          );
        })}
      </div>
    </div>
  );
}
