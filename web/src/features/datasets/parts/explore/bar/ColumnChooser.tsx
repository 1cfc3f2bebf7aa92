import { useState } from 'react';
import type { Column } from '../../../../../api/types';
import { formatCount } from '../../../../../lib/format';
import { Button } from '../../../../../ui/Button';
import { icons } from '../../../../../ui/icons';
import { Popover } from '../../../../../ui/Popover';
import { SearchInput } from '../../../../../ui/SearchInput';
import { choosing, shownColumns } from '../look/columns';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { ColumnChoices } from './ColumnChoices';
import styles from './ViewBar.module.css';

interface ColumnChooserProps {
  schema: readonly Column[];
  look: Look;
  change: ChangeLook;
}

/** Which columns are shown, in which order, and which stay in sight. */
export function ColumnChooser({ schema, look, change }: ColumnChooserProps) {
  const hidden = look.columns === null ? 0 : schema.length - shownColumns(look, schema.map(({ name }) => name)).length;
  return (
    <Popover
      label="Columns"
      icon={icons.columns}
      badge={hidden > 0 && <span className={styles.mark} title={`${hidden} hidden`}>{`−${formatCount(hidden)}`}</span>}
    >
      <ChooserSheet schema={schema} look={look} change={change} />
    </Popover>
  );
}

function ChooserSheet({ schema, look, change }: ColumnChooserProps) {
  const [search, setSearch] = useState('');
  const all = schema.map(({ name }) => name);
  const shown = shownColumns(look, all);
  const isShown = new Set(shown);
  const wanted = search.toLowerCase();
  const matching = [...shown, ...all.filter((name) => !isShown.has(name))].filter((name) =>
    name.toLowerCase().includes(wanted),
  );
  const show = (names: readonly string[]) => {
    if (names.length > 0) change(choosing(look, names, all));
  };
  const matches = new Set(matching);
  return (
    <div className={styles.sheet}>
      <SearchInput label="Find a column" value={search} onChange={setSearch} />
      <div className={styles.line}>
        <p>{`${formatCount(shown.length)} of ${formatCount(all.length)} shown`}</p>
        <Button look="quiet" onClick={() => change({ columns: null })} disabled={look.columns === null}>
          Show all
        </Button>
        <Button look="quiet" onClick={() => show(all.filter((name) => matches.has(name)))} disabled={search === ''}>
          Only these
        </Button>
        <Button
          look="quiet"
          onClick={() => show(shown.filter((name) => !matches.has(name)))}
          disabled={search === '' || shown.every((name) => matches.has(name))}
        >
          Hide these
        </Button>
      </div>
      <ColumnChoices names={matching} isShown={isShown} schema={schema} look={look} change={change} />
    </div>
  );
}
