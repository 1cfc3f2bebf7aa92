import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { datasetsQuery } from '../../api/queries';
import { formatCountOf } from '../../lib/format';
import { itemsOf, totalOf } from '../../lib/pages';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { MoreOnScroll } from '../../ui/MoreOnScroll';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import styles from './DatasetsPage.module.css';
import { DatasetTable } from './parts/DatasetTable';
import { GenerateButton } from './parts/map/GenerateButton';
import { ElsewhereButton } from './parts/bring/ElsewhereButton';
import { UploadDrop } from './parts/bring/UploadDrop';

/** Every table of the workspace, and the way to bring another one. */
export function DatasetsPage() {
  const navigate = useNavigate();
  const datasets = useInfiniteQuery(datasetsQuery());
  const open = (id: string) => void navigate(`/data/${id}`);
  return (
    <>
      <PageHeader
        title="Data"
        lead="The tables of this workspace. A file is read once, checked, and kept in columns."
        actions={
          <>
            <ElsewhereButton onImporting={open} />
            <GenerateButton />
          </>
        }
      />
      <div className={styles.page}>
        <UploadDrop onUploaded={open} />
        <Panel
          title="Datasets"
          isFlush
          aside={datasets.data && formatCountOf(totalOf(datasets.data), 'dataset')}
        >
          <Faces
            of="datasets"
            query={datasets}
            empty={{
              when: (data) => itemsOf(data).length === 0,
              show: (
                <EmptyState title="No table yet">
                  Drop a file on this page: its first line names the columns, every other line is a row.
                </EmptyState>
              ),
            }}
          >
            {(data) => <DatasetTable datasets={itemsOf(data)} />}
          </Faces>
          <MoreOnScroll of="datasets" list={datasets} />
        </Panel>
      </div>
    </>
  );
}
