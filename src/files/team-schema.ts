import { z } from 'zod';
import { readCalendar } from '../core/calendar.js';
import { Text } from './condition-schema.js';

const Hours = z.string().meta({ description: 'From and to, such as 09:00-17:30; 24:00 ends a day' });

/** A team: hours and holidays are read here once, so that a calendar that cannot be read never gets further. */
export const TeamFile = z
  .strictObject({
    timeZone: Text.exactOptional().meta({ description: 'Such as Europe/Amsterdam' }),
    hours: z
      .record(Text, z.union([Hours, z.array(Hours).min(1)]))
      .exactOptional()
      .meta({ description: 'Day or days (sat, mon-fri) and when the team is open; left out: always' }),
    holidays: z
      .array(Text)
      .max(1000)
      .default([])
      .meta({ description: 'Days on which the team is closed, such as 2026-12-25' }),
    manager: z
      .email({ error: 'expected an e-mail address' })
      .exactOptional()
      .meta({ description: 'E-mail of who hears of what is overdue (manager-task)' }),
  })
  .superRefine((team, context) => {
    const read = readCalendar(team);
    if (!('problems' in read)) return;
    for (const { path, message } of read.problems) context.addIssue({ code: 'custom', path: [...path], message });
  });
