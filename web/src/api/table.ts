/** Questions about a table and their answers, as the server describes them. */

import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Operator = Schemas['Condition']['operator'];
export type Scalar = NonNullable<Schemas['Condition']['value']>;

/** A test of one column; `value` or `values`, as the operator wants it, and never null. */
export type Condition = Omit<Schemas['Condition'], 'value' | 'values'> & { value?: Scalar; values?: Scalar[] };

export type Group = Omit<Schemas['Group'], 'of'> & { of: FilterNode[] };

export type FilterNode = Condition | Group;
export type SortKey = Required<Schemas['Sort']>;

/** What a person looks at; every part may be left out. */
export type View = Omit<Schemas['View'], 'filter' | 'sort'> & { filter?: FilterNode; sort?: SortKey[] };

/** Lists of a fixed length as the client gives them: as lists of any. */
type Loose<Value> = Value extends readonly (infer Item)[] ? Loose<Item>[] : Value;

type Page = Schemas['PageGiven'];
export type RowPage = { [Key in keyof Page]: Loose<Page[Key]> };
export type Special = Page['specials'][number][2];

export type TableSummary = Schemas['StatisticsGiven'];
export type ColumnSummary = Schemas['ColumnGiven'];
export type NumberSummary = Schemas['NumbersGiven'];
export type HistogramSummary = Schemas['HistogramGiven'];
export type TopValue = Schemas['TopGiven'];

export type Comparison = Schemas['ComparisonGiven'];
export type ComparedColumn = Schemas['DifferenceGiven'];
export type ComparedSide = Schemas['SideGiven'];

export type Correlations = Schemas['CorrelationsGiven'];
export type CorrelationMethod = NonNullable<Schemas['CorrelationsAsked']['method']>;
export type Missingness = Schemas['MissingnessGiven'];
export type Pairs = Schemas['PairsGiven'];
