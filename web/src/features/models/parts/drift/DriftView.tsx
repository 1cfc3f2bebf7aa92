import type { ReactNode } from 'react';
import type { DriftFound, DriftVerdict } from '../../../../api/drift-answers';
import { formatCount, formatCountOf, formatNumber, formatShare } from '../../../../lib/format';
import { Facts, type Fact } from '../../../../ui/Facts';
import { Notice } from '../../../../ui/Notice';
import { DriftTable } from './DriftTable';
import styles from './Drift.module.css';

interface Said {
  tone: 'accent' | 'bad' | 'brass';
  title: string;
  text: string;
}

const VERDICTS: Record<DriftVerdict, Said> = {
  same: { tone: 'accent', title: 'No drift', text: 'These rows look like those of the training, as far as can be told.' },
  watch: { tone: 'brass', title: 'Some drift', text: 'Something has changed beyond chance, but not much. Watch it.' },
  drifted: { tone: 'bad', title: 'Drifted', text: 'These rows are of another kind than those of the training. Scores of then say little of now.' },
  unclear: { tone: 'accent', title: 'Too few rows', text: 'So few rows tell nothing of what has changed.' },
  broken: { tone: 'bad', title: 'Columns do not fit', text: 'The model cannot be asked about these rows as they are.' },
};

/** What was found of a table beside that of the training. */
export function DriftView({ found }: { found: DriftFound }) {
  const said = VERDICTS[found.verdict];
  const unfit = found.matched.filter(({ state, note }) => state !== 'same' || note !== null);
  return (
    <>
      <Notice tone={said.tone} title={said.title}>
        {said.text}
      </Notice>
      <Facts facts={factsOf(found)} />
      {found.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {unfit.length > 0 && (
        <Section title="Columns that do not match">
          <ul className={styles.list}>
            {unfit.map(({ name, expected, note, state }) => (
              <li key={name}>
                <code>{name}</code> {state === 'missing' ? `(${expected}) is missing.` : (note ?? '')}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {found.extra.length > 0 && (
        <p>
          {`${formatCountOf(found.extra.length, 'column')} that nobody asks for: ${found.extra.slice(0, 20).join(', ')}.`}
        </p>
      )}
      {found.columns.length > 0 && (
        <Section title="Columns">
          <DriftTable columns={found.predictions === null ? found.columns : [{ ...found.predictions, name: `says: ${found.predictions.name}` }, ...found.columns]} />
        </Section>
      )}
      {found.strange !== null && found.strange.examples.length > 0 && (
        <Section title="Rows that are too far from what it saw">
          <ul className={styles.list}>
            {found.strange.examples.map(({ row, why }) => (
              <li key={row}>{`Row ${formatCount(row + 1)}: ${why}`}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function factsOf({ rows, rows_then: then, strange, worlds, matched }: DriftFound): Fact[] {
  const same = matched.filter(({ state }) => state === 'same').length;
  return [
    { label: 'Rows', value: `${formatCount(rows)} beside ${then === null ? 'unknown' : formatCount(then)}` },
    { label: 'Columns that match', value: `${formatCount(same)} of ${formatCount(matched.length)}` },
    ...(strange === null
      ? []
      : [{ label: 'Too far from what it saw', value: `${formatShare(strange.share)} (${formatShare(strange.low)} to ${formatShare(strange.high)})` }]),
    ...(worlds === null
      ? []
      : [
          {
            label: 'A quick model tells the two apart',
            value: `AUC ${formatNumber(worlds.auc)} (${formatNumber(worlds.low)} to ${formatNumber(worlds.high)}); 0.5 is chance`,
          },
          ...(worlds.columns.length === 0
            ? []
            : [{ label: 'best by', value: worlds.columns.map(({ name, auc }) => `${name} (${formatNumber(auc)})`).join(', ') }]),
        ]),
  ];
}
