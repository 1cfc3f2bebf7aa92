import { useMutation } from '@tanstack/react-query';
import { Button } from './Button';
import { icons } from './icons';
import { Popover } from './Popover';
import styles from './SheetMenu.module.css';
import { useToast } from './toast';

type SheetFormat = 'html' | 'md' | 'pdf';

interface SheetMenuProps {
  /** Where the sheet can be read. */
  address: string;
  /** Fetches and saves it. */
  save: (format: SheetFormat) => Promise<void>;
}

const FORMATS: readonly { format: SheetFormat; label: string; about: string }[] = [
  { format: 'html', label: 'HTML', about: 'opens anywhere, without a network' },
  { format: 'pdf', label: 'PDF', about: 'printed on A4 by the server' },
  { format: 'md', label: 'Markdown', about: 'for a repository or a wiki' },
];

/** The sheet of a run: to be read at once, or saved in a format. */
export function SheetMenu({ address, save }: SheetMenuProps) {
  const tell = useToast();
  const saving = useMutation({
    mutationFn: save,
    onError: (error) => tell({ tone: 'bad', text: error.message }),
  });
  return (
    <Popover label="Model sheet" icon={icons.sheet}>
      <div className={styles.menu}>
        <p>
          Everything to be known before its scores are believed: data, findings of the guard, split, scores with intervals,
          limits, and how to repeat it.
        </p>
        <a href={address} target="_blank" rel="noreferrer">
          Read it
        </a>
        {FORMATS.map(({ format, label, about }) => (
          <div key={format} className={styles.format}>
            <Button
              icon={icons.download}
              isBusy={saving.isPending && saving.variables === format}
              disabled={saving.isPending}
              onClick={() => saving.mutate(format)}
            >
              {label}
            </Button>
            <span>{about}</span>
          </div>
        ))}
      </div>
    </Popover>
  );
}
