import {
  FieldTypeDefinitionFieldTypeEnum,
  FieldTypeDefinitionTypeEnum,
} from '@hubspot/api-client/lib/codegen/automation/actions/models/FieldTypeDefinition.js';
import { FIELD_TYPES, isFieldType } from '../../../src/hubspot/project/field-types.js';

describe('FIELD_TYPES', () => {
  it('has every type HubSpot has', () => {
    expect(Object.keys(FIELD_TYPES).sort()).toEqual(Object.values<string>(FieldTypeDefinitionTypeEnum).sort());
  });

  it.each(Object.entries(FIELD_TYPES))('enters a %s in ways HubSpot has', (_type, fieldTypes) => {
    const unknown = fieldTypes.filter(
      (name) => !Object.values<string>(FieldTypeDefinitionFieldTypeEnum).includes(name),
    );

    expect(unknown).toEqual([]);
  });

  it.each([
    ['enumeration', true],
    ['toString', false],
    ['', false],
  ])('takes "%s" for a type: %s', (type, expected) => {
    expect(isFieldType(type)).toBe(expected);
  });
});
