import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { formatName } from '../../../../lib/format';
import { useDebounced } from '../../../../lib/use-debounced';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { icons } from '../../../../ui/icons';
import { Popover } from '../../../../ui/Popover';
import { SearchInput } from '../../../../ui/SearchInput';
import { TextInput } from '../../../../ui/TextInput';
import type { Names } from '../../look/columns';
import { isFiltered, PLAIN, toggled, type ListName, type RunLook } from '../../look/look';
import { choicesQuery } from '../../runs-queries';
import { BoundForm } from './BoundForm';
import { CheckList } from './CheckList';
import styles from './RunFilters.module.css';

interface RunFiltersProps {
  look: RunLook;
  names: Names;
  onChange: (change: Partial<RunLook>) => void;
}

const STATES = ['queued', 'running', 'paused', 'completed', 'failed', 'stopped'];

/** Search and filters of the list; what is chosen stands below and is taken away by a click. */
export function RunFilters({ look, names, onChange }: RunFiltersProps) {
  const choices = useQuery(choicesQuery()).data;
  const toggle = (list: ListName) => (value: string) => onChange({ [list]: toggled(look[list], value) });
  const groups: [ListName, string, readonly string[], (id: string) => string][] = [
    ['status', 'State', STATES, formatName],
    ['experiment', 'Experiment', [...names.experiments.keys()], (id) => names.experiments.get(id) ?? id],
    ['tag', 'Tag', choices?.tags ?? [], String],
    ['algorithm', 'Algorithm', choices?.algorithms ?? [], (id) => names.algorithms.get(id) ?? id],
    ['dataset', 'Dataset', choices?.datasets ?? [], (id) => names.datasets.get(id) ?? id],
    ['person', 'Begun by', choices?.people ?? [], (id) => names.people.get(id) ?? id],
  ];
  const chips = groups.flatMap(([list, title, , word]) =>
    look[list].map((value) => ({ key: `${list} ${value}`, text: `${title}: ${word(value)}`, drop: () => toggle(list)(value) })),
  );
  const bounds = look.where.map((value) => ({
    key: `where ${value}`,
    text: value.slice(value.indexOf(':') + 1),
    drop: () => toggle('where')(value),
  }));
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        <RunSearch value={look.search} onChange={(search) => onChange({ search })} />
        <Popover label="Filter" icon={icons.filter}>
          <div className={styles.groups}>
            {groups.map(([list, title, values, word]) => (
              <CheckList key={list} title={title} values={values} chosen={look[list]} word={word} onToggle={toggle(list)} />
            ))}
            <fieldset className={styles.days}>
              <legend>Begun</legend>
              <Field label="From">
                {(control) => <TextInput {...control} type="date" value={look.after} onChange={(event) => onChange({ after: event.target.value })} />}
              </Field>
              <Field label="Before">
                {(control) => <TextInput {...control} type="date" value={look.before} onChange={(event) => onChange({ before: event.target.value })} />}
              </Field>
            </fieldset>
            {choices !== undefined && <BoundForm choices={choices} onAdd={(bound) => onChange({ where: [...look.where, bound] })} />}
          </div>
        </Popover>
        {isFiltered(look) && (
          <Button look="quiet" icon={icons.reset} onClick={() => onChange({ ...PLAIN, columns: look.columns, sort: look.sort, isDescending: look.isDescending })}>
            Show all
          </Button>
        )}
      </div>
      {chips.length + bounds.length > 0 && (
        <ul className={styles.chips} aria-label="Filters">
          {[...chips, ...bounds].map(({ key, text, drop }) => (
            <li key={key}>
              <button type="button" className={styles.chip} title="Take this filter away" onClick={drop}>
                {text} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Searches once typing has paused. */
function RunSearch({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const settled = useDebounced(typed, 250);
  const [heard, setHeard] = useState(value);
  // The address may change by itself: back, or a filter that is taken away.
  if (heard !== value) {
    setHeard(value);
    if (settled === typed) setTyped(value);
  }
  useEffect(() => {
    if (settled !== value) onChange(settled);
    // Only what was typed is news here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return <SearchInput label="Search names, notes, tags and parameters" value={typed} onChange={setTyped} />;
}
