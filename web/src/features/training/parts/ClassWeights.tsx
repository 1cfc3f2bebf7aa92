import { useId, useState } from 'react';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { icons } from '../../../ui/icons';
import { NumberInput } from '../../../ui/NumberInput';
import { TextInput } from '../../../ui/TextInput';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import styles from './TargetStep.module.css';

/** Own weights of classes, by label; a class that is not named counts 1. */
export function ClassWeights({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const [label, setLabel] = useState('');
  const list = useId();
  const { classWeights } = plan.special;
  const word = label.trim();
  const add = () => {
    if (word !== '') choose.classWeights({ ...classWeights, [word]: classWeights[word] ?? 1 });
    setLabel('');
  };
  const without = (name: string) =>
    choose.classWeights(Object.fromEntries(Object.entries(classWeights).filter(([one]) => one !== name)));
  return (
    <div className={styles.line}>
      {Object.entries(classWeights).map(([name, weight]) => (
        <Field
          key={name}
          label={`Class ${name} counts`}
          beside={
            <Button look="quiet" icon={icons.trash} onClick={() => without(name)}>
              Take away
            </Button>
          }
        >
          {(control) => (
            <NumberInput
              {...control}
              value={weight}
              onChange={(next) => next !== null && choose.classWeights({ ...classWeights, [name]: next })}
            />
          )}
        </Field>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field label="Let a class count more or less" hint="Its label; Enter adds it. Others count 1.">
          {(control) => (
            <TextInput {...control} list={list} value={label} onChange={(event) => setLabel(event.target.value)} />
          )}
        </Field>
        <datalist id={list}>
          {[...new Set(plan.target?.examples.map(String))].map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </form>
    </div>
  );
}
