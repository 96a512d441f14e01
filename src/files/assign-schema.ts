import { z } from 'zod';
import { daysAway } from '../core/days-away.js';
import { STAGES } from '../core/model.js';
import { ConditionFile, Text } from './condition-schema.js';

const Away = z
  .string()
  .refine((written) => daysAway(written) !== undefined, 'expected a day, or two, such as 2026-12-24..2027-01-02')
  .meta({ description: 'A day (2026-12-24), or from and to, both ends included (2026-12-24..2027-01-02)' });

const Assignee = z.strictObject({
  owner: z
    .union([Text, z.int().positive().transform(String)])
    .meta({ description: 'The e-mail address of a HubSpot user, or an owner id' }),
  weight: z.number().min(0).default(1).meta({ description: 'Leads they get against the weights of the others' }),
  cap: z.int().min(0).exactOptional().meta({ description: 'Open leads they may have at once' }),
  when: ConditionFile.exactOptional(),
  away: z.array(Away).max(500).default([]),
  team: Text.exactOptional().meta({
    description: 'Whose working hours they keep; left out: the team that owns the stage',
  }),
});

/** Who gets a lead that needs an owner. */
export const AssignFile = z
  .strictObject({
    keep: z.boolean().default(true).meta({ description: 'An owner the contact has stays' }),
    at: z.array(z.enum(STAGES)).default(['sql']).meta({ description: 'Stages at whose entry somebody is assigned' }),
    to: z.array(Assignee).min(1).max(500),
  })
  .meta({ description: 'Who gets a lead that needs an owner: in turn, by weight' });
