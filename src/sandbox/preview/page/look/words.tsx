import { Children } from 'react';
import { classes, type PropsOf } from './props';

/* Look-alikes of what HubSpot shows text in. */

export function Text({ variant = 'bodytext', inline, format, children }: PropsOf<'Text'>) {
  const { fontWeight, italic, lineDecoration } = format ?? {};
  const Tag = inline ? 'span' : 'div';
  return (
    <Tag
      className={classes(
        'text',
        `text-${variant}`,
        fontWeight && `weight-${fontWeight}`,
        italic && 'italic',
        lineDecoration && `line-${lineDecoration}`,
      )}
    >
      {children}
    </Tag>
  );
}

export function Heading({ inline, children }: PropsOf<'Heading'>) {
  return <h3 className={classes('heading', inline && 'inline')}>{children}</h3>;
}

export function List({ variant = 'unordered', children }: PropsOf<'List'>) {
  const Tag = variant.startsWith('ordered') ? 'ol' : 'ul';
  return (
    <Tag className={`list list-${variant}`}>
      {Children.map(children, (child) => (
        <li>{child}</li>
      ))}
    </Tag>
  );
}

export function Tag({ variant = 'default', children }: PropsOf<'Tag'>) {
  return <span className={`tag tone-${variant === 'error' ? 'danger' : variant}`}>{children}</span>;
}

export function StatusTag({ variant = 'default', hollow, children }: PropsOf<'StatusTag'>) {
  return (
    <span className={classes('status-tag', `tone-${variant}`, hollow && 'hollow')}>
      <span className="dot" aria-hidden="true" />
      {children}
    </span>
  );
}

/** Said by a screen reader as soon as it is there; at once when something went wrong. */
export function Alert({ title, variant = 'info', children }: PropsOf<'Alert'>) {
  const tone = variant === 'error' ? 'danger' : variant;
  return (
    <div className={`alert tone-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <div className="alert-title">{title}</div>
      {children}
    </div>
  );
}

export function ErrorState({ title, children }: PropsOf<'ErrorState'>) {
  return (
    <div className="error-state" role="alert">
      <svg className="error-mark" viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="21" />
        <path d="M24 13v14M24 33.5v.5" />
      </svg>
      {title === undefined ? null : <h3 className="heading">{title}</h3>}
      {children}
    </div>
  );
}

export function LoadingSpinner({ label, showLabel, layout = 'inline' }: PropsOf<'LoadingSpinner'>) {
  return (
    <div className={classes('spinner', layout === 'centered' && 'spinner-centered')} role="status">
      <span className="spinner-wheel" aria-hidden="true" />
      <span className={showLabel ? 'text' : 'for-readers'}>{label}</span>
    </div>
  );
}
