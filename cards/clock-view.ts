import type { CardClock } from './contract';
import type { Moments } from './moments';
import type { Say } from './texts';

export interface ClockView {
  readonly tone: 'danger' | 'warning' | 'success';
  /** `12 min left`, `2 h late` */
  readonly left: string;
  /** `Respond by 12 Nov, 14:05` */
  readonly due: string;
  readonly lines: readonly string[];
}

interface Told {
  readonly say: Say;
  readonly moments: Moments;
  readonly now: number;
}

/** Less than this share of the time left: it shows. */
const SOON = 0.25;

/** The clock as it stands now: a card that stays open while the time runs out says so. */
export function clockView(clock: CardClock, { say, moments, now }: Told): ClockView {
  const left = Date.parse(clock.dueAt) - now;
  const given = Date.parse(clock.dueAt) - Date.parse(clock.enteredAt);
  const late = left < 0 || clock.late;
  return {
    tone: late ? 'danger' : left < given * SOON ? 'warning' : 'success',
    left: say(late ? 'clockLate' : 'clockLeft', { time: moments.span(left) }),
    due: say(`clock.${clock.kind}`, { at: moments.moment(clock.dueAt) }),
    lines: clockLines(clock, say, moments),
  };
}

function clockLines({ capturedAt, enteredAt, acceptedAt, acceptedBy, followUps }: CardClock, say: Say, at: Moments) {
  const by = acceptedBy ?? say('acceptedSomebody');
  return [
    ...(capturedAt === undefined ? [] : [say('captured', { at: at.moment(capturedAt) })]),
    say('entered', { at: at.moment(enteredAt) }),
    ...(acceptedAt === undefined ? [] : [say('accepted', { at: at.moment(acceptedAt), by })]),
    ...(followUps.of === 0 ? [] : [say('followUps', followUps)]),
  ];
}
