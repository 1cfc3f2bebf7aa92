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
import { ElsewhereAlgorithms } from './ElsewhereAlgorithms';
import { findAlgorithms, findElsewhere } from './find-algorithms';
import { FirstSteps } from './FirstSteps';
import { groupAlgorithms } from './group-algorithms';
import { Step } from './Step';

/** Step three: how to learn. */
export function AlgorithmStep({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const [search, setSearch] = useState('');
  const algorithms = useQuery(algorithmsQuery());
  const tasks: readonly string[] = tasksOf(plan.goal);
  const serves = (one: Algorithm) => one.types.some((type) => tasks.includes(type));
  const find = (all: readonly Algorithm[]) => findAlgorithms(all.filter(serves), search);
  const elsewhere = (all: readonly Algorithm[]) => (
    <ElsewhereAlgorithms
      algorithms={findElsewhere(all.filter((one) => !serves(one)), search)}
      onChoose={(id, goal) => {
        choose.goal(goal);
        choose.algorithm(id);
        setSearch('');
      }}
    />
  );
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
          when: (data) => groupAlgorithms(find(data.algorithms).algorithms, plan.task).length === 0,
          show: (
            <>
              <EmptyState title="No algorithm matches" action={<Button onClick={() => setSearch('')}>Show all</Button>}>
                {`Nothing is called or described like “${search}”.`}
              </EmptyState>
              {elsewhere(algorithms.data?.algorithms ?? [])}
            </>
          ),
        }}
      >
        {(data) => (
          <>
            {find(data.algorithms).isGuess && (
              <p className={styles.guess} role="status">{`Nothing is called “${search}”. Perhaps you mean:`}</p>
            )}
            <AlgorithmGroups
              algorithms={find(data.algorithms).algorithms}
              task={plan.task}
              chosen={plan.algorithmId}
              isSearch={search.trim() !== ''}
              onChoose={choose.algorithm}
            />
            {elsewhere(data.algorithms)}
          </>
        )}
      </Faces>
      <FirstSteps plan={plan} algorithms={algorithms.data?.algorithms ?? []} />
    </Step>
  );
}
