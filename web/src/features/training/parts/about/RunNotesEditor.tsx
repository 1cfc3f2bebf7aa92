import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunNotes } from '../../../../api/run-answers';
import { ApiError } from '../../../../api/errors';
import { Button } from '../../../../ui/Button';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { Faces } from '../../../../ui/Faces';
import { Field } from '../../../../ui/Field';
import { Markdown } from '../../../../ui/Markdown';
import { Notice } from '../../../../ui/Notice';
import { Time } from '../../../../ui/Time';
import { notesQuery, useChangeRun } from '../../runs-queries';
import styles from './RunAbout.module.css';

/** Notes in Markdown; of two who write at once neither loses a word. */
export function RunNotesEditor({ id }: { id: string }) {
  const notes = useQuery(notesQuery(id));
  const [draft, setDraft] = useState<{ text: string; version: number } | null>(null);
  return (
    <Faces of="notes" query={notes}>
      {({ notes: held }) =>
        draft === null ? (
          <NotesView notes={held} onEdit={() => setDraft({ text: held.text, version: held.version })} />
        ) : (
          <NotesForm id={id} held={held} draft={draft} onDraft={setDraft} />
        )
      }
    </Faces>
  );
}

function NotesView({ notes, onEdit }: { notes: RunNotes; onEdit: () => void }) {
  return (
    <div className={styles.notes}>
      <div className={styles.notesHead}>
        <strong>Notes</strong>
        {notes.updated_at !== null && (
          <span>
            {notes.updated_by}, <Time time={notes.updated_at} />
          </span>
        )}
        <EditorsOnly>
          <Button look="quiet" onClick={onEdit}>
            {notes.text === '' ? 'Write notes' : 'Edit'}
          </Button>
        </EditorsOnly>
      </div>
      {notes.text === '' ? <p className={styles.faint}>Nobody has written about this run yet.</p> : <Markdown text={notes.text} />}
    </div>
  );
}

interface NotesFormProps {
  id: string;
  held: RunNotes;
  draft: { text: string; version: number };
  onDraft: (draft: { text: string; version: number } | null) => void;
}

function NotesForm({ id, held, draft, onDraft }: NotesFormProps) {
  const change = useChangeRun(id);
  const isStale = held.version > draft.version;
  const isRefused = change.error instanceof ApiError && change.error.code === 'notes_changed_meanwhile';
  const save = () =>
    change.mutate({ notes: draft.text, notes_version: draft.version }, { onSuccess: () => onDraft(null) });
  return (
    <form
      className={styles.notes}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label="Notes" hint="Markdown: # heading, **strong**, *emphasis*, `code`, - lists, [links](https://…).">
        {(control) => (
          <textarea
            {...control}
            className={styles.textarea}
            rows={8}
            maxLength={50_000}
            value={draft.text}
            onChange={(event) => onDraft({ ...draft, text: event.target.value })}
          />
        )}
      </Field>
      {(isStale || isRefused) && (
        <Notice tone="accent" title="Somebody else has changed these notes meanwhile">
          <p>Your text is still here. Theirs now reads:</p>
          <Markdown text={held.text} />
          <div className={styles.buttons}>
            <Button onClick={() => onDraft({ text: `${held.text}\n\n${draft.text}`, version: held.version })}>
              Put mine below theirs
            </Button>
            <Button onClick={() => onDraft({ ...draft, version: held.version })}>Replace theirs with mine</Button>
          </div>
        </Notice>
      )}
      {change.error !== null && !isRefused && <Notice tone="bad">{change.error.message}</Notice>}
      <div className={styles.buttons}>
        <Button type="submit" look="primary" isBusy={change.isPending} disabled={isStale}>
          Save
        </Button>
        <Button onClick={() => onDraft(null)}>Throw away</Button>
      </div>
    </form>
  );
}
