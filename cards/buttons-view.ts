import type { CardButton, CardView } from './contract';

export interface ButtonView {
  readonly button: Exclude<CardButton, 'answers'>;
  /** What this stage is waiting for: at most one. */
  readonly primary: boolean;
  /** Something must be filled in before it is pressed. */
  readonly asks: boolean;
}

/** The buttons of a stage, in order of how often they are meant. */
export function buttonsView({ may, brief }: Pick<CardView, 'may' | 'brief'>): readonly ButtonView[] {
  const { accept, setSql, recycle, disqualify } = may;
  const button = (name: ButtonView['button'], there: boolean, more: Partial<ButtonView> = {}): ButtonView[] =>
    there ? [{ button: name, primary: false, asks: false, ...more }] : [];
  return [
    ...button('accept', accept, { primary: true }),
    ...button('set-stage', setSql, { primary: !accept && brief.recommendation === 'ready', asks: true }),
    ...button('recycle', recycle, { asks: true }),
    ...button('disqualify', disqualify, { asks: true }),
    ...button('score', true),
  ];
}
