import { useEffect, useRef, useState } from 'react';
import type { About, PeopleJson, PersonRow } from '../page-contract';
import { readPeople } from './server';

interface Props {
  readonly stages: About['stages'];
  readonly selected: string;
  /** Changes when the list may have. */
  readonly version: string;
  readonly onSelect: (id: string) => void;
  /** Hears who stands at the top, so that the page opens on somebody. */
  readonly onFirst: (id: string) => void;
}

const AFTER_TYPING_MS = 150;

/** The people of the portal: searched, narrowed to a stage, the best score first. */
export function PeopleList({ stages, selected, version, onSelect, onFirst }: Props) {
  const [text, setText] = useState('');
  const [stage, setStage] = useState('');
  const [found, setFound] = useState<PeopleJson>({ people: [], total: 0 });

  useEffect(() => {
    const show = (people: PeopleJson): void => {
      setFound(people);
      const [first] = people.people;
      if (first) onFirst(first.id);
    };
    const timer = setTimeout(() => void readPeople(text, stage).then(show, () => undefined), AFTER_TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, stage, version]);

  return (
    <nav className="people" aria-label="People">
      <div className="people-search">
        <input
          className="control"
          type="search"
          aria-label="Search by name, company or e-mail"
          placeholder="Search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <select className="control" aria-label="Stage" value={stage} onChange={(event) => setStage(event.target.value)}>
          <option value="">Every stage</option>
          {stages.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          <option value="out">Disqualified</option>
        </select>
        <p className="people-count" role="status">
          {found.total} {found.total === 1 ? 'contact' : 'contacts'}
        </p>
      </div>
      <ul className="people-rows">
        {found.people.map((person) => (
          <li key={person.id}>
            <PersonButton person={person} selected={person.id === selected} onSelect={onSelect} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface RowProps {
  readonly person: PersonRow;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
}

function PersonButton({ person: { id, name, company, stage, out, score }, selected, onSelect }: RowProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (selected) button.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <button
      ref={button}
      type="button"
      className={selected ? 'person person-selected' : 'person'}
      aria-current={selected}
      onClick={() => onSelect(id)}
    >
      <span className="person-words">
        <span className="person-name">{name}</span>
        <span className="person-company">{company || '—'}</span>
        <span className={out ? 'person-stage person-out' : 'person-stage'}>{out ? 'Disqualified' : stage}</span>
      </span>
      <span className={`pill ${pillTone(score)}`}>
        <span className="for-readers">Score </span>
        {score ?? '–'}
      </span>
    </button>
  );
}

function pillTone(score: number | undefined): string {
  if (score === undefined) return 'pill-none';
  return score >= 67 ? 'pill-good' : score >= 34 ? 'pill-fair' : 'pill-poor';
}
