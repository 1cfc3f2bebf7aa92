import type { ComponentType } from 'react';
import type { Dataset } from '../../../api/types';
import { FileView } from './bring/FileView';
import { ReportView } from './bring/report/ReportView';
import { ColumnsView } from './explore/columns/ColumnsView';
import { CompareView } from './explore/compare/CompareView';
import { OverviewView } from './explore/overview/OverviewView';
import { RowsView } from './explore/RowsView';
import { MapView } from './map/MapView';
import { PrepareView } from './prepare/PrepareView';

interface DatasetTab {
  /** Its name in the address, as in `?view=rows`. */
  id: string;
  label: string;
  View: ComponentType<{ dataset: Dataset }>;
}

/** The views of a table that is ready, in the order in which they stand. */
export const datasetTabs: readonly DatasetTab[] = [
  { id: 'rows', label: 'Rows', View: RowsView },
  { id: 'columns', label: 'Columns', View: ColumnsView },
  { id: 'compare', label: 'Compare', View: CompareView },
  { id: 'overview', label: 'Overview', View: OverviewView },
  { id: 'prepare', label: 'Prepare', View: PrepareView },
  { id: 'map', label: 'Map', View: MapView },
  { id: 'report', label: 'Import report', View: ReportView },
  { id: 'file', label: 'File', View: FileView },
];
