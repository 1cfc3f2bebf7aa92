import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Algorithm } from '../../../api/answers';
import { algorithmsQuery } from '../../../api/queries';
import { Button } from '../../../ui/Button';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { SearchInput } from '../../../ui/SearchInput';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import { AlgorithmGroups } from './AlgorithmGroups';
import styles from './AlgorithmStep.module.css';
import { groupAlgorithms } from './group-algorithms';
import { matches } from './match-algorithm';
import { Step } from './Step';

/** Step three: how to learn. */
export function AlgorithmStep({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const [search, setSearch] = useState('');
  const algorithms = useQuery(algorithmsQuery());
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
          when: (data) => groupAlgorithms(found(data.algorithms, search), plan.task).length === 0,
          show: (
            <EmptyState title="No algorithm matches" action={<Button onClick={() => setSearch('')}>Show all</Button>}>
              {`Nothing is called or described like “${search}”.`}
            </EmptyState>
          ),
        }}
      >
        {(data) => (
          <AlgorithmGroups
            algorithms={found(data.algorithms, search)}
            task={plan.task}
            chosen={plan.algorithmId}
            isSearch={search.trim() !== ''}
            onChoose={choose.algorithm}
          />
        )}
      </Faces>
    </Step>
  );
}

function found(algorithms: readonly Algorithm[], search: string): Algorithm[] {
  return algorithms.filter((one) => matches(one, search));
}
