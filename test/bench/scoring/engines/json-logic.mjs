import jsonLogic from 'json-logic-js';
import { rulesOf, translate } from '../outside.mjs';

const fact = (name) => ({ var: name });
const anyOf = (parts) => (parts.length === 1 ? parts[0] : { or: parts });

const SAY = {
  all: (parts) => ({ and: parts }),
  any: anyOf,
  is: (name, value) => ({ '===': [fact(name), value] }),
  in: (name, values) => ({ in: [fact(name), values] }),
  contains: (name, values) => anyOf(values.map((value) => ({ in: [value, fact(name)] }))),
  atLeast: (name, value) => ({ '>=': [fact(name), value] }),
  between: (name, [low, high]) => ({ '<=': [low, fact(name), high] }),
};

/** One list with the logic of every rule: faster here than an `apply` for each. */
export function createEngine({ model, prepare, settle }) {
  const logic = rulesOf(model).map(({ when }) => translate(when, SAY));
  return {
    scoreAll(contacts, take) {
      for (const contact of contacts) take(settle(jsonLogic.apply(logic, prepare(contact))));
    },
  };
}
