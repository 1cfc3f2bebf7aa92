import { Notice } from './Notice';
import { Ticked } from './Ticked';

const FEW = 3;

interface Against {
  findings: readonly { id: string; severity: string; why: string; accepted?: boolean }[];
}

/** Beside every score of a run: what the guard found in the rows that it learned from. */
export function TrainedAgainst({ guard }: { guard: Against | null | undefined }) {
  const findings = guard?.findings ?? [];
  const serious = findings.filter((one) => one.severity === 'serious');
  if (serious.length === 0) return null;
  const isSeen = serious.every((one) => one.accepted === true);
  return (
    <Notice tone="bad" title={`These scores were had against ${wordsFor(serious.length)} of the guard`}>
      <p>
        {isSeen
          ? 'Whoever started the run had seen them and went on anyway. '
          : 'They were found in the rows that the run learned from. '}
        The scores are likely better than what new rows will bring.
      </p>
      <details open={serious.length <= FEW}>
        <summary>What was found</summary>
        <ul>
          {serious.map((one) => (
            <li key={one.id}>
              <Ticked text={one.why} />
            </li>
          ))}
        </ul>
      </details>
    </Notice>
  );
}

function wordsFor(count: number): string {
  return count === 1 ? 'a finding' : `${String(count)} findings`;
}
