import assert from "node:assert/strict";
import { test } from "node:test";
import { Code, fails, full, readAll, relationship, seeded, textOf, v1 } from "./support.mjs";

const documents = v1.RelationshipFilter.create({ resourceType: "document" });

/** Sends batches as one import. */
function load(client, method, Request, batches) {
  return new Promise((resolve, reject) => {
    const stream = client[method]((error, answer) => (error ? reject(error) : resolve(answer)));
    for (const batch of batches) stream.write(Request.create({ relationships: batch.map((text) => relationship(text)) }));
    stream.end();
  });
}

const many = (count, from = 0) => Array.from({ length: count }, (_, i) => `document:d${from + i}#viewer@user:u${i % 7}`);

const carrying = (importing, ImportRequest, exporting, ExportRequest) => async () => {
  const client = await seeded();
  const { numLoaded } = await load(client, importing, ImportRequest, [many(500), many(500, 500), many(200, 1000)]);
  assert.equal(String(numLoaded), "1200");
  for (const optionalLimit of [0, 7, 1000]) {
    const pages = await client.promises[exporting](ExportRequest.create({ consistency: full, optionalLimit }));
    const all = pages.flatMap((page) => page.relationships.map(textOf));
    assert.equal(new Set(all).size, 1200);
    assert.equal(all.length, 1200);
    if (optionalLimit > 0) assert.ok(pages.every((page) => page.relationships.length <= optionalLimit));
  }
  const pages = await client.promises[exporting](ExportRequest.create({ consistency: full, optionalLimit: 100 }));
  const rest = await client.promises[exporting](ExportRequest.create({ consistency: full, optionalLimit: 100, optionalCursor: pages[4].afterResultCursor }));
  assert.deepEqual(rest.flatMap((page) => page.relationships.map(textOf)), pages.slice(5).flatMap((page) => page.relationships.map(textOf)));
  const filtered = await client.promises[exporting](ExportRequest.create({ consistency: full, optionalRelationshipFilter: v1.RelationshipFilter.create({ resourceType: "document", optionalResourceId: "d3" }) }));
  assert.deepEqual(filtered.flatMap((page) => page.relationships.map(textOf)), ["document:d3#viewer@user:u3"]);
};

test("importBulkRelationships and exportBulkRelationships carry everything over",
  carrying("importBulkRelationships", v1.ImportBulkRelationshipsRequest, "exportBulkRelationships", v1.ExportBulkRelationshipsRequest));

test("bulkImportRelationships and bulkExportRelationships carry everything over",
  carrying("bulkImportRelationships", v1.BulkImportRelationshipsRequest, "bulkExportRelationships", v1.BulkExportRelationshipsRequest));

test("an import is all or nothing", async () => {
  const client = await seeded("document:d5#viewer@user:u5");
  await fails(load(client, "importBulkRelationships", v1.ImportBulkRelationshipsRequest, [many(10)]), Code.ALREADY_EXISTS, "ATTEMPT_TO_RECREATE_RELATIONSHIP");
  assert.equal((await readAll(client, documents)).length, 1);
});

test("counters count until they are taken away", async () => {
  const client = await seeded(...many(5));
  const count = () => client.promises.experimentalCountRelationships(v1.ExperimentalCountRelationshipsRequest.create({ name: "views" }));
  await fails(count(), Code.FAILED_PRECONDITION, "COUNTER_NOT_REGISTERED");
  const register = () => client.promises.experimentalRegisterRelationshipCounter(v1.ExperimentalRegisterRelationshipCounterRequest.create({ name: "views", relationshipFilter: documents }));
  await register();
  await fails(register(), Code.FAILED_PRECONDITION, "COUNTER_ALREADY_REGISTERED");
  const { counterResult } = await count();
  assert.equal(counterResult.oneofKind, "readCounterValue");
  assert.equal(String(counterResult.readCounterValue.relationshipCount), "5");
  const unregister = () => client.promises.experimentalUnregisterRelationshipCounter(v1.ExperimentalUnregisterRelationshipCounterRequest.create({ name: "views" }));
  await unregister();
  await fails(unregister(), Code.FAILED_PRECONDITION, "COUNTER_NOT_REGISTERED");
});
