// SPDX-License-Identifier: Apache-2.0
// The vendor's own JavaScript SDK logs in and runs the calls that the Java one lacks.
'use strict';

const assert = require('node:assert/strict');
const { createRequire } = require('node:module');

const [home, port, clientId, clientSecret] = process.argv.slice(2);
const sdk = createRequire(home + '/package.json')('purecloud-platform-client-v2');

async function status(call) {
  try {
    await call();
    return 200;
  } catch (error) {
    return error.status;
  }
}

async function main() {
  const client = sdk.ApiClient.instance;
  client.setGateway({ host: '127.0.0.1', protocol: 'http', port: Number(port) });
  const refused = await status(() => client.loginClientCredentialsGrant(clientId, 'wrong'));
  assert.equal(refused, 400);
  const login = await client.loginClientCredentialsGrant(clientId, clientSecret);
  assert.ok(login.accessToken);

  const authorization = new sdk.AuthorizationApi();
  const users = new sdk.UsersApi();
  const groups = new sdk.GroupsApi();
  const scim = new sdk.SCIMApi();

  const me = await new sdk.TokensApi().getTokensMe();
  assert.equal(me.OAuthClient.id, clientId);

  const division = await authorization.postAuthorizationDivisions({ name: 'Tenant A', description: 'probe' });
  const page = await authorization.getAuthorizationDivisionsQuery({ name: ['Tenant A'], pageSize: 200 });
  assert.equal(page.entities[0].id, division.id);
  assert.ok(await authorization.getAuthorizationDivisionsLimit() > 0);

  const role = await authorization.postAuthorizationRoles({ name: 'Agent' });
  const group = await groups.postGroups({ name: 'a-agents', type: 'official', rulesVisible: true, visibility: 'public' });
  const user = await scim.postScimV2Users({
    userName: 'ana@a.example',
    displayName: 'Ana',
    active: true,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { division: 'Tenant A' },
  });
  await groups.postGroupMembers(group.id, { memberIds: [user.id], version: group.version });
  const pair = { grants: [{ roleId: role.id, divisionId: division.id }] };
  await authorization.postAuthorizationSubjectBulkadd(group.id, pair, { subjectType: 'PC_GROUP' });
  await authorization.postAuthorizationSubjectBulkadd(user.id, pair, { subjectType: 'PC_USER' });
  const inDivision = await authorization.getAuthorizationDivisionGrants(division.id, { pageSize: 500 });
  assert.equal(inDivision.entities.length, 2);
  const all = await authorization.getAuthorizationSubject(user.id, { includeDuplicates: true });
  const collapsed = await authorization.getAuthorizationSubject(user.id);
  assert.equal(all.grants.length, collapsed.grants.length + 1);

  const found = await scim.getScimV2Users({ filter: 'userName eq "ana@a.example"', attributes: ['id', 'userName'] });
  assert.equal(found.totalResults, 1);
  const queried = await users.getUsersQuery({ pageSize: 100 });
  assert.equal(queried.entities.length, 1);
  const expanded = await users.getUser(user.id, { expand: ['groups', 'authorization'] });
  assert.equal(expanded.groups[0].id, group.id);
  const individuals = await groups.getGroupIndividuals(group.id);
  assert.equal(individuals.entities[0].id, user.id);
  await groups.deleteGroupMembers(group.id, user.id);
  await users.deleteUser(user.id);
  assert.equal(await status(() => users.getUser(user.id)), 404);
  const searched = await users.postUsersSearch({
    query: [
      { type: 'EXACT', fields: ['email'], value: 'ana@a.example' },
      { type: 'EXACT', fields: ['state'], values: ['deleted'] },
    ],
  });
  assert.equal(searched.results[0].id, user.id);

  await authorization.deleteAuthorizationDivision(division.id, { force: true });
  const deleted = await authorization.getAuthorizationDivisionsDeleted({ pageSize: 25, pageNumber: 1 });
  assert.equal(deleted.entities[0].id, division.id);
  await authorization.postAuthorizationDivisionRestore(division.id, { name: 'Tenant A', description: '' });
  const namespaces = await new sdk.OrganizationApi().getOrganizationsLimitsNamespaces();
  assert.ok(namespaces.entities.includes('platform.api'));
  const permitted = await authorization.getAuthorizationDivisionspermittedPagedMe('authorization:grant:add');
  assert.equal(permitted.allDivsPermitted, true);
  await scim.postScimV2Users({ userName: 'ben@a.example', displayName: 'Ben' });
  await scim.postScimV2Users({ userName: 'cem@a.example', displayName: 'Cem' });
  const head = await users.getUsersQuery({ pageSize: 1, sortOrder: 'DESC' });
  const rest = await users.getUsersQuery({ pageSize: 1, sortOrder: 'DESC', cursor: head.cursor });
  assert.deepEqual([head.entities[0].name, rest.entities[0].name], ['Cem', 'Ben']);

  console.log('ok');
}

main().catch((error) => {
  console.error(error.stack || JSON.stringify(error));
  process.exitCode = 1;
});
