import type { FieldKind, FieldValue } from '../../lib/schema/fields';
import { Button } from '../Button';
import type { ControlProps } from '../Field';
import { IconButton } from '../IconButton';
import { icons } from '../icons';
import { NumberInput } from '../NumberInput';
import styles from './SchemaForm.module.css';

interface NumbersControlProps {
  shape: Extract<FieldKind, { kind: 'numbers' }>;
  title: string;
  value: readonly number[];
  control: ControlProps;
  onChange: (value: FieldValue) => void;
}

/** A list of numbers, such as the sizes of layers: each can be changed, taken away, or followed. */
export function NumbersControl({ shape, title, value, control, onChange }: NumbersControlProps) {
  const first = shape.range.minimum ?? 0;
  return (
    <div className={styles.row} role="group" aria-label={title}>
      {value.map((item, place) => (
        <span key={place} className={styles.entry}>
          <NumberInput
            {...(place === 0 ? control : {})}
            aria-label={`${title}, entry ${place + 1}`}
            value={item}
            onChange={(next) => onChange(value.map((one, at) => (at === place ? (next ?? first) : one)))}
          />
          <IconButton
            label={`Remove entry ${place + 1} of ${title}`}
            icon={icons.close}
            disabled={value.length <= shape.minItems}
            onClick={() => onChange(value.filter((_, at) => at !== place))}
          />
        </span>
      ))}
      <Button
        look="quiet"
        icon={icons.plus}
        disabled={value.length >= shape.maxItems}
        onClick={() => onChange([...value, value.at(-1) ?? first])}
      >
        Add
      </Button>
    </div>
  );
}
