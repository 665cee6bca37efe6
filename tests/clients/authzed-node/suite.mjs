// Drives every call of authzed.api.v1 with the stock client against `panthera serve --testing`.
// PANTHERA_GRPC=127.0.0.1:50051 node --test-reporter=tap suite.mjs
import { after } from "node:test";
import { closeAll } from "./support.mjs";

await import("./checks.mjs");
await import("./relationships.mjs");
await import("./lookups.mjs");
await import("./schemas.mjs");
await import("./bulk.mjs");
await import("./errors.mjs");

after(closeAll);
