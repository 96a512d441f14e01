import type { CompiledModel } from '../app/ports.js';
import { compileAssignees } from '../core/assignees.js';
import { compileDecider } from '../core/decide-stage.js';
import type { Model } from '../core/model.js';
import { asksCompany, propertiesOf, propertiesOfAssigning } from '../core/model-properties.js';
import { compileScorer } from '../core/score-contact.js';

/** Makes a model ready to run; once per model, because compiling is what makes scoring fast. */
export function compileModel(model: Model): CompiledModel {
  const assignees = compileAssignees(model);
  return {
    model,
    score: compileScorer(model),
    decide: compileDecider(model),
    properties: [...new Set([...propertiesOf(model), ...propertiesOfAssigning(model)])].sort(),
    asksCompany: asksCompany(model),
    ...(assignees ? { assignees } : {}),
  };
}
