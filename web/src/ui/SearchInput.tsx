import styles from './controls.module.css';
import { Icon } from './Icon';
import { icons } from './icons';
import { TextInput } from './TextInput';

interface SearchInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchInput({ label, value, onChange }: SearchInputProps) {
  return (
    <div className={styles.search}>
      <Icon path={icons.search} size={16} />
      <TextInput
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
