import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExplanationMethod, ExplanationResults, ModelExplanation } from '../../../../api/explain-answers';
import { keys } from '../../../../api/keys';
import { EmptyState } from '../../../../ui/EmptyState';
import { ErrorState } from '../../../../ui/ErrorState';
import { Faces } from '../../../../ui/Faces';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { Tabs } from '../../../../ui/Tabs';
import { explanationQuery, useDeleteExplanation } from '../../explain-queries';
import { ExplanationProgress } from './ExplanationProgress';
import { MethodView } from './MethodView';
import styles from './explain.module.css';

interface ExplanationViewProps {
  explanation: ModelExplanation;
  methods: readonly ExplanationMethod[];
  onRemoved: () => void;
}

/** An explanation on its way, failed or there. */
export function ExplanationView({ explanation, methods, onRemoved }: ExplanationViewProps) {
  const { id, model_id: modelId, state } = explanation;
  const client = useQueryClient();
  const remove = useDeleteExplanation(modelId);
  const isThere = state === 'ready' && !explanation.stale;
  const whole = useQuery({ ...explanationQuery(modelId, id), enabled: isThere });
  const ended = () => void client.invalidateQueries({ queryKey: keys.explanations(modelId) });
  return (
    <section className={styles.view} aria-label="Explanation">
      <div className={styles.head}>
        <ul className={styles.notes}>
          {explanation.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
        <IconButton
          label={state === 'computing' ? 'Stop and remove this explanation' : 'Remove this explanation'}
          icon={icons.trash}
          disabled={remove.isPending}
          onClick={() => remove.mutate(id, { onSuccess: onRemoved })}
        />
      </div>
      {state === 'failed' && (
        <ErrorState title="The model could not be explained" message={explanation.error ?? 'No reason was given.'} />
      )}
      {state === 'computing' && <ExplanationProgress jobId={explanation.job_id} onEnd={ended} />}
      {explanation.stale && (
        <EmptyState title="The model has changed">It was trained on after it was explained. Explain it again.</EmptyState>
      )}
      {isThere && (
        <Faces of="explanation" query={whole}>
          {({ results }) => results !== null && <Methods results={results} methods={methods} />}
        </Faces>
      )}
    </section>
  );
}

function Methods({ results, methods }: { results: ExplanationResults; methods: readonly ExplanationMethod[] }) {
  const [chosen, setChosen] = useState('permutation');
  const there = methods.filter(({ id }) => id in results);
  const shown = there.find(({ id }) => id === chosen) ?? there[0];
  return (
    <Tabs
      label="Ways to explain"
      chosen={shown?.id ?? ''}
      onChoose={setChosen}
      tabs={there.map((method) => ({
        id: method.id,
        label: method.name,
        content: <MethodView method={method} results={results} />,
      }))}
    />
  );
}
