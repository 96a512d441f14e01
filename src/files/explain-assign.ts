import type { AssigneeModel, Model } from '../core/model.js';
import { explainCondition, joinWords, stageName } from './explain-condition.js';

/** Who gets a lead, as sentences; nothing where nobody is assigned. */
export function explainAssign({ assign }: Model): string {
  if (!assign || assign.at.length === 0) return '';
  const who = assign.keep ? 'a lead without an owner' : 'a lead, whoever owns it,';
  const rule = `On ${joinWords(assign.at.map(stageName), 'or')}, ${who} goes to one of these in turn:`;
  return [rule, ...assign.to.map(explainAssignee)].join('\n');
}

function explainAssignee({ owner, weight, cap, when, away, team }: AssigneeModel): string {
  const words = [
    weight === 1 ? '' : `with weight ${weight}`,
    when === undefined ? '' : `when ${explainCondition(when)}`,
    cap === undefined ? '' : `up to ${cap} open leads`,
    team === undefined ? '' : `in the hours of ${team}`,
    away.length === 0 ? '' : `away ${joinWords(away.map(awayWords), 'and')}`,
  ].filter((part) => part !== '');
  return `- ${[owner, ...words].join(', ')}.`;
}

function awayWords(written: string): string {
  const [from = '', to] = written.split('..');
  return to === undefined ? `on ${from.trim()}` : `from ${from.trim()} to ${to.trim()}`;
}
