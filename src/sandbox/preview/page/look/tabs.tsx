import { createContext, useContext, useEffect, useId, useState, type KeyboardEvent } from 'react';
import { classes, type PropsOf } from './props';

/* Look-alikes of HubSpot's tabs: each tab tells the row above it that it is there. */

type TabId = string | number;
interface Row {
  readonly base: string;
  readonly selected: TabId | undefined;
  readonly join: (id: TabId, title: string) => () => void;
}

const RowContext = createContext<Row | undefined>(undefined);

export function Tabs({ defaultSelected, children }: PropsOf<'Tabs'>) {
  const base = useId();
  const [tabs, setTabs] = useState<ReadonlyMap<TabId, string>>(new Map());
  const [selected, setSelected] = useState<TabId | undefined>(defaultSelected);
  const ids = [...tabs.keys()];
  const move = (event: KeyboardEvent, index: number): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : ids[(index + step + ids.length) % ids.length];
    if (next === undefined) return;
    setSelected(next);
    document.getElementById(`${base}-${next}`)?.focus();
  };
  const join: Row['join'] = (id, title) => {
    setTabs((before) => new Map([...before, [id, title]]));
    return () => setTabs((before) => new Map([...before].filter(([other]) => other !== id)));
  };
  return (
    <RowContext.Provider value={{ base, selected, join }}>
      <div>
        <div className="tabs" role="tablist">
          {[...tabs].map(([id, title], index) => (
            <button
              key={id}
              id={`${base}-${id}`}
              type="button"
              role="tab"
              className={classes('tab', id === selected && 'tab-selected')}
              aria-selected={id === selected}
              aria-controls={`${base}-${id}-panel`}
              tabIndex={id === selected ? 0 : -1}
              onClick={() => setSelected(id)}
              onKeyDown={(event) => move(event, index)}
            >
              {title}
            </button>
          ))}
        </div>
        {children}
      </div>
    </RowContext.Provider>
  );
}

export function Tab({ tabId = '', title = '', children }: PropsOf<'Tab'>) {
  const row = useContext(RowContext);
  useEffect(() => row?.join(tabId, title), [tabId, title]);
  if (!row) return null;
  return (
    <div
      id={`${row.base}-${tabId}-panel`}
      role="tabpanel"
      aria-labelledby={`${row.base}-${tabId}`}
      className="tab-panel"
      hidden={row.selected !== tabId}
    >
      {children}
    </div>
  );
}
