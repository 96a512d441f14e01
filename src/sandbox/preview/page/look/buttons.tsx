import { classes, sizeOf, type PropsOf } from './props';

/* Look-alikes of HubSpot's buttons. */

/** An event of the browser cannot be sent to a worker: the card gets what it may read of it. */
const plain = (id: string) => ({ type: 'click', bubbles: true, timeStamp: performance.now(), id });
const REACTIONS = { openPanel: ignore, closePanel: ignore, openModal: ignore, closeModal: ignore };
function ignore(): void {}

export function Button({ onClick, variant = 'secondary', size, disabled, type, children }: PropsOf<'Button'>) {
  return (
    <button
      type={type ?? 'button'}
      className={classes('button', `button-${variant}`, `button-${sizeOf(size, 'md')}`)}
      disabled={disabled}
      onClick={() => void onClick?.(plain('button'), REACTIONS)}
    >
      {children}
    </button>
  );
}

export function LoadingButton({ loading, disabled, children, ...rest }: PropsOf<'LoadingButton'>) {
  return (
    <Button {...rest} disabled={disabled === true || loading === true}>
      {loading ? <span className="spinner-wheel spinner-small" role="status" aria-label="Working" /> : null}
      {children}
    </Button>
  );
}

export function ButtonRow({ children }: PropsOf<'ButtonRow'>) {
  return <div className="button-row">{children}</div>;
}
