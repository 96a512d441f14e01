import type { CompiledModel } from '../app/ports.js';
import { compileDecider } from '../core/decide-stage.js';
import type { Model } from '../core/model.js';
import { asksCompany, propertiesOf } from '../core/model-properties.js';
import { compileScorer } from '../core/score-contact.js';

/** Makes a model ready to run; once per model, because compiling is what makes scoring fast. */
export function compileModel(model: Model): CompiledModel {
  return {
    model,
    score: compileScorer(model),
    decide: compileDecider(model),
    properties: propertiesOf(model),
    asksCompany: asksCompany(model),
  };
}
