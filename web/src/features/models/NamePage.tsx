import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import type { NameAnswer } from '../../api/registry-answers';
import { formatCountOf } from '../../lib/format';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { ButtonLink } from '../../ui/ButtonLink';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { Facts } from '../../ui/Facts';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { useToast } from '../../ui/toast';
import styles from './ModelPage.module.css';
import { ModelTable } from './parts/ModelTable';
import { DescribeName } from './parts/registry/DescribeName';
import { MoveList } from './parts/registry/MoveList';
import { nameQuery, useName } from './registry-queries';

const COMPARED = 4;

/** A name under which models follow each other: its versions, where they stand, and who decided it. */
export function NamePage() {
  const { name = '' } = useParams();
  const query = useQuery(nameQuery(name));
  return (
    <Faces of="name" query={query}>
      {(answer) => <NameView key={answer.name.id} answer={answer} />}
    </Faces>
  );
}

function NameView({ answer: { name, versions, history } }: { answer: NameAnswer }) {
  const navigate = useNavigate();
  const tell = useToast();
  const { remove } = useName(name.name);
  const newest = versions.slice(0, COMPARED).map(({ id }) => id);
  const removed = {
    onSuccess: () => void navigate('/models'),
    onError: (error: Error) => tell({ tone: 'bad', text: error.message }),
  };
  return (
    <>
      <PageHeader
        title={name.name}
        above={<Link to="/models">Models</Link>}
        lead={formatCountOf(name.versions, 'version')}
        actions={
          <>
            <EditorsOnly>
              <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate(undefined, removed)}>
                Remove name
              </Button>
            </EditorsOnly>
            {newest.length > 1 && <ButtonLink to={`/models/compare?ids=${newest.join(',')}`}>Compare versions</ButtonLink>}
          </>
        }
      />
      <div className={styles.page}>
        <div className={styles.main}>
          <Panel title="Versions" isFlush>
            {versions.length === 0 ? (
              <EmptyState title="No version">Every version of this name was deleted or withdrawn.</EmptyState>
            ) : (
              <ModelTable models={versions} />
            )}
          </Panel>
          <Panel title="Decided">
            <MoveList moves={history} />
          </Panel>
        </div>
        <div className={styles.side}>
          <Panel title="Standing">
            <Facts
              facts={[
                { label: 'In production', value: name.production === null ? 'none' : <Version {...name.production} /> },
                { label: 'Staging', value: name.staging.length === 0 ? 'none' : name.staging.map((one) => <Version key={one.model_id} {...one} />) },
                ...name.aliases.map(({ alias, model_id: modelId, number }) => ({
                  label: `@${alias}`,
                  value: number === null ? 'gone' : <Version model_id={modelId} number={number} />,
                })),
              ]}
            />
          </Panel>
          <Panel title="What it is for">
            <DescribeName key={name.version} name={name} />
          </Panel>
          <Panel title="Ask it">
            <p>Programs ask by a version, a stage or an alias:</p>
            <p>
              <code>{`POST /api/models/${name.name}/production/predict`}</code>
            </p>
            {name.aliases[0] !== undefined && <Badge tone="accent">{`${name.name}@${name.aliases[0].alias}`}</Badge>}
          </Panel>
        </div>
      </div>
    </>
  );
}

function Version({ model_id: id, number }: { model_id: string; number: number }) {
  return <Link to={`/models/${id}`}>{`version ${number}`} </Link>;
}
