import type { About } from '../page-contract';

interface Props {
  readonly about: About;
  readonly locale: string;
  readonly onLocale: (locale: string) => void;
}

/** Says where one is, and what this page is not. */
export function TopBar({ about: { portalId, user }, locale, onLocale }: Props) {
  return (
    <header className="top">
      <button type="button" className="skip" onClick={() => document.querySelector<HTMLElement>('.record')?.focus()}>
        Skip to the record
      </button>
      <div className="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" />
          <path d="M7 17.5h8l-3 -3M25 14.5h-8l3 3" />
        </svg>
        <span>Handoff</span>
        <span className="brand-what">preview</span>
      </div>
      <p className="top-note">
        Sandbox portal {portalId}. The cards run as HubSpot runs them; HubSpot’s styling is approximated.
      </p>
      <label className="top-language">
        <span>Language</span>
        <select value={locale} onChange={(event) => onLocale(event.target.value)}>
          <option value="en">English</option>
          <option value="nl">Nederlands</option>
        </select>
      </label>
      <span className="top-user">
        <span className="avatar avatar-small" aria-hidden="true">
          {initialsOf(`${user.firstName} ${user.lastName}`)}
        </span>
        {user.firstName} {user.lastName}
      </span>
    </header>
  );
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}
