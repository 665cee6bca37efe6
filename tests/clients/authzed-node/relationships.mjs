import assert from "node:assert/strict";
import { test } from "node:test";
import { Code, fails, object, readAll, seeded, struct, subject, textOf, update, v1, write } from "./support.mjs";

const { CREATE, TOUCH, DELETE } = v1.RelationshipUpdate_Operation;
const documents = { resourceType: "document" };

test("what is written is read, with its caveat", async () => {
  const client = await seeded("document:a#viewer@user:*", "document:a#viewer@team:eng#member");
  await write(client, update(TOUCH, "document:b#viewer@user:ann", { optionalCaveat: { caveatName: "noted", context: struct({ notes: { list: [1, true, null, { a: "b" }] } }) } }));
  const found = await readAll(client, documents);
  assert.deepEqual(found.map((one) => textOf(one.relationship)).sort(), ["document:a#viewer@team:eng#member", "document:a#viewer@user:*", "document:b#viewer@user:ann"]);
  const caveated = found.find((one) => one.relationship.resource.objectId === "b").relationship;
  assert.equal(caveated.optionalCaveat.caveatName, "noted");
  assert.deepEqual(v1.PbStruct.toJson(caveated.optionalCaveat.context), { notes: { list: [1, true, null, { a: "b" }] } });
});

test("create, touch and delete do what they say", async () => {
  const client = await seeded();
  await write(client, update(CREATE, "document:a#owner@user:ann"));
  await fails(write(client, update(CREATE, "document:a#owner@user:ann")), Code.ALREADY_EXISTS, "ATTEMPT_TO_RECREATE_RELATIONSHIP");
  await write(client, update(TOUCH, "document:a#owner@user:ann"));
  await write(client, update(DELETE, "document:a#owner@user:ann"));
  await write(client, update(DELETE, "document:a#owner@user:ann"));
  assert.equal((await readAll(client, documents)).length, 0);
});

test("a write carries metadata and preconditions", async () => {
  const client = await seeded("document:a#owner@user:ann");
  const request = (operation, id) => v1.WriteRelationshipsRequest.create({
    updates: [update(TOUCH, "document:b#owner@user:ann")],
    optionalPreconditions: [{ operation, filter: v1.RelationshipFilter.create({ resourceType: "document", optionalResourceId: id }) }],
    optionalTransactionMetadata: struct({ ticket: "T-1", nested: { by: "suite" } }),
  });
  const { MUST_MATCH, MUST_NOT_MATCH } = v1.Precondition_Operation;
  await fails(client.promises.writeRelationships(request(MUST_MATCH, "zzz")), Code.FAILED_PRECONDITION, "WRITE_OR_DELETE_PRECONDITION_FAILURE");
  await fails(client.promises.writeRelationships(request(MUST_NOT_MATCH, "a")), Code.FAILED_PRECONDITION, "WRITE_OR_DELETE_PRECONDITION_FAILURE");
  assert.equal((await readAll(client, documents)).length, 1);
  assert.ok((await client.promises.writeRelationships(request(MUST_MATCH, "a"))).writtenAt.token.length > 0);
  assert.equal((await readAll(client, documents)).length, 2);
});

test("every part of a filter counts", async () => {
  const client = await seeded("document:a#owner@user:ann", "document:a#viewer@team:eng#member", "document:ab#viewer@user:bob", "document:c#viewer@user:ann", "team:eng#member@user:bob");
  const count = async (filter) => (await readAll(client, filter)).length;
  const subjects = (optionalSubjectFilter) => ({ resourceType: "document", optionalSubjectFilter });
  assert.equal(await count(documents), 4);
  assert.equal(await count({ ...documents, optionalResourceId: "a" }), 2);
  assert.equal(await count({ ...documents, optionalResourceIdPrefix: "a" }), 3);
  assert.equal(await count({ ...documents, optionalRelation: "owner" }), 1);
  assert.equal(await count(subjects({ subjectType: "user", optionalSubjectId: "" })), 3);
  assert.equal(await count(subjects({ subjectType: "user", optionalSubjectId: "ann" })), 2);
  assert.equal(await count(subjects({ subjectType: "team", optionalSubjectId: "eng", optionalRelation: { relation: "member" } })), 1);
  assert.equal(await count(subjects({ subjectType: "team", optionalSubjectId: "eng", optionalRelation: { relation: "" } })), 0);
});

