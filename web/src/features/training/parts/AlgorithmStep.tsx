import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Algorithm } from '../../../api/answers';
import { algorithmsQuery } from '../../../api/queries';
import { tasksOf } from '../../../lib/tasks';
import { Button } from '../../../ui/Button';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { SearchInput } from '../../../ui/SearchInput';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import { AlgorithmGroups } from './AlgorithmGroups';
import styles from './AlgorithmStep.module.css';
import { FirstSteps } from './FirstSteps';
import { groupAlgorithms } from './group-algorithms';
import { matches } from './match-algorithm';
import { Step } from './Step';

/** Step three: how to learn. */
export function AlgorithmStep({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const [search, setSearch] = useState('');
  const algorithms = useQuery(algorithmsQuery());
  const tasks: readonly string[] = tasksOf(plan.goal);
  const isMeant = (one: Algorithm) => matches(one, search) && one.types.some((type) => tasks.includes(type));
  return (
    <Step
      number={3}
      title="Algorithm"
      isDone={plan.algorithm !== null}
      chosen={plan.algorithm?.name}
      actions={
        <div className={styles.search}>
          <SearchInput label="Search algorithms" value={search} onChange={setSearch} />
        </div>
      }
    >
      <Faces
        of="algorithms"
        query={algorithms}
        empty={{
          when: (data) => groupAlgorithms(data.algorithms.filter(isMeant), plan.task).length === 0,
          show: (
            <EmptyState title="No algorithm matches" action={<Button onClick={() => setSearch('')}>Show all</Button>}>
              {`Nothing is called or described like “${search}”.`}
            </EmptyState>
          ),
        }}
      >
        {(data) => (
          <AlgorithmGroups
            algorithms={data.algorithms.filter(isMeant)}
            task={plan.task}
            chosen={plan.algorithmId}
            isSearch={search.trim() !== ''}
            onChoose={choose.algorithm}
          />
        )}
      </Faces>
      <FirstSteps plan={plan} algorithms={algorithms.data?.algorithms ?? []} />
    </Step>
  );
}
