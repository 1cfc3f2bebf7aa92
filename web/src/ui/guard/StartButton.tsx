import { useId } from 'react';
import type { Finding } from '../../lib/guard';
import { Button } from '../Button';
import { EditorsOnly } from '../EditorsOnly';
import { icons } from '../icons';
import { Notice } from '../Notice';
import styles from './StartButton.module.css';

interface StartButtonProps {
  /** What pressing does, as on the button: Train. */
  verb: string;
  /** What is started, as in a sentence: training. */
  noun: string;
  /** Whose scores tell of findings that were passed over. */
  scored: string;
  error: Error | null;
  isBusy: boolean;
  isDisabled: boolean;
  /** The serious findings of the guard that nothing was done about. */
  against: readonly Finding[];
  /** What is still to be chosen. */
  missing: readonly string[];
  /** Is given the findings that are passed over. */
  onStart: (accepted: string[]) => void;
}

/** Starts what editors may start, says what is missing, and asks twice where the guard found something serious. */
export function StartButton({ verb, noun, scored, error, isBusy, isDisabled, against, missing, onStart }: StartButtonProps) {
  const missingId = useId();
  const isAgainst = against.length > 0;
  return (
    <>
      {error !== null && (
        <Notice tone="bad" title={`The ${noun} was not started`}>
          {error.message}
        </Notice>
      )}
      <EditorsOnly otherwise={<Notice tone="accent">You look on here: starting a {noun} is for editors.</Notice>}>
        {isAgainst && (
          <Notice tone="brass" title={against.length === 1 ? 'A serious finding is open' : `${String(against.length)} serious findings are open`}>
            You can go on anyway; every score of this {scored} will say so.
          </Notice>
        )}
        <Button
          look={isAgainst ? 'danger' : 'primary'}
          icon={icons.play}
          isLarge
          isBusy={isBusy}
          disabled={isDisabled}
          aria-describedby={missingId}
          onClick={() => onStart(against.map((one) => one.id))}
        >
          {isAgainst ? `${verb} anyway` : verb}
        </Button>
      </EditorsOnly>
      <ul id={missingId} className={styles.missing}>
        {missing.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}
