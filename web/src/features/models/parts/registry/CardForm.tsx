import { useState } from 'react';
import { ApiError } from '../../../../api/errors';
import type { CardSection, ModelCard } from '../../../../api/registry-answers';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { Markdown } from '../../../../ui/Markdown';
import { Notice } from '../../../../ui/Notice';
import { TextArea } from '../../../../ui/TextArea';
import { useWriteCard } from '../../registry-queries';
import styles from './Registry.module.css';

interface CardFormProps {
  card: ModelCard;
  section: CardSection;
  onDone: () => void;
}

/** A section of a card being written; of two who write at once neither loses a word. */
export function CardForm({ card, section, onDone }: CardFormProps) {
  const [text, setText] = useState(section.text);
  const [begunFrom, setBegunFrom] = useState({ version: card.version, text: section.text });
  const write = useWriteCard(card.model_id);
  const isRefused = write.error instanceof ApiError && write.error.code === 'changed_meanwhile';
  // What others wrote in other sections does not concern this one.
  const isStale = section.text !== begunFrom.text;
  const version = isStale ? begunFrom.version : card.version;
  const settle = (next: string) => {
    setText(next);
    setBegunFrom({ version: card.version, text: section.text });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({ version, sections: { [section.id]: text } }, { onSuccess: onDone });
      }}
    >
      <Field label={section.title} hint={section.hint ?? undefined}>
        {(control) => (
          <TextArea {...control} rows={6} maxLength={20_000} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      {isStale && (
        <Notice tone="accent" title="Somebody else has changed this section meanwhile">
          <p>Your text is still here. Theirs now reads:</p>
          <Markdown text={section.text} />
          <div className={styles.line}>
            <Button onClick={() => settle(`${section.text}\n\n${text}`)}>Put mine below theirs</Button>
            <Button onClick={() => settle(text)}>Replace theirs with mine</Button>
          </div>
        </Notice>
      )}
      {write.error !== null && !isRefused && <Notice tone="bad">{write.error.message}</Notice>}
      {isRefused && !isStale && <Notice tone="accent">Somebody else wrote in this card meanwhile. Save again.</Notice>}
      <div className={styles.line}>
        <Button type="submit" look="primary" isBusy={write.isPending} disabled={isStale}>
          Save
        </Button>
        <Button onClick={onDone}>Throw away</Button>
      </div>
    </form>
  );
}
