import { useQuery } from '@tanstack/react-query';
import { TagInput as Tags } from '../../../../ui/TagInput';
import { choicesQuery } from '../../runs-queries';

interface TagInputProps {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}

/** The tags of a run; those of other runs are offered. */
export function TagInput({ tags, onChange }: TagInputProps) {
  const known = useQuery(choicesQuery()).data?.tags ?? [];
  return <Tags tags={tags} known={known} onChange={onChange} />;
}
