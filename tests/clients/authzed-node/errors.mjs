import assert from "node:assert/strict";
import { test } from "node:test";
import { check, clientOf, Code, exactly, fails, freshClient, full, object, readAll, seeded, struct, subject, update, v1, write } from "./support.mjs";

const { TOUCH } = v1.RelationshipUpdate_Operation;
const documents = { resourceType: "document" };
const checking = (client, resource, permission, who, extra) => check(client, resource, permission, who, extra);

/** A name, a call, and what it comes to in a tenant with the suite's schema and `document:a#owner@user:ann`. */
const cases = [
  ["a malformed type", (c) => checking(c, "Document:a", "view", "user:ann"), Code.INVALID_ARGUMENT],
  ["a malformed id", (c) => checking(c, "document:a b", "view", "user:ann"), Code.INVALID_ARGUMENT],
  ["an enormous id", (c) => checking(c, `document:${"x".repeat(1_000_000)}`, "view", "user:ann"), Code.INVALID_ARGUMENT],
  ["a check without a resource", (c) => c.promises.checkPermission(v1.CheckPermissionRequest.create({ permission: "view", subject: subject("user:ann") })), Code.INVALID_ARGUMENT],
  ["an unknown definition", (c) => checking(c, "nothing:a", "view", "user:ann"), Code.FAILED_PRECONDITION, "UNKNOWN_DEFINITION"],
  ["an unknown permission", (c) => checking(c, "document:a", "fly", "user:ann"), Code.FAILED_PRECONDITION, "UNKNOWN_RELATION_OR_PERMISSION"],
  ["a wildcard as the subject of a check", (c) => checking(c, "document:a", "view", "user:*"), Code.INVALID_ARGUMENT, "WILDCARD_NOT_ALLOWED"],
  ["the same relationship twice", (c) => write(c, "document:b#owner@user:ann", "document:b#owner@user:ann"), Code.INVALID_ARGUMENT, "UPDATES_ON_SAME_RELATIONSHIP"],
  ["a wrong subject type", (c) => write(c, "document:b#owner@team:eng#member"), Code.INVALID_ARGUMENT, "INVALID_SUBJECT_TYPE"],
  ["writing to a permission", (c) => write(c, "document:b#view@user:ann"), Code.INVALID_ARGUMENT, "CANNOT_UPDATE_PERMISSION"],
  ["an unknown caveat", (c) => write(c, update(TOUCH, "document:b#viewer@user:ann", { optionalCaveat: { caveatName: "unheard_of" } })), Code.FAILED_PRECONDITION, "UNKNOWN_CAVEAT"],
  ["a caveat parameter of a wrong type", (c) => write(c, update(TOUCH, "document:b#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: 7 }) } })), Code.INVALID_ARGUMENT, "CAVEAT_PARAMETER_TYPE_ERROR"],
  ["a stored context too large", (c) => write(c, update(TOUCH, "document:b#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: "x".repeat(25_001) }) } })), Code.INVALID_ARGUMENT, "MAX_RELATIONSHIP_CONTEXT_SIZE"],
  ["too many updates", (c) => write(c, ...Array.from({ length: 1001 }, (_, i) => `document:m${i}#owner@user:ann`)), Code.INVALID_ARGUMENT, "TOO_MANY_UPDATES_IN_REQUEST"],
  ["too many bulk checks", (c) => c.promises.checkBulkPermissions(v1.CheckBulkPermissionsRequest.create({ items: Array.from({ length: 10_001 }, () => ({ resource: object("document:a"), permission: "view", subject: subject("user:ann") })) })), Code.INVALID_ARGUMENT, "UNSPECIFIED"],
  ["a limit too large", (c) => readAll(c, documents, { optionalLimit: 1001 }), Code.INVALID_ARGUMENT, "EXCEEDS_MAXIMUM_ALLOWABLE_LIMIT"],
  ["an empty filter", (c) => readAll(c, {}), Code.INVALID_ARGUMENT, "INVALID_FILTER"],
  ["an undecodable ZedToken", (c) => checking(c, "document:a", "view", "user:ann", { consistency: exactly({ token: "nonsense" }) }), Code.INVALID_ARGUMENT],
  ["an undecodable cursor", (c) => readAll(c, documents, { optionalCursor: { token: "nonsense" } }), Code.INVALID_ARGUMENT, "INVALID_CURSOR"],
  ["a schema that does not parse", (c) => c.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: "definition {" })), Code.INVALID_ARGUMENT, "SCHEMA_PARSE_ERROR"],
  ["a schema that does not type-check", (c) => c.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: "definition doc { relation viewer: nobody }" })), Code.FAILED_PRECONDITION, "SCHEMA_TYPE_ERROR"],
  ["a schema that would orphan relationships", (c) => c.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: "definition user {}" })), Code.INVALID_ARGUMENT, "SCHEMA_TYPE_ERROR"],
];

for (const [name, call, code, reason] of cases) {
  test(`error: ${name}`, async () => {
    const client = await seeded("document:a#owner@user:ann");
    await fails(call(client), code, reason);
    assert.equal((await readAll(client, documents)).length, 1, "nothing was changed");
  });
}

test("error: recursion deeper than the limit", async () => {
  const client = await seeded(...Array.from({ length: 60 }, (_, i) => `team:t${i}#member@team:t${i + 1}#member`), "team:t60#member@user:ann");
  await fails(check(client, "team:t0", "member", "user:ann"), Code.FAILED_PRECONDITION, "MAXIMUM_DEPTH_EXCEEDED");
});

test("error: a cursor of another request", async () => {
  const client = await seeded("document:a#owner@user:ann", "document:b#viewer@user:ann");
  const [first] = await readAll(client, documents, { optionalLimit: 1 });
  await fails(readAll(client, { ...documents, optionalRelation: "viewer" }, { optionalCursor: first.afterResultCursor }), Code.INVALID_ARGUMENT, "INVALID_CURSOR");
});

test("error: no key", async () => {
  const client = clientOf("");
  const error = await client.promises.readSchema(v1.ReadSchemaRequest.create({})).then(() => assert.fail("it was answered"), (thrown) => thrown);
  assert.equal(error.code, Code.UNAUTHENTICATED);
});

test("keys are tenants of their own", async () => {
  const [one, other] = [await seeded("document:a#owner@user:ann"), await seeded()];
  assert.equal((await readAll(other, documents)).length, 0);
  assert.equal((await readAll(one, documents)).length, 1);
});

test("a watch says that it is not there yet", async () => {
  const stream = freshClient().watch(v1.WatchRequest.create({}));
  const error = await new Promise((resolve) => stream.on("error", resolve).on("data", () => {}));
  assert.equal(error.code, Code.UNIMPLEMENTED);
});

test("a stream that is given up ends, and the next call is answered", async () => {
  const client = await seeded(...Array.from({ length: 900 }, (_, i) => `document:d${i}#viewer@user:ann`));
  const stream = client.readRelationships(v1.ReadRelationshipsRequest.create({ consistency: full, relationshipFilter: v1.RelationshipFilter.create(documents) }));
  const error = await new Promise((resolve) => stream.on("error", resolve).once("data", () => stream.cancel()));
  assert.equal(error.code, Code.CANCELLED);
  assert.equal((await readAll(client, documents)).length, 900);
});
