import assert from "node:assert/strict";
import { test } from "node:test";
import { Code, fails, freshClient, full, schemaText, seeded, v1 } from "./support.mjs";

test("a schema is read as it was written", async () => {
  const client = await seeded();
  const answer = await client.promises.readSchema(v1.ReadSchemaRequest.create({}));
  assert.equal(answer.schemaText, schemaText);
  assert.ok(answer.readAt.token.length > 0);
});

test("a tenant without a schema says so", async () => {
  await fails(freshClient().promises.readSchema(v1.ReadSchemaRequest.create({})), Code.NOT_FOUND);
});

test("reflection lists definitions, relations, permissions and caveats", async () => {
  const client = await seeded();
  const all = await client.promises.reflectSchema(v1.ReflectSchemaRequest.create({ consistency: full }));
  assert.deepEqual(all.definitions.map((one) => one.name).sort(), ["document", "team", "user"]);
  const document = all.definitions.find((one) => one.name === "document");
  assert.deepEqual(document.permissions.map((one) => one.name).sort(), ["edit", "view"]);
  const viewer = document.relations.find((one) => one.name === "viewer");
  assert.equal(viewer.parentDefinitionName, "document");
  assert.equal(viewer.subjectTypes.length, 6);
  assert.ok(viewer.subjectTypes.some((one) => one.typeref.oneofKind === "isPublicWildcard"));
  assert.ok(viewer.subjectTypes.some((one) => one.typeref.oneofKind === "optionalRelationName" && one.typeref.optionalRelationName === "member"));
  assert.ok(viewer.subjectTypes.some((one) => one.optionalCaveatName === "on_day"));
  assert.deepEqual(all.caveats.map((one) => [one.name, one.parameters.map((parameter) => [parameter.name, parameter.type])]), [["on_day", [["day", "string"], ["wanted", "string"]]], ["noted", [["notes", "map<any>"]]]]);
  assert.match(all.definitions.find((one) => one.name === "user").comment, /those who act/);
  const some = await client.promises.reflectSchema(v1.ReflectSchemaRequest.create({ consistency: full, optionalFilters: [{ optionalDefinitionNameFilter: "doc", optionalCaveatNameFilter: "", optionalRelationNameFilter: "", optionalPermissionNameFilter: "" }] }));
  assert.deepEqual(some.definitions.map((one) => one.name), ["document"]);
});

test("a difference of schemas is listed", async () => {
  const client = await seeded();
  const diff = await client.promises.diffSchema(v1.DiffSchemaRequest.create({ consistency: full, comparisonSchema: schemaText.replace("relation banned: user", "relation banned: user | team#member\n    relation reader: user") }));
  assert.deepEqual(diff.diffs.map((one) => one.diff.oneofKind).sort(), ["relationAdded", "relationSubjectTypeAdded"]);
});

test("what depends on what is listed both ways", async () => {
  const client = await seeded();
  const computable = await client.promises.computablePermissions(v1.ComputablePermissionsRequest.create({ consistency: full, definitionName: "document", relationName: "owner" }));
  assert.deepEqual(computable.permissions.map((one) => one.relationName).sort(), ["edit", "view"]);
  const dependent = await client.promises.dependentRelations(v1.DependentRelationsRequest.create({ consistency: full, definitionName: "document", permissionName: "edit" }));
  assert.deepEqual(dependent.relations.map((one) => `${one.definitionName}#${one.relationName}`), ["document#owner"]);
});
