import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CardBlock, CardSection, ModelCard } from '../../../../api/registry-answers';
import type { Model } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { ButtonLink } from '../../../../ui/ButtonLink';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { Faces } from '../../../../ui/Faces';
import { Facts } from '../../../../ui/Facts';
import { icons } from '../../../../ui/icons';
import { Markdown } from '../../../../ui/Markdown';
import { Panel } from '../../../../ui/Panel';
import { Table } from '../../../../ui/Table';
import { cardQuery } from '../../registry-queries';
import { CardForm } from './CardForm';
import styles from './Registry.module.css';

/** The card of a model: what is known of it, and what people wrote beside it. */
export function CardPanel({ model }: { model: Model }) {
  const card = useQuery(cardQuery(model.id));
  return (
    <Panel
      title="Model card"
      actions={
        <ButtonLink
          to={`/api/models/${model.id}/card?format=markdown&workspace_id=${model.workspace_id}`}
          icon={icons.download}
          look="quiet"
          isDownload
        >
          Markdown
        </ButtonLink>
      }
    >
      <Faces of="card" query={card}>
        {(held) => (
          <div className={styles.parts}>
            {held.sections.map((section) => (
              <Section key={section.id} card={held} section={section} />
            ))}
          </div>
        )}
      </Faces>
    </Panel>
  );
}

function Section({ card, section }: { card: ModelCard; section: CardSection }) {
  const [isWriting, setIsWriting] = useState(false);
  if (section.kind === 'generated') return <Generated section={section} />;
  if (isWriting) return <CardForm card={card} section={section} onDone={() => setIsWriting(false)} />;
  return (
    <section aria-label={section.title}>
      <div className={styles.line}>
        <h3>{section.title}</h3>
        <EditorsOnly>
          <Button look="quiet" onClick={() => setIsWriting(true)} aria-label={`Write ${section.title}`}>
            {section.text === '' ? 'Write' : 'Edit'}
          </Button>
        </EditorsOnly>
      </div>
      {section.text === '' ? <p className={styles.faint}>{section.hint}</p> : <Markdown text={section.text} />}
    </section>
  );
}

function Generated({ section }: { section: CardSection }) {
  if (section.blocks.length === 0) return null;
  return (
    <details open={section.id === 'overview' || section.id === 'evaluation'}>
      <summary>{section.title}</summary>
      {section.blocks.map((block, at) => (
        <Block key={at} title={section.title} block={block} />
      ))}
    </details>
  );
}

function Block({ title, block }: { title: string; block: CardBlock }) {
  switch (block.kind) {
    case 'facts':
      return <Facts facts={block.rows.map(([label = '', value = '']) => ({ label, value }))} />;
    case 'items':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <Table
          caption={title}
          columns={block.titles.map((name, at) => ({ id: name, title: name, cell: (row: string[]) => row[at] ?? '' }))}
          rows={block.rows}
          rowKey={(row) => row[0] ?? ''}
        />
      );
  }
}
