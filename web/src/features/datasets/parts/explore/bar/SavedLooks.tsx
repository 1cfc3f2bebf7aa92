import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { copyText } from '../../../../../lib/clipboard';
import { isRecord, isString } from '../../../../../lib/guards';
import { usePath } from '../../../../../lib/state/use-path';
import { Button } from '../../../../../ui/Button';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { Popover } from '../../../../../ui/Popover';
import { useClosePopover } from '../../../../../ui/popover-context';
import { TextInput } from '../../../../../ui/TextInput';
import { useToast } from '../../../../../ui/toast';
import { lookToText, type Look } from '../look/look';
import styles from './ViewBar.module.css';

type Saved = Readonly<Record<string, string>>;

/** The link to what is seen, and looks kept under a name in this browser. */
export function SavedLooks({ datasetId, look }: { datasetId: string; look: Look }) {
  return (
    <Popover label="Views" icon={icons.bookmark}>
      <SavedSheet datasetId={datasetId} look={look} />
    </Popover>
  );
}

function SavedSheet({ datasetId, look }: { datasetId: string; look: Look }) {
  const close = useClosePopover();
  const [saved, setSaved] = usePath(`saved_looks.${datasetId}`, isSaved);
  const [address, setAddress] = useSearchParams();
  const [name, setName] = useState('');
  const tell = useToast();
  const copyLink = async () => {
    const isCopied = await copyText(window.location.href);
    const text = isCopied ? 'The link to this view was copied.' : 'The browser did not let us copy: take the address above.';
    tell({ tone: isCopied ? 'good' : 'bad', text });
    close();
  };
  const open = (text: string) => {
    const next = new URLSearchParams(address);
    if (text === '') next.delete('look');
    else next.set('look', text);
    setAddress(next);
    close();
  };
  const keep = () => {
    setSaved({ ...saved, [name.trim()]: lookToText(look) });
    setName('');
  };
  const entries = Object.entries(saved ?? {});
  return (
    <div className={styles.sheet}>
      <Button icon={icons.link} onClick={() => void copyLink()}>
        Copy link to this view
      </Button>
      <h3>Kept in this browser</h3>
      {entries.length === 0 && <p>Give what you see now a name, and it is one click away.</p>}
      {entries.map(([each, text]) => (
        <div key={each} className={styles.line}>
          <Button look="quiet" onClick={() => open(text)}>
            {each}
          </Button>
          <IconButton
            label={`Forget ${each}`}
            icon={icons.trash}
            onClick={() => setSaved(Object.fromEntries(entries.filter(([one]) => one !== each)))}
          />
        </div>
      ))}
      <form
        className={styles.line}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') keep();
        }}
      >
        <TextInput aria-label="Name of this view" placeholder="Name of this view" value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" disabled={name.trim() === ''}>
          Keep
        </Button>
      </form>
    </div>
  );
}

function isSaved(value: unknown): value is Saved {
  return isRecord(value) && Object.values(value).every(isString);
}
