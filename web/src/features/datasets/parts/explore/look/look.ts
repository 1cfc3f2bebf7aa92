import type { FilterNode, SortKey, View } from '../../../../../api/table';
import { isBoolean, isNumber, isRecord, isString, isStringList, parseJson } from '../../../../../lib/guards';
import { forServer } from './filter-tree';
import { filterFrom } from './read-filter';

export const PAGE_SIZES = [50, 100, 200] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** Everything that an address says about how a table is looked at. */
export interface Look {
  /** The columns shown, in order; null for all of them as they stand in the table. */
  columns: string[] | null;
  sort: SortKey[];
  search: string;
  filter: FilterNode | null;
  /** Columns that stay in sight at the left, in order. */
  pinned: string[];
  /** Rows on a page; null scrolls through all of them without end. */
  pageSize: PageSize | null;
  /** From 0. */
  page: number;
  /** What the filtered rows are compared with; null means all other rows. */
  against: FilterNode | null;
}

export const PLAIN_LOOK: Look = {
  columns: null,
  sort: [],
  search: '',
  filter: null,
  pinned: [],
  pageSize: null,
  page: 0,
  against: null,
};

/** What the server is asked for. */
export function viewOf({ columns, sort, search, filter }: Look): View {
  return {
    ...(columns !== null && { columns }),
    ...(sort.length > 0 && { sort }),
    ...(search !== '' && { search }),
    ...(filter !== null && { filter: forServer(filter) }),
  };
}

/** Which rows are meant, whatever their order and whichever of their columns are shown. */
export function rowsOf({ search, filter }: Pick<Look, 'search' | 'filter'>): View {
  return { ...(search !== '' && { search }), ...(filter !== null && { filter: forServer(filter) }) };
}

export function isNarrowed({ search, filter }: Look): boolean {
  return search !== '' || filter !== null;
}

/** A look as short JSON, for an address; empty where nothing was chosen. */
export function lookToText(look: Look): string {
  const chosen = {
    ...viewOf(look),
    ...(look.filter !== null && { filter: look.filter }),
    ...(look.pinned.length > 0 && { pinned: look.pinned }),
    ...(look.pageSize !== null && { page_size: look.pageSize }),
    ...(look.page > 0 && { page: look.page }),
    ...(look.against !== null && { against: look.against }),
  };
  return Object.keys(chosen).length === 0 ? '' : JSON.stringify(chosen);
}

/** Reads a look out of an address; what is not understood counts as not chosen. */
export function lookFrom(text: string | null): Look {
  const said = parseJson(text ?? '');
  if (!isRecord(said)) return PLAIN_LOOK;
  return {
    columns: isStringList(said.columns) && said.columns.length > 0 ? said.columns : null,
    sort: sortFrom(said.sort),
    search: isString(said.search) ? said.search : '',
    filter: filterFrom(said.filter),
    pinned: isStringList(said.pinned) ? said.pinned : [],
    pageSize: PAGE_SIZES.find((size) => size === said.page_size) ?? null,
    page: isNumber(said.page) && said.page > 0 ? Math.floor(said.page) : 0,
    against: filterFrom(said.against),
  };
}

function sortFrom(said: unknown): SortKey[] {
  if (!Array.isArray(said)) return [];
  return said.flatMap((key: unknown) =>
    isRecord(key) && isString(key.column)
      ? [{ column: key.column, descending: isBoolean(key.descending) && key.descending }]
      : [],
  );
}
