import type * as hubspot from '@hubspot/ui-extensions';
import type { ComponentProps } from 'react';

type Components = Omit<typeof hubspot, 'hubspot' | 'logger'>;

/** What a card hands to one of HubSpot's components. */
export type PropsOf<Name extends keyof Components> =
  Components[Name] extends React.ComponentType<infer _Props> ? ComponentProps<Components[Name]> : never;

/** Class names, the absent ones left out. */
export const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

/** HubSpot takes `xs` and `extra-small` alike. */
const SHORT: Readonly<Record<string, string>> = {
  'extra-small': 'xs',
  small: 'sm',
  medium: 'md',
  large: 'lg',
  'extra-large': 'xl',
};
export const sizeOf = (size: string | undefined, otherwise: string): string =>
  size === undefined ? otherwise : (SHORT[size] ?? size);
