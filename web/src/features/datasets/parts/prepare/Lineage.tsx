import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Lineage as LineageAnswer } from '../../../../api/recipe-answers';
import type { Dataset } from '../../../../api/types';
import { isString } from '../../../../lib/guards';
import { formatCountOf } from '../../../../lib/format';
import { describeStep } from './describe-step';
import styles from './prepare.module.css';
import { lineageQuery, stepKindsQuery } from './queries';

/** What a dataset was made of and by what, and what was made of it; nothing where neither is so. */
export function Lineage({ dataset }: { dataset: Dataset }) {
  const lineage = useQuery(lineageQuery(dataset.id)).data;
  if (lineage === undefined || (lineage.recipe === null && lineage.children.length === 0)) return null;
  return (
    <div className={styles.lineage}>
      {lineage.recipe !== null && <Origin lineage={lineage} />}
      {lineage.children.length > 0 && (
        <p>
          {`${formatCountOf(lineage.children.length, 'dataset')} made of this: `}
          {lineage.children.map((child, place) => (
            <span key={child.id}>
              {place > 0 && ', '}
              <Link to={`/data/${child.id}`}>{child.name}</Link>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

function Origin({ lineage }: { lineage: LineageAnswer }) {
  const kinds = useQuery(stepKindsQuery()).data?.steps ?? [];
  const { parents, recipe } = lineage;
  const model = modelOf(recipe?.origin ?? null);
  const steps = recipe?.steps.filter((step) => step.disabled !== true) ?? [];
  return (
    <details className={styles.origins}>
      <summary>
        {'Made from '}
        {parents.map((parent, place) => (
          <span key={parent.id}>
            {place > 0 && ' and '}
            {parent.exists ? <Link to={`/data/${parent.id}`}>{parent.name}</Link> : `${parent.name} (deleted)`}
          </span>
        ))}
        {model === null ? (
          ` by ${formatCountOf(steps.length, 'step')}`
        ) : (
          <>
            {' by the model '}
            <Link to={`/models/${model.id}`}>{model.name}</Link>
          </>
        )}
        {recipe?.part !== null && recipe !== null && `, the ${recipe.part} part`}
      </summary>
      <ol>
        {steps.map((step) => {
          const kind = kinds.find((one) => one.id === step.type);
          return (
            <li key={step.id}>
              <span className={styles.name}>{kind?.name ?? step.type}</span>
              <span className={styles.what}>{toldOf(lineage, step.id) ?? describeStep(step, kind)}</span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}

/** The model whose answers its columns are, if it was made by one. */
function modelOf(origin: Record<string, unknown> | null): { id: string; name: string } | null {
  if (origin === null || !isString(origin.model_id)) return null;
  return { id: origin.model_id, name: isString(origin.name) ? origin.name : origin.model_id };
}

/** What a step did to the whole table. */
function toldOf({ recipe }: LineageAnswer, id: string): string | null {
  const place = recipe?.steps.findIndex((step) => step.id === id) ?? -1;
  const notes = recipe?.reports?.[place]?.notes ?? [];
  return notes.length === 0 ? null : notes.slice(0, 3).join(' ');
}
