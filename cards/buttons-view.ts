import type { CardButton, CardMay } from './contract';

export interface ButtonView {
  readonly button: Exclude<CardButton, 'answers'>;
  /** What this stage is waiting for: at most one. */
  readonly primary: boolean;
  /** Something must be filled in before it is pressed. */
  readonly asks: boolean;
}

/** The buttons of a stage, in order of how often they are meant. */
export function buttonsView({ accept, setSql, recycle, disqualify }: CardMay): readonly ButtonView[] {
  const button = (name: ButtonView['button'], there: boolean, more: Partial<ButtonView> = {}): ButtonView[] =>
    there ? [{ button: name, primary: false, asks: false, ...more }] : [];
  return [
    ...button('accept', accept, { primary: true }),
    ...button('set-stage', setSql, { primary: !accept, asks: true }),
    ...button('recycle', recycle, { asks: true }),
    ...button('disqualify', disqualify, { asks: true }),
    ...button('score', true),
  ];
}
