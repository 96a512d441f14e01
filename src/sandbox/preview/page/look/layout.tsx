import { classes, sizeOf, type PropsOf } from './props';

/* Look-alikes of HubSpot's layout components. */

export function Flex({ direction = 'row', gap, justify, align, alignSelf, wrap, children }: PropsOf<'Flex'>) {
  const wraps = wrap === true || wrap === 'wrap';
  const style = { justifyContent: place(justify), alignItems: place(align), alignSelf: place(alignSelf) };
  return (
    <div
      className={classes('flex', `flex-${direction}`, `gap-${sizeOf(gap, 'flush')}`, wraps && 'flex-wrap')}
      style={style}
    >
      {children}
    </div>
  );
}

const PLACES: Readonly<Record<string, string>> = {
  start: 'flex-start',
  end: 'flex-end',
  around: 'space-around',
  between: 'space-between',
};
const place = (word: string | undefined): string | undefined =>
  word === undefined ? undefined : (PLACES[word] ?? word);

export function Box({ flex = 'initial', alignSelf, children }: PropsOf<'Box'>) {
  const grows = typeof flex === 'number';
  return (
    <div className="box" style={{ flex: grows ? `${flex} 1 0` : flex, alignSelf: place(alignSelf) }}>
      {children}
    </div>
  );
}

export function Inline({ gap, justify, align = 'center', children }: PropsOf<'Inline'>) {
  const style = { justifyContent: place(justify), alignItems: place(align) };
  return (
    <div className={classes('flex flex-row flex-wrap', `gap-${sizeOf(gap, 'sm')}`)} style={style}>
      {children}
    </div>
  );
}

export function AutoGrid({ columnWidth, gap, flexible, children }: PropsOf<'AutoGrid'>) {
  const widest = flexible ? '1fr' : `${columnWidth}px`;
  const columns = `repeat(auto-fit, minmax(min(${columnWidth}px, 100%), ${widest}))`;
  return (
    <div className={classes('auto-grid', `gap-${sizeOf(gap, 'sm')}`)} style={{ gridTemplateColumns: columns }}>
      {children}
    </div>
  );
}

export function Tile({ compact, flush, children }: PropsOf<'Tile'>) {
  return <div className={classes('tile', compact && 'tile-compact', flush && 'tile-flush')}>{children}</div>;
}
