import assert from "node:assert/strict";
import { test } from "node:test";
import { full, object, seeded, struct, subject, update, v1 } from "./support.mjs";

const { HAS_PERMISSION, CONDITIONAL_PERMISSION } = v1.LookupPermissionship;
const { TOUCH } = v1.RelationshipUpdate_Operation;
const resources = (client, who, extra = {}) =>
  client.promises.lookupResources(v1.LookupResourcesRequest.create({ consistency: full, resourceObjectType: "document", permission: "view", subject: subject(who), ...extra }));
const subjects = (client, resource, extra = {}) =>
  client.promises.lookupSubjects(v1.LookupSubjectsRequest.create({ consistency: full, resource: object(resource), permission: "view", subjectObjectType: "user", ...extra }));

test("looking up resources finds those of teams, parents and wildcards", async () => {
  const client = await seeded(
    "document:a#viewer@team:eng#member", "team:eng#member@user:bob", "document:b#parent@document:a", "document:c#viewer@user:*", "document:d#viewer@user:bob",
    "document:d#banned@user:bob", "document:e#owner@user:ann");
  const found = await resources(client, "user:bob");
  assert.deepEqual(found.map((one) => one.resourceObjectId).sort(), ["a", "b", "c"]);
  assert.ok(found.every((one) => one.permissionship === HAS_PERMISSION && one.lookedUpAt.token.length > 0));
});

test("looking up resources pages by cursor without repeats or omissions", async () => {
  const client = await seeded(...Array.from({ length: 31 }, (_, i) => `document:d${i}#${i % 2 ? "owner" : "viewer"}@user:ann`));
  const whole = (await resources(client, "user:ann")).map((one) => one.resourceObjectId);
  assert.equal(new Set(whole).size, 31);
  for (const optionalLimit of [1, 4, 31, 1000]) {
    const joined = [];
    let optionalCursor;
    for (;;) {
      const page = await resources(client, "user:ann", { optionalLimit, optionalCursor });
      joined.push(...page.map((one) => one.resourceObjectId));
      if (page.length < optionalLimit) break;
      optionalCursor = page.at(-1).afterResultCursor;
    }
    assert.deepEqual(joined, whole);
  }
});

test("looking up resources says what depends on context", async () => {
  const client = await seeded(update(TOUCH, "document:a#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: "friday" }) } }), "document:b#owner@user:ann");
  const open = await resources(client, "user:ann");
  assert.deepEqual(Object.fromEntries(open.map((one) => [one.resourceObjectId, one.permissionship])), { a: CONDITIONAL_PERMISSION, b: HAS_PERMISSION });
  assert.deepEqual(open.find((one) => one.resourceObjectId === "a").partialCaveatInfo.missingRequiredContext, ["day"]);
  const friday = await resources(client, "user:ann", { context: struct({ day: "friday" }) });
  assert.ok(friday.length === 2 && friday.every((one) => one.permissionship === HAS_PERMISSION));
  assert.deepEqual((await resources(client, "user:ann", { context: struct({ day: "monday" }) })).map((one) => one.resourceObjectId), ["b"]);
});

test("looking up subjects finds all who may, in the old fields and the new", async () => {
  const client = await seeded("document:a#viewer@team:eng#member", "team:eng#member@user:bob", "document:a#owner@user:ann", "document:a#banned@user:eve", "document:a#viewer@user:eve");
  const found = await subjects(client, "document:a");
  assert.deepEqual(found.map((one) => one.subject.subjectObjectId).sort(), ["ann", "bob"]);
  assert.ok(found.every((one) => one.subjectObjectId === one.subject.subjectObjectId && one.permissionship === HAS_PERMISSION && one.subject.permissionship === HAS_PERMISSION));
});

test("looking up subjects gives a wildcard with those it leaves out", async () => {
  const client = await seeded("document:a#viewer@user:*", "document:a#banned@user:eve");
  const everybody = (await subjects(client, "document:a")).find((one) => one.subject.subjectObjectId === "*");
  assert.deepEqual(everybody.excludedSubjects.map((one) => one.subjectObjectId), ["eve"]);
  assert.deepEqual(everybody.excludedSubjectIds, ["eve"]);
  const named = await subjects(client, "document:a", { wildcardOption: v1.LookupSubjectsRequest_WildcardOption.EXCLUDE_WILDCARDS });
  assert.ok(named.every((one) => one.subject.subjectObjectId !== "*"));
});

test("looking up subjects finds usersets and what depends on context", async () => {
  const client = await seeded("document:a#viewer@team:eng#member", update(TOUCH, "document:a#viewer@user:ann", { optionalCaveat: { caveatName: "on_day", context: struct({ wanted: "friday" }) } }));
  const teams = await subjects(client, "document:a", { subjectObjectType: "team", optionalSubjectRelation: "member" });
  assert.deepEqual(teams.map((one) => one.subject.subjectObjectId), ["eng"]);
  const [ann] = await subjects(client, "document:a");
  assert.equal(ann.subject.permissionship, CONDITIONAL_PERMISSION);
  assert.deepEqual(ann.subject.partialCaveatInfo.missingRequiredContext, ["day"]);
});
