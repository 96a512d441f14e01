import type { MessageRow, TaskRow } from '../page-contract';

/** The portal's own tasks of this contact. */
export function Tasks({ tasks }: { readonly tasks: readonly TaskRow[] }) {
  if (tasks.length === 0) return <p className="empty">None.</p>;
  return (
    <ul className="activity">
      {tasks.map(({ id, subject, body, due, status, owner }) => (
        <li key={id}>
          <div className="activity-title">{subject}</div>
          <div className="activity-facts">
            {[due && `due ${due}`, owner, wordsOf(status)].filter(Boolean).join(' · ')}
          </div>
          {body === '' ? null : (
            <details>
              <summary>What it says</summary>
              <p className="activity-body">{body}</p>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What the service sent, as its own log has it. */
export function Messages({ messages, failed }: { readonly messages: readonly MessageRow[]; readonly failed: boolean }) {
  if (failed) return <p className="empty">The service does not say: its log cannot be read.</p>;
  if (messages.length === 0) return <p className="empty">None.</p>;
  return (
    <ul className="activity">
      {messages.map(({ channel, target, state, at }, index) => (
        <li key={`${at} ${index}`}>
          <div className="activity-title">
            {wordsOf(channel)} <span className={`state state-${state}`}>{state}</span>
          </div>
          <div className="activity-facts">
            {[target, at.slice(0, 16).replace('T', ' ')].filter(Boolean).join(' · ')}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** `NOT_STARTED` → `not started` */
const wordsOf = (code: string): string => code.toLowerCase().replaceAll(/[_-]/g, ' ');
