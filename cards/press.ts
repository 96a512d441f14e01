import type {
  AcceptPress,
  AnswersPress,
  CardView,
  DisqualifyPress,
  RecyclePress,
  ScorePress,
  SetStagePress,
} from './contract';

/** What is sent with each button. */
export interface Bodies {
  readonly accept: AcceptPress;
  readonly 'set-stage': SetStagePress;
  readonly recycle: RecyclePress;
  readonly disqualify: DisqualifyPress;
  readonly answers: AnswersPress;
  readonly score: ScorePress;
}

/** What a person filled in; the press itself adds its name and the stage he saw. */
export type Wish = { [B in keyof Bodies]: { readonly button: B } & Omit<Bodies[B], 'id' | 'seenStage'> }[keyof Bodies];

/** One press of one button, as it is sent and as it is repeated. */
export type Press = { [B in keyof Bodies]: { readonly button: B; readonly body: Bodies[B] } }[keyof Bodies];

/**
 * Makes a wish a press.
 *
 * @param id made once: whoever repeats the press sends this very value again
 */
export function pressOf(wish: Wish, view: CardView, id: string): Press {
  const { button, ...fields } = wish;
  return { button, body: { ...fields, id, seenStage: view.stage.at } } as Press;
}
