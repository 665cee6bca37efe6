import assert from "node:assert/strict";
import { test } from "node:test";
import { atLeast, check, exactly, full, object, readAll, seeded, struct, subject, update, v1, write } from "./support.mjs";

const { NO_PERMISSION, HAS_PERMISSION, CONDITIONAL_PERMISSION } = v1.CheckPermissionResponse_Permissionship;
const { TOUCH } = v1.RelationshipUpdate_Operation;

test("check follows relations, teams, parents and exclusions", async () => {
  const client = await seeded(
    "document:a#owner@user:ann", "document:b#parent@document:a", "document:a#viewer@team:eng#member", "team:eng#member@team:core#member",
    "team:core#member@user:bob", "document:a#banned@user:eve", "document:a#viewer@user:eve");
  assert.equal(await check(client, "document:b", "view", "user:ann"), HAS_PERMISSION);
  assert.equal(await check(client, "document:b", "view", "user:bob"), HAS_PERMISSION);
  assert.equal(await check(client, "document:b", "edit", "user:ann"), NO_PERMISSION);
  assert.equal(await check(client, "document:a", "view", "user:eve"), NO_PERMISSION);
  assert.equal(await check(client, "document:a", "viewer", "team:eng#member"), HAS_PERMISSION);
});

test("check lets a wildcard in and keeps the banned out", async () => {
  const client = await seeded("document:a#viewer@user:*", "document:a#banned@user:eve");
  assert.equal(await check(client, "document:a", "view", "user:anybody"), HAS_PERMISSION);
  assert.equal(await check(client, "document:a", "view", "user:eve"), NO_PERMISSION);
});

test("a caveat decides by the context and names what is missing", async () => {
  const client = await seeded(update(TOUCH, "document:a#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: "friday" }) } }));
  assert.equal(await check(client, "document:a", "view", "user:ann", { context: struct({ day: "friday" }) }), HAS_PERMISSION);
  assert.equal(await check(client, "document:a", "view", "user:ann", { context: struct({ day: "monday" }) }), NO_PERMISSION);
  const request = v1.CheckPermissionRequest.create({ consistency: full, resource: object("document:a"), permission: "view", subject: subject("user:ann") });
  const open = await client.promises.checkPermission(request);
  assert.equal(open.permissionship, CONDITIONAL_PERMISSION);
  assert.deepEqual(open.partialCaveatInfo.missingRequiredContext, ["day"]);
});

test("a context written with the relationship wins over the request's", async () => {
  const client = await seeded(update(TOUCH, "document:a#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: "friday", day: "monday" }) } }));
  assert.equal(await check(client, "document:a", "view", "user:ann", { context: struct({ day: "friday" }) }), NO_PERMISSION);
});

test("an expired relationship does not exist, and a live one names its expiry", async () => {
  const seconds = Math.floor(Date.now() / 1000);
  const at = (offset) => ({ optionalExpiresAt: { seconds: String(seconds + offset), nanos: 0 } });
  const client = await seeded(update(TOUCH, "document:a#viewer@user:past", at(-10)), update(TOUCH, "document:a#viewer@user:future", at(3600)));
  assert.equal(await check(client, "document:a", "view", "user:past"), NO_PERMISSION);
  assert.equal(await check(client, "document:a", "view", "user:future"), HAS_PERMISSION);
  assert.deepEqual((await readAll(client, { resourceType: "document" })).map((one) => one.relationship.subject.object.objectId), ["future"]);
  const request = v1.CheckPermissionRequest.create({ consistency: full, resource: object("document:a"), permission: "view", subject: subject("user:future") });
  assert.equal((await client.promises.checkPermission(request)).optionalExpiresAt.seconds, String(seconds + 3600));
});

test("every consistency answers, and an exact snapshot as it was", async () => {
  const client = await seeded("document:a#owner@user:ann");
  const { writtenAt } = await write(client, "document:a#owner@user:bob");
  const { writtenAt: later } = await write(client, "document:a#owner@user:cat");
  const minimal = { requirement: { oneofKind: "minimizeLatency", minimizeLatency: true } };
  for (const consistency of [full, minimal, atLeast(writtenAt), atLeast(later), undefined]) {
    assert.equal(await check(client, "document:a", "edit", "user:cat", { consistency }), HAS_PERMISSION);
  }
  assert.equal(await check(client, "document:a", "edit", "user:bob", { consistency: exactly(writtenAt) }), HAS_PERMISSION);
  assert.equal(await check(client, "document:a", "edit", "user:cat", { consistency: exactly(writtenAt) }), NO_PERMISSION);
});

test("tracing shows the steps and the schema", async () => {
  const client = await seeded("document:a#viewer@team:eng#member", "team:eng#member@user:bob");
  const request = v1.CheckPermissionRequest.create({ consistency: full, resource: object("document:a"), permission: "view", subject: subject("user:bob"), withTracing: true });
  const answer = await client.promises.checkPermission(request);
  assert.equal(answer.permissionship, HAS_PERMISSION);
  assert.match(answer.debugTrace.schemaUsed, /definition document/);
  assert.equal(answer.debugTrace.check.permission, "view");
  // The client does not export the enum of traces; 2 is HAS_PERMISSION.
  assert.equal(answer.debugTrace.check.result, 2);
  assert.equal(answer.debugTrace.check.resolution.oneofKind, "subProblems");
});

test("a bulk check answers in order, and one bad item fails alone", async () => {
  const client = await seeded("document:a#owner@user:ann");
  const item = (resource, permission, who) => ({ resource: object(resource), permission, subject: subject(who) });
  const items = [item("document:a", "edit", "user:ann"), item("document:a", "edit", "user:bob"), item("nothing:a", "edit", "user:ann"), item("document:a", "view", "user:ann")];
  const { pairs, checkedAt } = await client.promises.checkBulkPermissions(v1.CheckBulkPermissionsRequest.create({ consistency: full, items }));
  assert.ok(checkedAt.token.length > 0);
  assert.deepEqual(pairs.map((pair) => pair.response.oneofKind), ["item", "item", "error", "item"]);
  assert.deepEqual(pairs.filter((pair) => pair.response.oneofKind === "item").map((pair) => pair.response.item.permissionship), [HAS_PERMISSION, NO_PERMISSION, HAS_PERMISSION]);
  assert.equal(pairs[2].response.error.code, 9);
  assert.deepEqual(pairs.map((pair) => pair.request.permission), ["edit", "edit", "edit", "view"]);
  const older = await client.promises.bulkCheckPermission(v1.BulkCheckPermissionRequest.create({ consistency: full, items }));
  assert.deepEqual(older.pairs.map((pair) => pair.response.oneofKind), ["item", "item", "error", "item"]);
});
