import type { AlertAsk } from './protocol';

export interface Toast extends AlertAsk {
  readonly key: number;
}

/** What cards say with `addAlert`, above everything, and read aloud. */
export function Toasts({ toasts }: { readonly toasts: readonly Toast[] }) {
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ key, type = 'info', title, message }) => (
        <div key={key} className={`toast tone-${type}`}>
          {title === undefined ? null : <strong>{title} </strong>}
          {message}
        </div>
      ))}
    </div>
  );
}
