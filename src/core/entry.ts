import { compileCondition } from './condition.js';
import { type Question, testEvidence } from './evidence.js';
import type { Facts } from './facts.js';
import {
  type Gate,
  lackOfAll,
  lackOfAny,
  lackOfEvidence,
  lackOfLeaf,
  lackOfNot,
  lackOfPoints,
  lackOfStage,
} from './missing.js';
import type { EntryCondition, Stage } from './model.js';
import type { Score } from './score-contact.js';
import { rankOf } from './stages.js';
import { inWords } from './words.js';
import { inverse, testAll, testAny } from './verdict.js';

/** What entry conditions see of a contact besides its facts; set anew for each decision. */
export interface Standing {
  score: Score;
  /** Place on the journey; `undefined` beside it. */
  rank: number | undefined;
}

/** What entry conditions are compiled with. */
export interface EntryScope {
  readonly facts: Facts;
  readonly questions: readonly Question[];
  readonly standing: Standing;
}

/** Makes an entry condition ready to run, as often as facts and standing change. */
export function compileEntry(entry: EntryCondition, scope: EntryScope): Gate {
  if ('all' in entry) return gateOfAll(entry.all.map((part) => compileEntry(part, scope)));
  if ('any' in entry) return gateOfAny(entry.any.map((part) => compileEntry(part, scope)));
  if ('not' in entry) return gateOfNot(entry.not, scope);
  if ('fit' in entry) return gateOfPoints('fit', entry.fit, scope.standing);
  if ('intent' in entry) return gateOfPoints('intent', entry.intent, scope.standing);
  if ('timing' in entry) return gateOfPoints('timing', entry.timing, scope.standing);
  if ('score' in entry) return gateOfPoints('score', entry.score, scope.standing);
  if ('stage' in entry) return gateOfStage(entry.stage, scope.standing);
  if ('evidence' in entry) return gateOfEvidence(entry.evidence, scope.questions);
  const { test } = compileCondition(entry, scope.facts);
  return { test, lack: () => lackOfLeaf(entry, test(), scope.facts) };
}

function gateOfAll(gates: readonly Gate[]): Gate {
  return { test: () => testAll(gates), lack: () => lackOfAll(gates) };
}

function gateOfAny(gates: readonly Gate[]): Gate {
  return { test: () => testAny(gates), lack: () => lackOfAny(gates) };
}

function gateOfNot(entry: EntryCondition, scope: EntryScope): Gate {
  const gate = compileEntry(entry, scope);
  return { test: inverse(gate.test), lack: () => lackOfNot(inWords(entry)) };
}

/** Gates use what people see: the rounded numbers. An axis the model does not have is unknown. */
function gateOfPoints(name: 'fit' | 'intent' | 'timing' | 'score', wanted: number, standing: Standing): Gate {
  return {
    test() {
      const got = standing.score[name];
      return got === null ? 'unknown' : got >= wanted ? 'hit' : 'miss';
    },
    lack: () => lackOfPoints(name, wanted, standing.score[name]),
  };
}

/** At that stage or later on the journey. */
function gateOfStage(stage: Stage, standing: Standing): Gate {
  const wanted = rankOf(stage) ?? Infinity;
  return { test: () => ((standing.rank ?? -1) >= wanted ? 'hit' : 'miss'), lack: () => lackOfStage(stage) };
}

function gateOfEvidence(needed: number, questions: readonly Question[]): Gate {
  return { test: () => testEvidence(questions, needed), lack: () => lackOfEvidence(questions, needed) };
}