test("reading pages by cursor joins to the whole", async () => {
  const client = await seeded(...Array.from({ length: 23 }, (_, i) => `document:d${i}#viewer@user:u${i % 3}`));
  const whole = (await readAll(client, documents)).map((one) => textOf(one.relationship));
  for (const optionalLimit of [1, 5, 23, 1000]) {
    const joined = [];
    let optionalCursor;
    for (;;) {
      const page = await readAll(client, documents, { optionalLimit, optionalCursor });
      joined.push(...page.map((one) => textOf(one.relationship)));
      if (page.length < optionalLimit) break;
      optionalCursor = page.at(-1).afterResultCursor;
    }
    assert.deepEqual(joined, whole);
  }
});

test("a delete removes what its filter matches", async () => {
  const client = await seeded("document:a#owner@user:ann", "document:a#viewer@user:bob", "document:b#viewer@user:bob");
  const answer = await client.promises.deleteRelationships(v1.DeleteRelationshipsRequest.create({ relationshipFilter: v1.RelationshipFilter.create({ resourceType: "document", optionalRelation: "viewer" }) }));
  assert.equal(answer.deletionProgress, v1.DeleteRelationshipsResponse_DeletionProgress.COMPLETE);
  assert.equal(String(answer.relationshipsDeletedCount), "2");
  assert.deepEqual((await readAll(client, documents)).map((one) => textOf(one.relationship)), ["document:a#owner@user:ann"]);
});

test("a delete over its limit is refused, or partial where that is allowed", async () => {
  const client = await seeded(...Array.from({ length: 7 }, (_, i) => `document:d${i}#viewer@user:ann`));
  const request = (optionalAllowPartialDeletions) => v1.DeleteRelationshipsRequest.create({
    relationshipFilter: v1.RelationshipFilter.create(documents), optionalLimit: 3, optionalAllowPartialDeletions,
  });
  await fails(client.promises.deleteRelationships(request(false)), Code.INVALID_ARGUMENT, "TOO_MANY_RELATIONSHIPS_FOR_TRANSACTIONAL_DELETE");
  assert.equal((await readAll(client, documents)).length, 7);
  const { COMPLETE, PARTIAL } = v1.DeleteRelationshipsResponse_DeletionProgress;
  const progress = [];
  for (;;) {
    const answer = await client.promises.deleteRelationships(request(true));
    progress.push([answer.deletionProgress, String(answer.relationshipsDeletedCount)]);
    if (answer.deletionProgress === COMPLETE) break;
  }
  assert.deepEqual(progress, [[PARTIAL, "3"], [PARTIAL, "3"], [COMPLETE, "1"]]);
});

test("expanding shows one level of a permission", async () => {
  const client = await seeded("document:a#viewer@team:eng#member", "document:a#owner@user:ann", "team:eng#member@user:bob");
  const expand = (resource, permission) => client.promises.expandPermissionTree(v1.ExpandPermissionTreeRequest.create({ consistency: { requirement: { oneofKind: "fullyConsistent", fullyConsistent: true } }, resource: object(resource), permission }));
  const relation = (await expand("document:a", "viewer")).treeRoot;
  assert.equal(relation.treeType.oneofKind, "leaf");
  assert.deepEqual(relation.treeType.leaf.subjects, [v1.SubjectReference.create(subject("team:eng#member"))]);
  assert.equal(relation.expandedRelation, "viewer");
  const permission = await expand("document:a", "view");
  assert.ok(permission.expandedAt.token.length > 0);
  assert.equal(permission.treeRoot.treeType.oneofKind, "intermediate");
  assert.equal(permission.treeRoot.treeType.intermediate.operation, v1.AlgebraicSubjectSet_Operation.EXCLUSION);
  assert.equal(permission.treeRoot.treeType.intermediate.children.length, 2);
});
