import assert from "node:assert/strict";
import { test } from "node:test";
import { check, clientOf, Code, exactly, fails, freshClient, full, object, readAll, seeded, struct, subject, update, v1, write } from "./support.mjs";

const { TOUCH } = v1.RelationshipUpdate_Operation;
const documents = { resourceType: "document" };

/** What a call comes to in a tenant with the suite's schema and `document:a#owner@user:ann`, where it changes nothing. */
const failing = (call, code, reason) => async () => {
  const client = await seeded("document:a#owner@user:ann");
  await fails(call(client), code, reason);
  assert.equal((await readAll(client, documents)).length, 1, "nothing was changed");
};

test("error: a malformed type", failing((c) => check(c, "Document:a", "view", "user:ann"), Code.INVALID_ARGUMENT));
test("error: a malformed id", failing((c) => check(c, "document:a b", "view", "user:ann"), Code.INVALID_ARGUMENT));
test("error: an enormous id", failing((c) => check(c, `document:${"x".repeat(1_000_000)}`, "view", "user:ann"), Code.INVALID_ARGUMENT));
test("error: a check without a resource", failing((c) => c.promises.checkPermission(v1.CheckPermissionRequest.create({ permission: "view", subject: subject("user:ann") })), Code.INVALID_ARGUMENT));
test("error: an unknown definition", failing((c) => check(c, "nothing:a", "view", "user:ann"), Code.FAILED_PRECONDITION, "UNKNOWN_DEFINITION"));
test("error: an unknown permission", failing((c) => check(c, "document:a", "fly", "user:ann"), Code.FAILED_PRECONDITION, "UNKNOWN_RELATION_OR_PERMISSION"));
test("error: a wildcard as the subject of a check", failing((c) => check(c, "document:a", "view", "user:*"), Code.INVALID_ARGUMENT, "WILDCARD_NOT_ALLOWED"));
test("error: the same relationship twice", failing((c) => write(c, "document:b#owner@user:ann", "document:b#owner@user:ann"), Code.INVALID_ARGUMENT, "UPDATES_ON_SAME_RELATIONSHIP"));
test("error: a wrong subject type", failing((c) => write(c, "document:b#owner@team:eng#member"), Code.INVALID_ARGUMENT, "INVALID_SUBJECT_TYPE"));
test("error: writing to a permission", failing((c) => write(c, "document:b#view@user:ann"), Code.INVALID_ARGUMENT, "CANNOT_UPDATE_PERMISSION"));
test("error: an unknown caveat", failing((c) => write(c, update(TOUCH, "document:b#viewer@user:ann", { optionalCaveat: { caveatName: "unheard_of" } })), Code.FAILED_PRECONDITION, "UNKNOWN_CAVEAT"));
test("error: a caveat parameter of a wrong type", failing((c) => write(c, update(TOUCH, "document:b#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: 7 }) } })), Code.INVALID_ARGUMENT, "CAVEAT_PARAMETER_TYPE_ERROR"));
test("error: a stored context too large", failing((c) => write(c, update(TOUCH, "document:b#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: "x".repeat(25_001) }) } })), Code.INVALID_ARGUMENT, "MAX_RELATIONSHIP_CONTEXT_SIZE"));
test("error: too many updates", failing((c) => write(c, ...Array.from({ length: 1001 }, (_, i) => `document:m${i}#owner@user:ann`)), Code.INVALID_ARGUMENT, "TOO_MANY_UPDATES_IN_REQUEST"));
test("error: too many bulk checks", failing((c) => c.promises.checkBulkPermissions(v1.CheckBulkPermissionsRequest.create({ items: Array.from({ length: 10_001 }, () => ({ resource: object("document:a"), permission: "view", subject: subject("user:ann") })) })), Code.INVALID_ARGUMENT, "UNSPECIFIED"));
test("error: a limit too large", failing((c) => readAll(c, documents, { optionalLimit: 1001 }), Code.INVALID_ARGUMENT, "EXCEEDS_MAXIMUM_ALLOWABLE_LIMIT"));
test("error: an empty filter", failing((c) => readAll(c, {}), Code.INVALID_ARGUMENT, "INVALID_FILTER"));
test("error: an undecodable ZedToken", failing((c) => check(c, "document:a", "view", "user:ann", { consistency: exactly({ token: "nonsense" }) }), Code.INVALID_ARGUMENT));
test("error: an undecodable cursor", failing((c) => readAll(c, documents, { optionalCursor: { token: "nonsense" } }), Code.INVALID_ARGUMENT, "INVALID_CURSOR"));
test("error: a schema that does not parse", failing((c) => c.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: "definition {" })), Code.INVALID_ARGUMENT, "SCHEMA_PARSE_ERROR"));
test("error: a schema that does not type-check", failing((c) => c.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: "definition doc { relation viewer: nobody }" })), Code.FAILED_PRECONDITION, "SCHEMA_TYPE_ERROR"));
test("error: a schema that would orphan relationships", failing((c) => c.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: "definition user {}" })), Code.INVALID_ARGUMENT, "SCHEMA_TYPE_ERROR"));

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
