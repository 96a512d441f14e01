/*
 * What no peer's language can say, done for all of them alike in plain JavaScript and timed with them: before its rules
 * run, text is trimmed and lower-cased, numbers are read, dates become ages in days; after them, points are summed under
 * caps, clamped, weighted and rounded, and the reasons are sorted.
 */
const DAY_MS = 86_400_000;
const NUMBER_TESTS = ['atLeast', 'between'];

/** A number that is not there. Every bound of the bench model is zero or above, so no test hits it. */
const NO_NUMBER = -1;

/** What a condition compares with: its property as text, as a number, or as an age in days. */
function factOf(condition) {
  const { property } = condition;
  if ('withinDays' in condition) return { name: `${property}_age`, property, form: 'age' };
  const isNumber = NUMBER_TESTS.some((test) => test in condition);
  return isNumber
    ? { name: `${property}_number`, property, form: 'number' }
    : { name: property, property, form: 'text' };
}

/** The one spelling in which words are compared. */
const word = (value) => String(value).toLowerCase();

/**
 * Puts a condition into a peer's words. Windows of days become ranges of the age.
 *
 * @param say how the peer says each of `is in contains between atLeast all any`, given the fact's name and the values
 */
export function translate(condition, say) {
  if ('all' in condition) return say.all(condition.all.map((part) => translate(part, say)));
  if ('any' in condition) return say.any(condition.any.map((part) => translate(part, say)));
  const { name } = factOf(condition);
  if ('is' in condition) return say.is(name, word(condition.is));
  if ('in' in condition) return say.in(name, condition.in.map(word));
  if ('contains' in condition) return say.contains(name, [condition.contains].flat().map(word));
  if ('atLeast' in condition) return say.atLeast(name, condition.atLeast);
  if ('between' in condition) return say.between(name, condition.between);
  if ('withinDays' in condition) return say.between(name, [0, condition.withinDays]);
  throw new Error(`No peer was taught ${JSON.stringify(condition)}`);
}

/** The rules of a model in file order. */
export function rulesOf(model) {
  return model.axes.flatMap((axis) => axis.model.rules);
}

function leavesOf(condition) {
  const parts = condition.all ?? condition.any;
  return parts ? parts.flatMap(leavesOf) : [condition];
}

/** What the rules of a model ask for, each thing once. */
export function factsOf(model) {
  const facts = rulesOf(model).flatMap(({ when }) => leavesOf(when).map(factOf));
  return [...new Map(facts.map((fact) => [fact.name, fact])).values()];
}

const READ = {
  text: (value) => (value === null ? '' : value.trim().toLowerCase()),
  number: (value) => (value === null ? NO_NUMBER : Number(value)),
  age: (value, now) => (value === null ? NO_NUMBER : (now - Date.parse(value)) / DAY_MS),
};

/** Makes ready what a peer reads: one flat object with only what the rules ask for. */
export function createPrepare(model, now) {
  const reads = factsOf(model).map(({ name, property, form }) => ({ name, property, read: READ[form] }));
  return ({ properties }) => {
    const facts = {};
    for (const { name, property, read } of reads) facts[name] = read(properties[property], now);
    return facts;
  };
}

function roundHalfUp(value) {
  return Math.floor(value + 0.5 + 1e-9);
}

/** @param first place of the axis's first rule among all rules */
function axisPlan({ axis, model }, weight, first) {
  const rules = model.rules.map(({ id, points, because }, offset) => ({
    at: first + offset,
    bucket: model.groups.findIndex((group) => group.rules.includes(id)) + 1,
    reason: { rule: id, axis, points, because },
  }));
  const caps = [Infinity, ...model.groups.map(({ max }) => max)];
  return { axis, weight, max: model.max, rules, caps, sums: caps.map(() => 0) };
}

function addAxis({ max, rules, caps, sums }, hit, reasons) {
  sums.fill(0);
  for (const { at, bucket, reason } of rules) {
    if (!hit[at]) continue;
    sums[bucket] += reason.points;
    reasons.push(reason);
  }
  let sum = 0;
  for (let bucket = 0; bucket < caps.length; bucket += 1) sum += Math.min(sums[bucket], caps[bucket]);
  return (Math.min(Math.max(sum, 0), max) / max) * 100;
}

/** Makes the sum: which rules hit, by place in the file → what our own scorer answers, but for what is unknown. */
export function createSettle({ axes, weights }) {
  const total = axes.reduce((sum, { axis }) => sum + weights[axis], 0);
  let first = 0;
  const plans = axes.map((axis) => {
    const plan = axisPlan(axis, weights[axis.axis] / total, first);
    first += plan.rules.length;
    return plan;
  });
  return (hit) => {
    const reasons = [];
    const answer = { score: 0, fit: null, intent: null, timing: null, reasons };
    let score = 0;
    for (const plan of plans) {
      const exact = addAxis(plan, hit, reasons);
      answer[plan.axis] = roundHalfUp(exact);
      score += exact * plan.weight;
    }
    answer.score = roundHalfUp(score);
    // `sort` is stable: equals stay in file order.
    reasons.sort((one, other) => Math.abs(other.points) - Math.abs(one.points));
    return answer;
  };
}
