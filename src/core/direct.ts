import { compileCondition } from './condition.js';
import type { Facts } from './facts.js';
import type { Condition } from './model.js';
import type { Verdict } from './verdict.js';

/** A signal named on its own must be this fresh to skip MQL. @source DESIGN section 4 */
const DIRECT_WITHIN_DAYS = 30;

/** One way past MQL, made ready to run. */
export interface DirectWay {
  /** `direct:<signal>`, or `direct:<place in the list>` for a condition. */
  readonly rule: string;
  readonly test: () => Verdict;
}

/** Makes the ways past MQL ready to run, in file order. */
export function compileDirect(ways: readonly (string | Condition)[], facts: Facts): readonly DirectWay[] {
  return ways.map((way, index) => {
    const condition = typeof way === 'string' ? { signal: way, withinDays: DIRECT_WITHIN_DAYS } : way;
    const name = typeof way === 'string' ? way : index;
    return { rule: `direct:${name}`, test: compileCondition(condition, facts).test };
  });
}
