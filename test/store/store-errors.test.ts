import { DatabaseError } from 'pg';
import { AppError } from '../../src/app/errors.js';
import { toStoreError } from '../../src/store/store-errors.js';

function sqlError(code: string): DatabaseError {
  return Object.assign(new DatabaseError('detail of a row', 7, 'error'), { code });
}

describe('toStoreError', () => {
  it.each([
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a missing socket', Object.assign(new Error('connect'), { code: 'ENOENT' })],
    ['a pool that gave up waiting', new Error('timeout exceeded when trying to connect')],
    ['a server that shuts down', sqlError('57P01')],
    ['a statement that took too long', sqlError('57014')],
    ['too many clients', sqlError('53300')],
    ['a full disk', sqlError('53100')],
    ['a deadlock', sqlError('40P01')],
  ])('takes %s as a store that is away', (_what, error) => {
    expect(toStoreError(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', retryAfterMs: 1000 });
  });

  it.each([
    ['a statement that is wrong', sqlError('42601')],
    ['a row that is wrong', sqlError('22P05')],
    ['a slip of ours', new TypeError('x is not a function')],
  ])('takes %s as a mistake of ours', (_what, error) => {
    expect(toStoreError(error)).toMatchObject({ code: 'INTERNAL' });
  });

  it.each([
    ['a wrong password', '28P01'],
    ['a database that is not there', '3D000'],
  ])('takes %s as a wrong setting', (_what, code) => {
    expect(toStoreError(sqlError(code))).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('leaves our own errors as they are', () => {
    const ours = new AppError('STORE_HELD', 'held');

    expect(toStoreError(ours)).toBe(ours);
  });

  it('repeats nothing the database said about a row', () => {
    expect(toStoreError(sqlError('22P05')).message).not.toContain('detail of a row');
  });
});
