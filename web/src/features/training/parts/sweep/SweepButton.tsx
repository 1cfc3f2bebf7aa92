import { useState } from 'react';
import { useMayEdit } from '../../../../lib/role';
import type { Field } from '../../../../lib/schema/fields';
import { Dialog } from '../../../../ui/Dialog';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import type { Plan } from '../../plan';
import { SweepView } from './SweepView';

/** Opens what a parameter does on the chosen table, where that can be tried. */
export function SweepButton({ field, plan }: { field: Field; plan: Plan }) {
  const [isOpen, setIsOpen] = useState(false);
  const canVary = ['number', 'choice', 'toggle'].includes(field.shape.kind);
  // A recipe prepares the whole table, which a sample is not; without a target nothing says what is better.
  const canTry = plan.goal === 'predict' && plan.recipeId === null && plan.first.length === 0;
  const mayTry = useMayEdit();
  if (!mayTry || !canVary || !canTry || plan.missing.length > 0) return null;
  return (
    <>
      <IconButton label={`What ${field.title} does on this table`} icon={icons.chart} onClick={() => setIsOpen(true)} />
      <Dialog title={`What “${field.title}” does here`} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <SweepView field={field} plan={plan} />
      </Dialog>
    </>
  );
}
