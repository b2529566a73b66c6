// SPDX-License-Identifier: Apache-2.0
// Holds each answer of the vendor's JavaScript SDK against the model that its own index.d.ts declares for the call.
'use strict';

const fs = require('node:fs');

/** Reads models and the answers of methods from the declarations of the SDK. */
function declarations(file) {
  const models = new Map();
  const answers = new Map();
  let model = null;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const begins = line.match(/^\s*export interface (\w+) \{/);
    const field = line.match(/^\s*"([^"]+)"(\?)?: (.*);\s*$/);
    const method = line.match(/^\s*(\w+)\(.*\): Promise<(.*)>;\s*$/);
    if (begins) {
      model = new Map();
      models.set(begins[1], model);
    } else if (field && model) {
      model.set(field[1], { required: !field[2], type: field[3] });
    } else if (method) {
      answers.set(method[1], method[2]);
    } else if (/^\s*\}/.test(line)) {
      model = null;
    }
  }
  return { models, answers };
}

/** Adds to `problems` what is wrong with a value of a declared type. */
function check(models, type, value, path, problems) {
  const list = type.match(/^Array<(.*)>$/);
  const map = type.match(/^\{ \[key: string\]: (.*); \}$/);
  const model = type.match(/^Models\.(\w+)$/);
  if (list) {
    if (!Array.isArray(value)) problems.push(`${path} is no list`);
    else value.forEach((one) => check(models, list[1], one, `${path}[]`, problems));
  } else if (map) {
    Object.values(value).forEach((one) => check(models, map[1], one, `${path}{}`, problems));
  } else if (model) {
    checkModel(models, model[1], value, path, problems);
  } else if (['string', 'number', 'boolean'].includes(type) && typeof value !== type) {
    problems.push(`${path} is ${JSON.stringify(value)} and no ${type}`);
  }
}

function checkModel(models, name, value, path, problems) {
  const fields = models.get(name);
  if (value === null || typeof value !== 'object') {
    problems.push(`${path} is no ${name}`);
    return;
  }
  for (const [field, { required }] of fields) {
    if (required && value[field] === undefined) problems.push(`${name}.${field} is required and missing`);
  }
  for (const [field, one] of Object.entries(value)) {
    if (!fields.has(field)) problems.push(`${name} has no field ${field}`);
    else check(models, fields.get(field).type, one, `${path}.${field}`, problems);
  }
}

/** Wraps APIs that return extended responses: each answer is checked, and its body returned. `excused` begins problems that are none. */
function strict(file, excused) {
  const { models, answers } = declarations(file);
  const checked = new Set();
  const wrap = (api) =>
    new Proxy(api, {
      get(target, name) {
        const method = target[name];
        if (typeof method !== 'function') return method;
        return async (...args) => {
          const answer = (await method.apply(target, args)).body;
          const type = answers.get(name);
          const problems = [];
          if (type === undefined) problems.push(`${name} is not declared`);
          else if (type !== 'void') check(models, type, answer, type.replace('Models.', ''), problems);
          const left = problems.filter((problem) => !excused.some((field) => problem.startsWith(field)));
          if (left.length > 0) throw new Error(`${name}: ${left.join('; ')} in ${JSON.stringify(answer)}`);
          checked.add(name);
          return answer;
        };
      },
    });
  return { wrap, checked };
}

module.exports = { strict };
