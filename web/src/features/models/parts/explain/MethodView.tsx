import type { ReactNode } from 'react';
import type { ExplanationMethod, ExplanationResults, Found, Or } from '../../../../api/explain-answers';
import { formatCountOf } from '../../../../lib/format';
import { Notice } from '../../../../ui/Notice';
import { ContributionsView } from './ContributionsView';
import { DropColumnView } from './DropColumnView';
import { EffectsView } from './EffectsView';
import { GradientsView } from './GradientsView';
import { InteractionsView } from './InteractionsView';
import { NativeView } from './NativeView';
import { PermutationView } from './PermutationView';
import { Stability } from './Stability';
import { SurrogateView } from './SurrogateView';
import styles from './explain.module.css';

interface MethodViewProps {
  method: ExplanationMethod;
  results: ExplanationResults;
}

const NAMED = 12;

/** What one way of explaining found, how sure it is, how to read it, and what it left out. */
export function MethodView({ method, results }: MethodViewProps) {
  const all: Record<string, Or<Found> | undefined> = { ...results };
  const found = all[method.id];
  if (found === undefined) return null;
  if ('why_not' in found) return <Notice tone="accent">{found.why_not}</Notice>;
  return (
    <div className={styles.method}>
      <p className={styles.lead}>{method.description}</p>
      <Stability value={found.stability} words={wordsOf(method.id)} whyNone={whyNone(found)} />
      {drawn(method.id, results)}
      <details className={styles.more}>
        <summary>How this is found and read</summary>
        <p>{method.reading}</p>
      </details>
      {found.skipped.length > 0 && (
        <p className={styles.note}>
          {`${formatCountOf(found.skipped.length, 'column was', 'columns were')} not looked at: `}
          {found.skipped.slice(0, NAMED).join(', ')}
          {found.skipped.length > NAMED && ` and ${String(found.skipped.length - NAMED)} more`}
        </p>
      )}
      {found.predictions > 0 && (
        <p className={styles.note}>{`The model was asked about ${formatCountOf(found.predictions, 'row')} for this.`}</p>
      )}
    </div>
  );
}

/** What the number of a way counts, where it is not draws of the rows. */
function wordsOf(id: string): string | undefined {
  return id === 'native' ? 'how alike two models that learned from other halves of the rows rank the columns' : undefined;
}

function whyNone(found: Found): string | undefined {
  return 'why_no_stability' in found && typeof found.why_no_stability === 'string' ? found.why_no_stability : undefined;
}

function drawn(id: string, results: ExplanationResults): ReactNode {
  const { permutation, native, contributions, dependence, accumulated, interactions, surrogate } = results;
  const { integrated_gradients: gradients, drop_column: dropped } = results;
  switch (id) {
    case 'permutation':
      return isThere(permutation) && <PermutationView found={permutation} />;
    case 'native':
      return isThere(native) && <NativeView found={native} />;
    case 'contributions':
      return isThere(contributions) && <ContributionsView found={contributions} />;
    case 'dependence':
      return isThere(dependence) && <EffectsView found={dependence} />;
    case 'accumulated':
      return isThere(accumulated) && <EffectsView found={accumulated} />;
    case 'interactions':
      return isThere(interactions) && <InteractionsView found={interactions} />;
    case 'surrogate':
      return isThere(surrogate) && <SurrogateView found={surrogate} />;
    case 'integrated_gradients':
      return isThere(gradients) && <GradientsView found={gradients} />;
    case 'drop_column':
      return isThere(dropped) && <DropColumnView found={dropped} />;
    default:
      return null;
  }
}

function isThere<Kind extends object>(found: Kind | { why_not: string } | undefined): found is Exclude<Kind, { why_not: string }> {
  return found !== undefined && !('why_not' in found);
}
