import type {
  Comparison,
  CorrelationMethod,
  Correlations,
  Missingness,
  Pairs,
  RowPage,
  TableSummary,
  View,
} from './table';
import type { Cell } from './types';

/** A question about one table, sent as JSON. */
interface Asking<Question, Answer> {
  parameters: { path: { dataset_id: string } };
  requestBody: { content: { 'application/json': Question } };
  responses: { 200: { content: { 'application/json': Answer } } };
}

/** The addresses at which tables are asked, and what they answer. */
export interface TablePaths {
  '/api/data/query/{dataset_id}': { post: Asking<{ view: View; page: number; page_size: number; exact?: boolean }, RowPage> };
  '/api/data/statistics/{dataset_id}': { post: Asking<{ view: View; columns?: string[]; exact?: boolean }, TableSummary> };
  '/api/data/compare/{dataset_id}': { post: Asking<{ a: View; b: View }, Comparison> };
  '/api/data/correlations/{dataset_id}': {
    post: Asking<{ view: View; columns?: string[]; method: CorrelationMethod }, Correlations>;
  };
  '/api/data/missingness/{dataset_id}': { post: Asking<{ view: View }, Missingness> };
  '/api/data/pairs/{dataset_id}': {
    post: Asking<{ view: View; columns: string[]; colour?: string; points?: number }, Pairs>;
  };
  '/api/data/cell/{dataset_id}': {
    get: {
      parameters: { path: { dataset_id: string }; query: { row: number; column: string } };
      responses: { 200: { content: { 'application/json': { value: Cell } } } };
    };
  };
}
