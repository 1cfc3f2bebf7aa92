import { ButtonLink } from '../ui/ButtonLink';
import { EmptyState } from '../ui/EmptyState';
import { PageHeader } from '../ui/PageHeader';

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState title="There is no page at this address" action={<ButtonLink to="/">Go to training</ButtonLink>}>
        The link may be old, or the thing it named was deleted.
      </EmptyState>
    </>
  );
}
