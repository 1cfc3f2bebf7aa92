import { useQuery } from '@tanstack/react-query';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { Popover } from '../../../../ui/Popover';
import { FIXED_IDS, titleOf } from '../../look/columns';
import { DEFAULT_COLUMNS, toggled } from '../../look/look';
import { choicesQuery } from '../../runs-queries';
import { CheckList } from './CheckList';
import styles from './RunFilters.module.css';

interface ColumnMenuProps {
  columns: readonly string[];
  onChange: (columns: readonly string[]) => void;
}

/** Which columns stand in the list. */
export function ColumnMenu({ columns, onChange }: ColumnMenuProps) {
  const choices = useQuery(choicesQuery()).data;
  const of = (kind: string, names: readonly string[] = [], ending = '') => names.map((name) => `${kind}:${name}${ending}`);
  const groups: [string, readonly string[]][] = [
    ['Of every run', FIXED_IDS],
    ['Metrics, last value', of('metric', choices?.metrics)],
    ['Metrics, best value', of('metric', choices?.metrics, ':best')],
    ['Results', of('result', choices?.results)],
    ['Parameters', of('parameter', choices?.parameters)],
  ];
  return (
    <Popover label="Columns" icon={icons.columns}>
      <div className={styles.groups}>
        {groups.map(([title, values]) => (
          <CheckList
            key={title}
            title={title}
            values={values}
            chosen={columns}
            word={titleOf}
            onToggle={(column) => onChange(toggled(columns, column))}
          />
        ))}
        <Button look="quiet" icon={icons.reset} onClick={() => onChange(DEFAULT_COLUMNS)}>
          As at first
        </Button>
      </div>
    </Popover>
  );
}
