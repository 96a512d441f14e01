import { useEffect, useId, useState, type ReactNode } from 'react';
import { classes, type PropsOf } from './props';

/* Look-alikes of HubSpot's fields. */

interface FieldProps {
  readonly id: string;
  readonly label: string | undefined;
  readonly required: boolean | undefined;
  readonly description: string | undefined;
  readonly error: boolean | undefined;
  readonly validationMessage: string | undefined;
  readonly children: ReactNode;
}

/** Label above, help below, and what is wrong in the place of the help. */
function Field({ id, label, required, description, error, validationMessage, children }: FieldProps) {
  const wrong = error ? validationMessage : undefined;
  return (
    <div className={classes('field', error && 'field-wrong')}>
      <label htmlFor={id} className="field-label">
        {label}
        {required ? (
          <span className="field-required" aria-hidden="true">
            {' '}
            *
          </span>
        ) : null}
      </label>
      {children}
      <div id={`${id}-help`} className={wrong ? 'field-fault' : 'field-help'}>
        {wrong ?? description}
      </div>
    </div>
  );
}

/**
 * What is typed shows at once; the card, which answers through its worker, has the last word.
 *
 * @returns what to show, and what to do with what was typed
 */
function useTyped(value: string, tell: ((value: string) => void) | undefined) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const change = (text: string): void => {
    setTyped(text);
    tell?.(text);
  };
  return [typed, change] as const;
}

const describe = (id: string, { required, error }: { required?: boolean; error?: boolean }) => ({
  id,
  'aria-describedby': `${id}-help`,
  'aria-required': required,
  'aria-invalid': error,
});

export function Input(props: PropsOf<'Input'>) {
  const id = useId();
  const { name, label, value, required, description, error, validationMessage, placeholder, onInput, onChange } = props;
  const [typed, change] = useTyped(value ?? '', onInput ?? onChange);
  return (
    <Field {...{ id, label, required, description, error, validationMessage }}>
      <input
        {...describe(id, props)}
        className="control"
        name={name}
        placeholder={placeholder}
        autoComplete="off"
        value={typed}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}

export function TextArea(props: PropsOf<'TextArea'>) {
  const id = useId();
  const { name, label, value, required, description, error, validationMessage, rows = 3, onInput, onChange } = props;
  const [typed, change] = useTyped(value ?? '', onInput ?? onChange);
  return (
    <Field {...{ id, label, required, description, error, validationMessage }}>
      <textarea
        {...describe(id, props)}
        className="control"
        name={name}
        rows={rows}
        value={typed}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}

export function Select(props: PropsOf<'Select'>) {
  const id = useId();
  const { name, label, value, required, description, error, validationMessage, placeholder, options, onChange } = props;
  return (
    <Field {...{ id, label, required, description, error, validationMessage }}>
      <select
        {...describe(id, props)}
        className="control"
        name={name}
        value={String(value ?? '')}
        onChange={(event) => onChange?.(event.target.value)}
      >
        <option value="">{placeholder ?? ''}</option>
        {options.map((option) => (
          <option key={String(option.value)} value={String(option.value)}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** The months of HubSpot's dates count from 0. */
export function DateInput(props: PropsOf<'DateInput'>) {
  const id = useId();
  const { name, label, value, required, description, error, validationMessage, onChange } = props;
  const two = (n: number): string => String(n).padStart(2, '0');
  const text = value ? `${value.year}-${two(value.month + 1)}-${two(value.date)}` : '';
  const [typed, change] = useTyped(text, (day) => {
    const [year, month, date] = day.split('-').map(Number);
    if (year !== undefined && month !== undefined && date !== undefined) onChange?.({ year, month: month - 1, date });
  });
  return (
    <Field {...{ id, label, required, description, error, validationMessage }}>
      <input
        {...describe(id, props)}
        className="control"
        type="date"
        name={name}
        value={typed}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}
