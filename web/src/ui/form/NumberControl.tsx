import type { FieldKind } from '../../lib/schema/fields';
import { positionOf, scaleOf, SLIDER_STEPS, valueAt } from '../../lib/schema/slider';
import type { ControlProps } from '../Field';
import { NumberInput } from '../NumberInput';
import { Slider } from '../Slider';
import styles from './SchemaForm.module.css';

interface NumberControlProps {
  shape: Extract<FieldKind, { kind: 'number' }>;
  title: string;
  value: number | null;
  control: ControlProps;
  onChange: (value: number | null) => void;
}

/** A slider for the feel and a box for the exact value; logarithmic where the schema says so. */
export function NumberControl({ shape, title, value, control, onChange }: NumberControlProps) {
  const scale = scaleOf(shape.range, shape.integer, shape.logarithmic);
  return (
    <div className={styles.number}>
      {scale !== null && (
        <Slider
          aria-label={`${title}, slider`}
          aria-valuetext={value === null ? 'not set' : String(value)}
          min={0}
          max={SLIDER_STEPS}
          value={value === null ? 0 : positionOf(value, scale)}
          onChange={(position) => onChange(valueAt(position, scale))}
        />
      )}
      <NumberInput {...control} value={value} onChange={onChange} />
    </div>
  );
}
