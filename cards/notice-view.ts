import type { CardView } from './contract';
import type { Fault } from './call-service';
import type { LeadState, Notice } from './lead-state';
import type { Moments } from './moments';
import type { Press } from './press';
import { hasText, type Say } from './texts';

/** One bar above the card, and the way on. */
export interface NoticeView {
  readonly key: string;
  readonly tone: 'info' | 'warning' | 'danger';
  readonly title: string;
  readonly text: string;
  /** What its button does; `repeat` sends that very press again. */
  readonly way: { readonly kind: 'refresh' | 'dismiss' | 'score' } | { readonly kind: 'repeat'; readonly press: Press };
}

export interface Told {
  readonly say: Say;
  readonly moments: Moments;
  readonly now: number;
}

/** A card that has been open this long may show what is no longer so. */
const OLD_MS = 10 * 60_000;

export function faultText(fault: Fault, say: Say): string {
  return fault.kind === 'refused' ? say('fault.refused', { status: fault.status }) : say(`fault.${fault.kind}`);
}

export function failureText(why: Extract<LeadState, { kind: 'failed' }>['why'], say: Say): readonly string[] {
  if (why.kind !== 'answered') return [faultText(why, say)];
  return [refusalText(why.code, say), ...(why.because ? [why.because] : [])];
}

function refusalText(code: string, say: Say): string {
  const key = `refusal.${code}`;
  return say(hasText(key) ? key : 'refusal.other');
}

/** Everything worth a bar: what came of the last press first, then what does not concern it. */
export function noticeViews(view: CardView, notice: Notice | undefined, told: Told): readonly NoticeView[] {
  return [...(notice ? [ofNotice(notice, view, told)] : []), ...standing(view, told)];
}

function ofNotice(notice: Notice, view: CardView, { say, moments }: Told): NoticeView {
  switch (notice.kind) {
    case 'refused': {
      const { button, code, because, repeat } = notice;
      return {
        key: 'notice',
        tone: code === 'out-of-date' || repeat ? 'warning' : 'danger',
        title: say('notDone', { button: say(`button.${button}`) }),
        text: [refusalText(code, say), because].filter(Boolean).join(' '),
        way: repeat ? { kind: 'repeat', press: repeat } : { kind: 'dismiss' },
      };
    }
    case 'unsure':
      return {
        key: 'notice',
        tone: 'danger',
        title: say(`button.${notice.repeat.button}`),
        text: `${faultText(notice.fault, say)} ${say('unsure')}`,
        way: { kind: 'repeat', press: notice.repeat },
      };
    case 'not-refreshed':
      return {
        key: 'notice',
        tone: 'warning',
        title: say('notRefreshed', { at: moments.moment(view.readAt) }),
        text: faultText(notice.fault, say),
        way: { kind: 'refresh' },
      };
  }
}

function standing({ quarantine, score, readAt }: CardView, { say, moments, now }: Told): readonly NoticeView[] {
  const age = now - Date.parse(readAt);
  return [
    ...(quarantine
      ? [
          bar('quarantine', 'warning', {
            title: say('quarantine', { stage: quarantine.stage }),
            text: `${quarantine.because} (${moments.moment(quarantine.since)})`,
            way: { kind: 'refresh' },
          }),
        ]
      : []),
    ...(age > OLD_MS
      ? [
          bar('old', 'info', {
            title: say('old', { time: moments.span(age) }),
            text: say('oldText'),
            way: { kind: 'refresh' },
          }),
        ]
      : []),
    ...(score.stale
      ? [
          bar('stale', 'info', {
            title: say(score.writtenAt === undefined ? 'neverScored' : 'stale'),
            text: say('staleText'),
            way: { kind: 'score' },
          }),
        ]
      : []),
  ];
}

const bar = (key: string, tone: NoticeView['tone'], rest: Pick<NoticeView, 'title' | 'text' | 'way'>): NoticeView => ({
  key,
  tone,
  ...rest,
});
