import { useState } from 'react';
import type { Dataset } from '../../../../api/types';
import { classNames } from '../../../../lib/class-names';
import { isBoolean } from '../../../../lib/guards';
import { usePath } from '../../../../lib/state/use-path';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { Menu, type OpenMenu } from '../../../../ui/Menu';
import { ViewBar } from './bar/ViewBar';
import { cellMenu } from './cell-menu';
import { columnMenu } from './column-menu';
import { HeadSketch } from './columns/HeadSketch';
import styles from './Explore.module.css';
import { Grid } from './grid/Grid';
import { GridFoot } from './grid/GridFoot';
import type { HeadActs } from './grid/head-acts';
import { Inspector } from './grid/Inspector';
import { summarise } from './grid/summarise';
import { sortedBy } from './look/sorting';
import { useLook } from './look/use-look';
import { RowsFaces } from './RowsFaces';
import { useRowsView } from './use-rows-view';

/** The rows of a table of any size: sorted, narrowed, chosen, copied. */
export function RowsView({ dataset }: { dataset: Dataset }) {
  const [look, change] = useLook();
  const view = useRowsView(dataset, look, change);
  const { columns, content, rowStore, selection } = view;
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [isInspecting, setIsInspecting] = useState(false);
  const [isPlain, setIsPlain] = usePath('plain_heads', isBoolean);
  const isSketched = isPlain !== true;
  const active = selection?.active;
  const activeColumn = active && columns[active.column];
  const activeCell = active && content.source.cellAt(active.row, active.column);
  const rowNumber = active && content.source.numberAt(active.row, active.column);
  const inspected =
    isInspecting && activeColumn && activeCell && rowNumber !== undefined
      ? { column: activeColumn, cell: activeCell, rowNumber }
      : null;

  const headActs: HeadActs = {
    onSort: (column, isAdded) => change({ sort: sortedBy(look.sort, column, isAdded) }),
    onWidth: view.setWidth,
    onFit: view.fit,
    onMenu: (column, place) => {
      const fit = () => view.fit(columns.indexOf(column));
      const entries = columnMenu(column, look, view.all, { change, keep: view.keep, fit });
      setMenu({ label: `About ${column.name}`, place, entries });
    },
    ...(isSketched && {
      drawSketch: ({ name }) => <HeadSketch dataset={dataset} all={view.all} name={name} look={look} change={change} />,
    }),
  };
  const openMenu = (place: OpenMenu['place'], at: { row: number; column: number } | undefined) => {
    const column = at && columns[at.column];
    const cell = at && content.source.cellAt(at.row, at.column);
    if (column === undefined || cell === undefined) return;
    const acts = { keep: view.keep, open: () => setIsInspecting(true), copy: view.copy };
    setMenu({ label: `About this cell of ${column.name}`, place, entries: cellMenu(cell, column, acts) });
  };

  return (
    <section className={classNames(styles.explore, styles.fitted)} aria-label={`Rows of ${dataset.name}`}>
      <ViewBar dataset={dataset} look={look} change={change} count={rowStore}>
        <Button look="quiet" icon={icons.chart} aria-pressed={isSketched} onClick={() => setIsPlain(isSketched)}>
          Sketches
        </Button>
      </ViewBar>
      <div className={styles.frame}>
        <RowsFaces rowStore={rowStore} look={look} change={change}>
          <div className={styles.split} data-inspecting={inspected !== null || undefined}>
            <Grid
              label={`Rows of ${dataset.name}`}
              content={content}
              store={rowStore.store}
              rowsKey={view.rowsKey}
              sort={look.sort}
              headActs={headActs}
              selection={selection}
              isStale={rowStore.isStale}
              onSelect={view.select}
              onCopy={view.copy}
              onOpen={() => setIsInspecting(true)}
              onEscape={() => setIsInspecting(false)}
              onMenu={openMenu}
              onRest={view.setInSight}
              handle={view.handle}
            />
            {inspected !== null && (
              <Inspector
                table={dataset}
                {...inspected}
                onClose={() => {
                  setIsInspecting(false);
                  view.handle.current?.focus();
                }}
              />
            )}
          </div>
        </RowsFaces>
        <GridFoot
          look={look}
          change={change}
          total={rowStore.total ?? 0}
          inSight={view.inSight}
          words={selection ? summarise(selection, (row, column) => content.source.cellAt(row, column)) : ''}
          onGoTo={view.goTo}
        />
      </div>
      {menu !== null && <Menu key={menu.label} menu={menu} onClose={() => setMenu(null)} />}
    </section>
  );
}
