import type { Column } from '../../../api/types';
import { TypeBadge } from '../../../ui/TypeBadge';
import { reasonToLeaveOut } from '../../../api/suggest';
import styles from './TargetStep.module.css';

interface FeatureCheckboxProps {
  column: Column;
  rows: number;
  isChosen: boolean;
  onToggle: () => void;
}

export function FeatureCheckbox({ column, rows, isChosen, onToggle }: FeatureCheckboxProps) {
  const reason = reasonToLeaveOut(column, rows);
  return (
    <label className={styles.feature}>
      <input type="checkbox" checked={isChosen} onChange={onToggle} />
      <span title={column.name}>{column.name}</span>
      <TypeBadge type={column.type} />
      {reason !== null && <span className={styles.reason}>{reason}</span>}
    </label>
  );
}
