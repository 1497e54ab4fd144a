// NumVerify's look-up; errors come with status 200. Numbers ending in 1 are not valid.
'use strict';
const { Stub, json } = require('./stub');

const failure = (code, type) => json(200, { success: false, error: { code, type, info: '...' } });

function numverify(certificates, accessKey) {
  return new Stub(certificates, ({ method, path }) => {
    const url = new URL(path, 'https://x');
    if (method !== 'GET' || url.pathname !== '/api/validate') return failure(103, 'invalid_api_function');
    if (url.searchParams.get('access_key') !== accessKey) return failure(101, 'invalid_access_key');
    const number = url.searchParams.get('number');
    if (!number) return failure(210, 'no_phone_number_provided');
    if (!/^\d+$/.test(number)) return failure(211, 'non_numeric_phone_number_provided');
    if (number.endsWith('1')) {
      return json(200, { valid: false, number, local_format: '', international_format: '', country_prefix: '', country_code: '',
        country_name: '', location: '', carrier: '', line_type: null });
    }
    return json(200, { valid: true, number, local_format: number.slice(2), international_format: `+${number}`, country_prefix: '+44',
      country_code: 'GB', country_name: 'United Kingdom', location: 'London', carrier: 'Örtel',
      line_type: number.startsWith('447') ? 'mobile' : 'landline' });
  });
}

module.exports = { numverify, failure };
