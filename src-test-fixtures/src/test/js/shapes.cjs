// SPDX-License-Identifier: Apache-2.0
// The vendor's own JavaScript SDK reads each shape that recorded answers or the SDKs settle; its models hold every answer.
'use strict';

const assert = require('node:assert/strict');
const { createRequire } = require('node:module');
const { strict } = require('./strict.cjs');

const [home, port, clientId, clientSecret] = process.argv.slice(2);
const sdk = createRequire(home + '/package.json')('purecloud-platform-client-v2');
const GENESYS = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';

// Recorded answers come without them, although the models require them: a reference holds id and selfUri alone.
const EXCUSED = [
  'AuthzDivision.description is required',
  'User.version is required',
  'Group.name is required',
  'Group.type is required',
  'Group.rulesVisible is required',
  'Group.visibility is required',
];

async function refused(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('not refused');
}

async function main() {
  const client = sdk.ApiClient.instance;
  client.setGateway({ host: '127.0.0.1', protocol: 'http', port: Number(port) });
  await client.loginClientCredentialsGrant(clientId, clientSecret);
  client.setReturnExtendedResponses(true);
  const { wrap, checked } = strict(home + '/node_modules/purecloud-platform-client-v2/index.d.ts', EXCUSED);
  const authorization = wrap(new sdk.AuthorizationApi());
  const users = wrap(new sdk.UsersApi());
  const groups = wrap(new sdk.GroupsApi());
  const scim = wrap(new sdk.SCIMApi());
  const tokens = wrap(new sdk.TokensApi());
  const organizations = wrap(new sdk.OrganizationApi());
  const audits = wrap(new sdk.AuditApi());

  const division = await authorization.postAuthorizationDivisions({ name: 'Tenant A', description: '' });
  const role = await authorization.postAuthorizationRoles({
    name: 'Agent',
    description: 'takes calls',
    permissionPolicies: [{ domain: 'routing', entityName: 'queue', actionSet: ['view', 'edit'] }],
  });
  const user = await scim.postScimV2Users({ userName: 'ana@a.example', displayName: 'Ana', active: true });
  const group = await groups.postGroups({ name: 'agents', type: 'official', rulesVisible: true, visibility: 'public' });
  await groups.postGroupMembers(group.id, { memberIds: [user.id], version: group.version });

  // grants
  await authorization.postAuthorizationSubjectDivisionRole(user.id, division.id, role.id);
  await authorization.postAuthorizationSubjectDivisionRole(user.id, '*', role.id);
  const subject = await authorization.getAuthorizationSubject(user.id);
  assert.equal(subject.selfUri, '/api/v2/authorization/subjects/' + user.id);
  const [named] = subject.grants.filter((grant) => grant.division.id === division.id);
  const [everywhere] = subject.grants.filter((grant) => grant.division.id === '*');
  assert.deepEqual(
    [named.division.name, named.division.homeDivision, named.role.description, named.role.default],
    ['Tenant A', false, 'takes calls', false]
  );
  assert.deepEqual(named.role.policies, [{ domain: 'routing', entityName: 'queue', actions: ['edit', 'view'] }]);
  assert.equal('name' in everywhere.division, false);
  const keys = ['entities', 'pageSize', 'pageNumber', 'total', 'pageCount'];
  assert.deepEqual(Object.keys(await authorization.getAuthorizationDivisionGrants(division.id)), keys);
  assert.deepEqual(Object.keys(await authorization.getAuthorizationRoleUsers(role.id)), keys);
  await authorization.getAuthorizationRoleSubjectgrants(role.id);
  const held = await users.getUserRoles(user.id);
  assert.ok(held.permissions.includes('routing:queue:edit'));
  assert.ok(held.permissionPolicies.some((policy) => policy.entityName === 'queue'));

  // users
  await scim.patchScimV2User(user.id, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [
      { op: 'add', path: GENESYS + ':routingSkills', value: [{ name: 'Billing', proficiency: 3 }] },
      { op: 'add', path: GENESYS + ':routingLanguages', value: [{ name: 'French', proficiency: 2 }] },
    ],
  });
  const before = await users.getUser(user.id);
  await users.patchUser(user.id, { version: before.version, employerInfo: { employeeId: '17' }, biography: { biography: 'b' } });
  const plain = await users.getUser(user.id);
  for (const field of ['employerInfo', 'skills', 'languages', 'biography', 'groups', 'authorization']) {
    assert.equal(field in plain, false, field);
  }
  assert.match(plain.chat.jabberId, /^[0-9a-f]{24}@\w+\.orgspan\.com$/);
  const expanded = await users.getUser(user.id, {
    expand: ['employerInfo', 'skills', 'languages', 'biography', 'groups', 'authorization'],
  });
  assert.equal(expanded.employerInfo.employeeId, '17');
  assert.deepEqual([expanded.skills[0].name, expanded.languages[0].name], ['Billing', 'French']);
  for (const sortOrder of ['ascending', 'ASC']) await users.getUsers({ sortOrder });
  const found = await users.postUsersSearch({ query: [{ type: 'EXACT', fields: ['name'], value: 'Ana' }] });
  assert.deepEqual(found.types, ['users']);
  const sought = await groups.postGroupsSearch({ query: [{ type: 'EXACT', fields: ['name'], value: 'agents' }] });
  assert.deepEqual(sought.types, ['groups']);
  await users.getUserState(user.id);

  // SCIM
  assert.equal((await scim.getScimV2User(user.id)).groups[0].type, 'Group');
  assert.equal((await scim.getScimV2Group(group.id)).members[0].type, 'User');
  const unquoted = await scim.getScimV2Users({ filter: 'USERNAME eq ana@a.example' });
  assert.equal(unquoted.totalResults, 1);
  await scim.getScimV2Schemas();
  await scim.getScimV2Serviceproviderconfig();
  await scim.getScimV2Resourcetypes();
  assert.equal((await refused(() => scim.getScimV2User('x'))).body.status, '404');

  // permissions and powers
  await authorization.getAuthorizationPermissions({ pageSize: 100 });
  const settings = await authorization.getAuthorizationRolesSettings();
  assert.equal(settings.authorizationGrantDivisionAware, true);
  const permitted = await authorization.getAuthorizationDivisionspermittedPagedSubjectId(user.id, 'routing:queue:view');
  assert.equal(permitted.allDivsPermitted, true);
  await groups.putGroupDynamicsettings(group.id, {
    skillConditions: [
      {
        routingSkillConditions: [{ routingSkill: 'Billing', comparator: 'GreaterThan', proficiency: 2 }],
        languageSkillConditions: [],
        operation: 'And',
      },
    ],
  });
  await groups.getGroupDynamicsettings(group.id);
  await groups.getGroupMembers(group.id);

  // tokens, limits, audits, errors
  assert.equal((await tokens.getTokensMe()).OAuthClient.authorizedGrantType, 'CLIENT-CREDENTIALS');
  await tokens.headTokensMe();
  assert.deepEqual((await organizations.getOrganizationsLimitsNamespaces({ pageSize: 1 })).entities.length, 1);
  await organizations.getOrganizationsLimitsDocs();
  const day = { interval: new Date(Date.now() - 3600000).toISOString() + '/' + new Date(Date.now() + 3600000).toISOString() };
  const trail = await audits.postAuditsQueryRealtime(day);
  assert.ok(trail.entities[0].message.message);
  await audits.postAuditsQueryRealtimeRelated({ auditId: trail.entities[0].id });
  await audits.getAuditsQueryRealtimeServicemapping();
  const missing = await refused(() => users.getUser('x'));
  assert.equal(missing.body.code, 'not.found');
  assert.equal(missing.headers['cache-control'], 'no-cache, no-store, must-revalidate');
  for (const header of ['inin-ratelimit-count', 'inin-ratelimit-allowed', 'inin-ratelimit-reset']) {
    assert.match(missing.headers[header], /^\d+$/, header);
  }

  console.log(checked.size + ' calls\nok');
}

main().catch((error) => {
  console.error(error.stack || JSON.stringify(error));
  process.exitCode = 1;
});
