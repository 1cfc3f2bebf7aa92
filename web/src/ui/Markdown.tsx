import type { ReactNode } from 'react';
import { readMarkdown, type Block, type Inline } from '../lib/markdown';
import styles from './Markdown.module.css';

/** A text that people wrote, drawn from a tree: no HTML of theirs reaches the page. */
export function Markdown({ text }: { text: string }) {
  return <div className={styles.text}>{readMarkdown(text).map((block, at) => <Part key={at} block={block} />)}</div>;
}

function Part({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      // The page has headings of its own above these.
      return block.level <= 2 ? <h3>{draw(block.of)}</h3> : <h4>{draw(block.of)}</h4>;
    case 'paragraph':
      return <p>{draw(block.of)}</p>;
    case 'quote':
      return <blockquote>{draw(block.of)}</blockquote>;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
    case 'list': {
      const items = block.items.map((item, at) => <li key={at}>{draw(item)}</li>);
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function draw(parts: readonly Inline[]): ReactNode {
  return parts.map((part, at) => {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'code':
        return <code key={at}>{part.text}</code>;
      case 'strong':
        return <strong key={at}>{draw(part.of)}</strong>;
      case 'em':
        return <em key={at}>{draw(part.of)}</em>;
      case 'del':
        return <del key={at}>{draw(part.of)}</del>;
      case 'link':
        return (
          <a key={at} href={part.to} rel="noreferrer nofollow ugc" target={part.to.startsWith('/') ? undefined : '_blank'}>
            {draw(part.of)}
          </a>
        );
    }
  });
}
