import { escapeHtml, escapeSlack, httpsLink, withoutLinks } from '../../../src/notify/render/escape.js';

describe('escapeHtml', () => {
  it.each([
    [`<a href="x">'&'</a>`, '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;'],
    ['&amp;', '&amp;amp;'],
    ['Ada 🎉', 'Ada 🎉'],
  ])('makes %s harmless', (text, expected) => {
    expect(escapeHtml(text)).toBe(expected);
  });
});

describe('escapeSlack', () => {
  it.each<[string, number, string]>([
    ['<!channel> & "you"', 99, '&lt;!channel&gt; &amp; "you"'],
    ['&lt;', 99, '&amp;lt;'],
    ['a<b', 6, 'a&lt;b'],
    ['a<b', 5, 'a…'],
    ['a<b', 2, 'a…'],
    ['🎉🎉🎉', 6, '🎉🎉🎉'],
    ['🎉🎉🎉', 5, '🎉🎉…'],
    ['', 1, ''],
  ])('makes %s, in at most %d characters, %s', (text, limit, expected) => {
    expect(escapeSlack(text, limit)).toBe(expected);
  });
});

describe('httpsLink', () => {
  it.each([
    ['https://app.hubspot.com/contacts/1', 'https://app.hubspot.com/contacts/1'],
    ['https://app.hubspot.com/a"><b>', 'https://app.hubspot.com/a%22%3E%3Cb%3E'],
    ['http://app.hubspot.com/contacts/1', undefined],
    ['https://sam:secret@app.hubspot.com/', undefined],
    ['https://sam@app.hubspot.com/', undefined],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['/contacts/1', undefined],
    ['', undefined],
  ])('of %s shows %s', (address, expected) => {
    expect(httpsLink(address)).toBe(expected);
  });
});

describe('withoutLinks', () => {
  it('leaves the words, and nothing to follow', () => {
    expect(withoutLinks('see http://a.example and ftp://b')).toBe('see http: //a.example and ftp: //b');
  });
});
