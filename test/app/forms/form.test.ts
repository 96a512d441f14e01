import { formIdIn, isFormId } from '../../../src/app/forms/form.js';

describe('the id of a form', () => {
  it.each([
    ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', true],
    ['3F2504E0-4F89-41D3-9A0C-0305E82C3301', false],
    ['3f2504e0-4f89-41d3-9a0c-0305e82c3301x', false],
    ['3f2504e04f8941d39a0c0305e82c3301', false],
    ['', false],
  ])('%j: %s', (text, is) => {
    expect(isFormId(text)).toBe(is);
  });

  it.each([
    ['a GUID in capitals', '3F2504E0-4F89-41D3-9A0C-0305E82C3301', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    [
      'a line of submissions',
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301::https://acme.example/demo:1764000000000',
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    ],
    [
      'two of them: the first',
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301;4f2504e0-4f89-41d3-9a0c-0305e82c3301',
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    ],
    ['a number: none', '1203', undefined],
    ['nothing: none', '', undefined],
  ])('is found in %s', (_name, text, expected) => {
    expect(formIdIn(text)).toBe(expected);
  });
});
