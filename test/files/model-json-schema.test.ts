import { modelJsonSchema } from '../../src/files/model-json-schema.js';

describe('modelJsonSchema', () => {
  it('describes what a person writes, not what becomes of it', () => {
    const schema = modelJsonSchema();

    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Handoff qualification model',
      additionalProperties: false,
      required: ['name'],
      properties: {
        include: { type: 'array' },
        stall: { default: '14d', pattern: '^\\d+(m|h|d)$' },
        stages: { properties: { sql: { properties: { policy: { enum: ['auto', 'confirm', 'vetted'] } } } } },
      },
    });
  });

  it('names the conditions once, so that they can hold each other', () => {
    expect(Object.keys(modelJsonSchema()['$defs'] ?? {}).sort()).toEqual(['Condition', 'EntryCondition']);
  });
});
