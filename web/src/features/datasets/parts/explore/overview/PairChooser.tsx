import type { Column } from '../../../../../api/types';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { Select } from '../../../../../ui/Select';
import barStyles from '../bar/ViewBar.module.css';
import { ColumnSelect } from '../filter/ColumnSelect';
import { MOST_PAIRED, type PairChoice } from './default-pair';
import styles from './Overview.module.css';

interface PairChooserProps {
  schema: readonly Column[];
  pair: PairChoice;
  onPair: (pair: PairChoice) => void;
}

/** Which columns are plotted, and by which one they are coloured. */
export function PairChooser({ schema, pair, onPair }: PairChooserProps) {
  const { columns, colour } = pair;
  const free = schema.filter(({ name }) => !columns.includes(name));
  const colours = schema.filter(({ type }) => type !== 'identifier' && type !== 'text' && type !== 'unknown');
  return (
    <div className={styles.chooser}>
      <ul className={barStyles.chips} aria-label="Plotted columns">
        {columns.map((name) => (
          <li key={name} className={barStyles.chip}>
            <span className={barStyles.words}>{name}</span>
            <IconButton
              label={`Leave out ${name}`}
              icon={icons.close}
              className={barStyles.remove}
              onClick={() => onPair({ ...pair, columns: columns.filter((one) => one !== name) })}
            />
          </li>
        ))}
      </ul>
      {columns.length < MOST_PAIRED && free.length > 0 && (
        <div className={styles.pick}>
          <ColumnSelect
            key={columns.join()}
            label="Add a column to the plots"
            schema={free}
            value="Add a column …"
            onChange={({ name }) => onPair({ ...pair, columns: [...columns, name] })}
          />
        </div>
      )}
      <div className={styles.pick}>
        <Select
          aria-label="Coloured by"
          placeholder="One colour for all"
          options={colours.slice(0, 300).map(({ name }) => ({ value: name, label: `Colour: ${name}` }))}
          value={colour ?? ''}
          onChange={(name) => onPair({ ...pair, colour: name === '' ? null : name })}
        />
      </div>
    </div>
  );
}
