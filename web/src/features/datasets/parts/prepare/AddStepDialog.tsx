import { useState } from 'react';
import type { StepKinds } from '../../../../api/recipe-answers';
import { Dialog } from '../../../../ui/Dialog';
import { EmptyState } from '../../../../ui/EmptyState';
import { SearchInput } from '../../../../ui/SearchInput';
import styles from './prepare.module.css';

interface AddStepDialogProps {
  kinds: StepKinds;
  isOpen: boolean;
  onClose: () => void;
  onAdd: (type: string) => void;
}

/** Every step there is, by what it is for, found by its words. */
export function AddStepDialog({ kinds, isOpen, onClose, onAdd }: AddStepDialogProps) {
  const [search, setSearch] = useState('');
  const words = search.toLowerCase().split(/\s+/);
  const found = kinds.steps.filter((kind) => {
    const text = `${kind.id} ${kind.name} ${kind.group} ${kind.description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const add = (type: string) => {
    setSearch('');
    onAdd(type);
  };
  return (
    <Dialog title="Add a step" isOpen={isOpen} onClose={onClose}>
      <form
        className={styles.choosing}
        onSubmit={(event) => {
          event.preventDefault();
          if (found[0] !== undefined) add(found[0].id);
        }}
      >
        <SearchInput label="Search steps" value={search} onChange={setSearch} />
        {found.length === 0 && <EmptyState title="No such step">{`No step is about “${search}”.`}</EmptyState>}
        {kinds.groups.map((group) => {
          const inside = found.filter((kind) => kind.group === group);
          return (
            inside.length > 0 && (
              <section key={group} aria-label={group}>
                <h3 className={styles.group}>{group}</h3>
                {inside.map((kind) => (
                  <button key={kind.id} type="button" className={styles.kind} onClick={() => add(kind.id)}>
                    <span className={styles.name}>{kind.name}</span>
                    <span className={styles.what}>{kind.description}</span>
                  </button>
                ))}
              </section>
            )
          );
        })}
      </form>
    </Dialog>
  );
}
