import { between, daysAgo, weighted, type Range, type Weighted } from './chance.js';
import type { Random } from '../random.js';

/** What somebody did, as ranges to draw from. Days lie in the past; negative ones ahead. */
export interface Activity {
  readonly web?: { readonly pages: Range; readonly lastSeenDays: Range };
  readonly forms?: { readonly names: Weighted<string>; readonly count: Range; readonly lastDays: Range };
  readonly mail?: {
    readonly delivered: Range;
    readonly clicks: Range;
    readonly clickDays: Range;
    readonly replyDays?: Range;
  };
  /** When the last meeting was booked. */
  readonly meetingDays?: Range;
}

type Properties = Record<string, string>;

const SOURCES: Weighted<string> = [
  ['ORGANIC_SEARCH', 34],
  ['DIRECT_TRAFFIC', 20],
  ['PAID_SEARCH', 14],
  ['REFERRALS', 10],
  ['SOCIAL_MEDIA', 9],
  ['EMAIL_MARKETING', 8],
  ['PAID_SOCIAL', 5],
];

/** The CRM's traces of what somebody did. @param now epoch milliseconds */
export function tracesOf(activity: Activity, random: Random, now: number): Properties {
  const web = activity.web ? visits(activity.web, random, now) : { hs_analytics_source: 'OFFLINE' };
  const forms = activity.forms ? submissions(activity.forms, random, now) : {};
  const mail = activity.mail ? mails(activity.mail, random, now) : {};
  const meeting = activity.meetingDays
    ? { engagements_last_meeting_booked: daysAgo(random, now, activity.meetingDays) }
    : {};
  return { ...web, ...forms, ...mail, ...meeting };
}

function visits({ pages, lastSeenDays }: NonNullable<Activity['web']>, random: Random, now: number): Properties {
  const viewed = between(random, pages);
  const sessions = Math.max(1, Math.round(viewed / between(random, [2, 6])));
  const lastSeen = daysAgo(random, now, lastSeenDays);
  const before = sessions === 1 ? 0 : between(random, [1, 90]) * 86_400_000;
  return {
    hs_analytics_num_page_views: String(viewed),
    hs_analytics_num_visits: String(sessions),
    hs_analytics_last_timestamp: lastSeen,
    hs_analytics_first_timestamp: new Date(Date.parse(lastSeen) - before).toISOString(),
    hs_analytics_source: weighted(random, SOURCES),
  };
}

function submissions(
  { names, count, lastDays }: NonNullable<Activity['forms']>,
  random: Random,
  now: number,
): Properties {
  const sent = between(random, count);
  const last = daysAgo(random, now, lastDays);
  const recent = { num_conversion_events: String(sent), recent_conversion_event_name: weighted(random, names) };
  const first = sent === 1 ? recent.recent_conversion_event_name : weighted(random, names);
  const before = sent === 1 ? 0 : between(random, [2, 60]) * 86_400_000;
  return {
    ...recent,
    recent_conversion_date: last,
    first_conversion_event_name: first,
    first_conversion_date: new Date(Date.parse(last) - before).toISOString(),
  };
}

function mails(mail: NonNullable<Activity['mail']>, random: Random, now: number): Properties {
  const delivered = between(random, mail.delivered);
  const clicked = Math.min(delivered, between(random, mail.clicks));
  const opened = Math.min(delivered, clicked + random.int(Math.max(1, Math.ceil(delivered / 2))));
  const clickedAt = clicked > 0 ? { hs_email_last_click_date: daysAgo(random, now, mail.clickDays) } : {};
  const replied = mail.replyDays
    ? { hs_email_replied: '1', hs_email_last_reply_date: daysAgo(random, now, mail.replyDays) }
    : {};
  return {
    hs_email_delivered: String(delivered),
    hs_email_open: String(opened),
    hs_email_click: String(clicked),
    ...clickedAt,
    ...replied,
  };
}
